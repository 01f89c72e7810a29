import { excerpt } from '../text/excerpt.ts';
import type { LostFailure } from './lost-failure.ts';
import { programOf, runsItsInput, sigpipeIn } from './pipe-roles.ts';

/** What becomes of a failure that a pipe hides, in words; `text` is the script's. */
export function whatIsLost(text: string, { pipeline, writer, reader, next, kind }: LostFailure): string {
  const quote = (command: LostFailure['writer'], most: number): string =>
    command === undefined
      ? 'its compound command'
      : `\`${excerpt(text.slice(command.span.start, command.span.end), most)}\``;
  const [left, right] = [quote(writer, 50), quote(reader, 30)];
  const alone = `The status of this pipe is that of ${right} alone`;
  const first = 'Write to a file first and use it behind `&&`.';
  switch (kind) {
    case 'work':
      return runsItsInput(reader)
        ? `${alone}: when ${left} fails, an empty or cut script runs, succeeds, and the build goes on.`
        : `${alone}: when ${left} fails, nothing or only a part comes through, and the build goes on.`;
    case 'later':
      return `${alone}. When ${left} fails, ${quote(next, 40)} stops the build, and names the wrong culprit.`;
    case 'noticed':
      return `${alone}. It fails by itself when ${left} sends nothing, so the build stops, but names the wrong culprit.`;
    case 'value':
      return `${alone}: when ${left} fails, the variable is empty or wrong, and the build goes on.`;
    case 'other':
      return `${alone}: when ${left} fails, the build goes on.`;
    case 'sigpipe':
      return sigpipeWords(pipeline, alone, left, first);
  }
}

function sigpipeWords(pipeline: LostFailure['pipeline'], alone: string, left: string, first: string): string {
  const early = sigpipeIn(pipeline);
  if (early !== undefined && programOf(early) === 'yes')
    return `${alone}, and pipefail is no cure: \`yes\` dies of SIGPIPE (status 141) when its reader is done. The installer's own \`-y\` needs no pipe.`;
  const name = early === undefined ? 'the reader' : `\`${programOf(early)}\``;
  return `${alone}, and pipefail is no cure: ${name} may stop reading early, and then ${left} dies of SIGPIPE (status 141). ${first}`;
}
