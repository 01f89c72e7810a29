import { topLevel } from './commands.ts';
import { readInvocation } from './invocation.ts';
import { parseScript } from './parse.ts';
import { startsGivenProgram, unwrap } from './programs.ts';

/** The program that a container starts with, and who starts it. */
export interface Started {
  /** As it is written: `./start.sh`, `start.sh`. */
  readonly program: string;
  /**
   * `kernel`: nobody stands in front of it; `wrapper`: tini, gosu and the like do; `shell`: it is the last command of a
   * shell's script; `reader`: a shell reads it (`sh start.sh`).
   */
  readonly by: 'kernel' | 'wrapper' | 'shell' | 'reader';
  /** Its place among the words of exec form. */
  readonly at: number | undefined;
  /** The words behind it. */
  readonly rest: readonly string[];
}

interface Words {
  readonly form: string;
  readonly argv: readonly string[];
}

/** What the words of a CMD or ENTRYPOINT start; undefined where that depends on what a shell makes of them. */
export function startedProgram({ form, argv }: Words): Started | undefined {
  if (form === 'heredoc') return undefined;
  if (form === 'shell') return lastOf(argv.at(-1) ?? '');
  const words = unwrap(argv);
  const at = argv.length - words.length;
  const invocation = readInvocation(argv);
  if (invocation === undefined) {
    const [program, ...rest] = words;
    return program === undefined ? undefined : { program, by: at === 0 ? 'kernel' : 'wrapper', at, rest };
  }
  const { operand, takesScript } = invocation;
  const program = operand === undefined ? undefined : argv[operand];
  if (operand === undefined || program === undefined) return undefined;
  if (takesScript) return lastOf(program);
  return { program, by: 'reader', at: operand, rest: argv.slice(operand + 1) };
}

/** The last command of a script, where it is a plain one. */
function lastOf(text: string): Started | undefined {
  const last = topLevel(parseScript(text)).at(-1);
  const [command] = last?.commands ?? [];
  if (last === undefined || command === undefined || last.compound || last.commands.length > 1) return undefined;
  const words = command.words.map(({ value }) => value);
  const [program, ...rest] = words[0] === 'exec' ? words.slice(1) : words;
  if (last.operator === '&' || program === undefined || program.startsWith('-')) return undefined;
  return { program, by: 'shell', at: undefined, rest: rest.map((word) => word ?? '$') };
}

interface Part extends Words {
  readonly from: string;
}

/**
 * The same for a container's ENTRYPOINT and CMD: a CMD starts something only without an ENTRYPOINT, or behind one that
 * starts what it is given. Where the ENTRYPOINT is not known, nothing is told of the CMD.
 */
export function startedIn(
  part: Part,
  { entrypoint, cmd }: { readonly entrypoint: Part | undefined | 'unknown'; readonly cmd: unknown },
): Started | undefined {
  if (part !== cmd) return startedProgram(part);
  if (entrypoint === 'unknown' || !startsGivenProgram(entrypoint)) return undefined;
  const started = startedProgram(part);
  if (started === undefined || entrypoint === undefined || started.by !== 'kernel') return started;
  return { ...started, by: 'wrapper' };
}
