/**
 * Words that are no command of any npm, nor the beginning of one (npm 6 completes those), and that people call scripts
 * (https://docs.npmjs.com/cli/commands; tried with npm 6 and 10).
 */
const scripts =
  /^(?:build|bundle|compile|deploy|dev|develop|format|generate|lint|migrate|preview|prod|production|seed|serve|watch|[a-z][\w-]*:[\w:-]+)$/;

/** Options of npm with a value behind them, that stand in front of a command. */
const withValue = /^(?:--prefix|-C|--loglevel|--cache|--registry|-w|--workspace)$/;

/** Where among npm's words the name of a script stands in the place of a command; undefined where none does. */
export function scriptNameAt(words: readonly string[]): number | undefined {
  let at = 0;
  while (words[at]?.startsWith('-') === true) at += withValue.test(words[at] ?? '') ? 2 : 1;
  return scripts.test(words[at] ?? '') ? at : undefined;
}
