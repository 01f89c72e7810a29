import type { Inspected } from './inspect.ts';

/** Colours are for a terminal, and for people who did not ask to be spared them (https://no-color.org). */
export function colourWanted(): boolean {
  return process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
}

/** A rule that threw is our fault and must not pass for "nothing found". */
export function printFailures(files: readonly Inspected[]): void {
  for (const { file, failures } of files) {
    for (const { rule, error } of failures) {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(
        `${file.source.path}: the rule ${rule} failed, which is a bug of dockerfile-review: ${detail}\n`,
      );
    }
  }
}

/** The reader of a pipe may leave early (`| head`): what it did not want to read is no error. */
export function tolerateClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
