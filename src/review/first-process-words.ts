import type { FirstProcess } from '../shell/first-process.ts';

/** Process 1 in a few words, and what `docker stop` does to it. Plain text with `code` in backticks. */
export interface FirstProcessWords {
  readonly name: string;
  readonly signals: string;
}

/**
 * What is process 1 and who gets the stop signal. `signal` is what STOPSIGNAL of the file sets; undefined leaves it to the
 * base image, and that is SIGTERM where it sets none.
 */
export function sayFirstProcess(first: FirstProcess, signal = 'SIGTERM'): FirstProcessWords {
  switch (first.kind) {
    case 'program': {
      const through = first.through === undefined ? '' : `, once \`${quoted(first.through)}\` has made way for it`;
      return { name: first.program, signals: `\`docker stop\` sends ${signal} to it directly${through}.` };
    }
    case 'deaf':
      return {
        name: first.program,
        signals: `As PID 1 it ignores SIGTERM: \`docker stop\` waits 10 seconds and kills it.`,
      };
    case 'brief':
      return { name: first.program, signals: 'It is done at once, and the container ends with it.' };
    case 'returns':
      return { name: first.program, signals: 'It goes to the background and returns, and the container ends with it.' };
    case 'shell':
      return sayShell(first, signal);
    case 'init':
      return { name: first.init, signals: `It hands ${signal} on to ${programOr(first.program, 'what it starts')}.` };
    case 'parent':
      return {
        name: first.parent,
        signals: `It starts ${programOr(first.program, 'the real program')} as its child; ${signal} goes to ${quoted(first.parent)} first.`,
      };
    case 'script':
      return sayScript(first, signal);
    case 'prompt':
      return { name: first.shell, signals: 'A prompt: without a terminal (`docker run -it`) it ends at once.' };
    case 'windows':
      return { name: first.shell, signals: 'The Windows shell starts the command as its child.' };
  }
}

function sayShell(
  { shell, program, unless }: FirstProcess & { readonly kind: 'shell' },
  signal: string,
): FirstProcessWords {
  const child = programOr(program, 'what it starts');
  if (unless.length > 0) {
    const stay = unless.includes('bash') ? 'dash stays in front and keeps' : 'dash and bash stay in front and keep';
    const go = unless.length > 1 ? 'make' : 'makes';
    return {
      name: `${shell} or ${program}`,
      signals: `${stay} ${signal} from ${child}; ${unless.join(' and ')} ${go} way for it.`,
    };
  }
  const stops = `\`docker stop\` waits 10 seconds, then kills it`;
  return { name: shell, signals: `It stays in front of ${child} and passes no signal on: ${stops}.` };
}

function sayScript({ script, then }: FirstProcess & { readonly kind: 'script' }, signal: string): FirstProcessWords {
  if (then === undefined) {
    return { name: script, signals: `A script: ${signal} reaches the program only if the script ends with \`exec\`.` };
  }
  const next = sayFirstProcess(then, signal);
  return {
    name: `${script}, then ${next.name}`,
    signals: `If the script ends with \`exec "$@"\`, as those of official images do: ${lowerFirst(next.signals)}`,
  };
}

function programOr(program: string, otherwise: string): string {
  return program === '' ? otherwise : `\`${quoted(program)}\``;
}

function quoted(text: string): string {
  return text.replaceAll('`', "'");
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
