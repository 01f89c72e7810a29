import { isEditable, valuesOf, type Call } from './calls.ts';
import type { Script } from './parse.ts';

/** Short options of wget that take a value (wget(1)). */
const withValue = 'oaeitOTwQPUlARDIXBY';

/** Options with which wget prints no progress, or not into the log; or that download nothing. */
const quiet =
  /^--(?:quiet|no-verbose|progress|output-file|append-output|background|spider|version|help|config|report-speed)(?:=|$)/;

/** Whether a call of wget draws a progress bar into whatever reads its standard error. */
export function drawsProgress({ command, words }: Call): boolean {
  const values = valuesOf(words);
  if (values.length === 0 || words.some(({ text }) => /^["']?\$\{?\w*(?:OPT|ARG|FLAG|QUIET|VERBOS)/i.test(text)))
    return false;
  const redirected = command.redirects.some(
    ({ operator, descriptor }) => /^&>/.test(operator) || (descriptor === 2 && operator.startsWith('>')),
  );
  return !redirected && !values.some((value) => quiet.test(value) || isQuietCluster(value));
}

/** `-q`, `-nv`, `-qO-`, `-o log`, `-bc`: letters up to the first that takes a value; `n` goes with the next one. */
function isQuietCluster(value: string): boolean {
  if (!/^-[A-Za-z0-9]/.test(value)) return false;
  for (let at = 1; at < value.length; at++) {
    const letter = value[at] ?? '';
    if (letter === 'n') {
      at++;
      if (value[at] === 'v') return true;
    } else if ('qoabVh'.includes(letter)) return true;
    else if (withValue.includes(letter)) return false;
  }
  return false;
}

/** Where an option of its own can be put in: right behind the program's name. */
export function optionPlace(script: Script, { program }: Call): number | undefined {
  return isEditable(script, program) ? program.span.end : undefined;
}
