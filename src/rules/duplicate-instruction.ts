import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { isMadeAbove } from '../dockerfile/made-above.ts';
import { kindOf, replacedBy } from '../dockerfile/replaced.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { preparationBy } from '../shell/build-steps.ts';
import { topLevel } from '../shell/commands.ts';
import { scriptOf } from '../shell/parse.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';
import { spanOfLines } from '../text/source.ts';

/** What peers call a second one of each. */
const CODES: Readonly<Record<string, string>> = { CMD: 'DL4003', ENTRYPOINT: 'DL4004', HEALTHCHECK: 'DL3012' };

export const rule = defineRule({
  id: 'duplicate-instruction',
  aliases: ['DL4003', 'DL4004', 'DL3012', 'MultipleInstructionsDisallowed', 'S6589'],
  summary: 'of several CMD, ENTRYPOINT or HEALTHCHECK in a stage only the last has an effect',
  category: 'process',
  severity: 'error',
  fix: 'safe',
  *check(file) {
    const effects = new Map<Instruction, string>();
    const replaced = replacedBy(file);
    const refused = refusedInstructions(file);
    for (const instruction of file.instructions) {
      const winner = replaced.get(instruction);
      if (winner === undefined) continue;
      // Asked once, however many it replaces.
      if (!effects.has(winner)) effects.set(winner, effectOf(winner));
      yield report(file, instruction, winner, effects.get(winner) ?? '', refused.has(instruction));
    }
  },
});

function report(
  file: Dockerfile,
  instruction: Instruction,
  winner: Instruction,
  effect: string,
  refused: boolean,
): Report {
  const kind = kindOf(instruction);
  const verdict = refused ? `refuses this ${kind}, and would drop it otherwise` : `drops this ${kind}`;
  const code = CODES[(instruction.trigger ?? instruction).keyword];
  const step = stepOf(instruction);
  const isThere = makesAgain(file, instruction);
  const advice =
    step === undefined || isThere
      ? 'Delete this one, or give it a stage of its own.'
      : `\`${excerpt(step, 30)}\` prepares the image: RUN does it during the build.`;
  return {
    message:
      `Docker ${verdict}: a stage keeps only its last one, ` +
      `here that of line ${winner.startLine}${effect}. ${advice}`,
    span: instruction.span,
    // That Docker refuses it is the graver fault, and named by another rule.
    severity: refused ? 'info' : 'error',
    ...(code === undefined ? {} : { aliases: [code, 'MultipleInstructionsDisallowed', 'S6589'] }),
    fixes: [step === undefined || isThere ? deletion(file, instruction) : toRun(instruction)],
  };
}

function refusedInstructions({ instructions, problems }: Dockerfile): ReadonlySet<Instruction> {
  const starts = problems.filter(({ severity }) => severity === 'error').map(({ span }) => span.start);
  const inOrder = starts.sort((a, b) => a - b);
  let next = 0;
  return new Set(
    instructions.filter(({ span }) => {
      while ((inOrder[next] ?? Infinity) < span.start) next++;
      return (inOrder[next] ?? Infinity) < span.end;
    }),
  );
}

/** What the last one executes. */
function effectOf(winner: Instruction): string {
  const kept = (winner.trigger ?? winner).command;
  return kept === undefined ? '' : `, \`${excerpt(jsonArray(kept.argv), 120)}\``;
}

/** The program of a CMD that can only have been meant for the build: `CMD chmod +x run.sh`, `CMD npm install`. */
function stepOf({ keyword, trigger, command }: Instruction): string | undefined {
  if (keyword !== 'CMD' || trigger !== undefined || command === undefined || command.malformedArray) return undefined;
  const argvs =
    command.form === 'exec'
      ? [command.argv]
      : topLevel(scriptOf(command.text)).map(({ commands }) => (commands[0]?.words ?? []).map(({ text }) => text));
  return preparationBy(argvs);
}

/** `CMD mkdir /work` behind `WORKDIR /work`: as a RUN it would fail, for the directory is there. */
function makesAgain(file: Dockerfile, instruction: Instruction): boolean {
  const [, directory] = /^mkdir\s+([\w./]+)$/.exec(instruction.command?.text.text.trim() ?? '') ?? [];
  return directory !== undefined && isMadeAbove(file, instruction, directory);
}

function toRun({ keywordSpan }: Instruction): ProposedFix {
  return { title: 'Do it during the build', safety: 'unsafe', edits: [{ span: keywordSpan, text: 'RUN' }] };
}

/** The whole instruction goes, with every line that continues it. */
function deletion({ source }: Dockerfile, instruction: Instruction): ProposedFix {
  const span = spanOfLines(source, instruction.startLine, instruction.endLine);
  return { title: `Delete the ${kindOf(instruction)} without effect`, safety: 'safe', edits: [{ span, text: '' }] };
}
