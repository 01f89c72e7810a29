import type { Dockerfile, Instruction, Stage } from '../dockerfile/model.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
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
    for (const stage of file.stages) yield* checkStage(file, stage);
  },
});

function* checkStage(file: Dockerfile, stage: Stage): Iterable<Report> {
  const last = new Map<string, Instruction>();
  for (const instruction of stage.instructions) last.set(name(instruction), instruction);
  const effects = new Map([...last].map(([key, winner]) => [key, effectOf(winner)]));
  for (const instruction of stage.instructions) {
    const { keyword } = instruction.trigger ?? instruction;
    const code = CODES[keyword];
    const winner = last.get(name(instruction));
    if (code === undefined || winner === undefined || winner === instruction) continue;
    yield {
      message: message(instruction, winner, effects.get(name(instruction)) ?? ''),
      span: instruction.span,
      aliases: [code, 'MultipleInstructionsDisallowed', 'S6589'],
      fixes: [deletion(file, instruction)],
    };
  }
}

/** ONBUILD CMD is for the stages that build upon this one, and so a kind of its own. */
function name({ keyword, trigger }: Instruction): string {
  return trigger === undefined ? keyword : `${keyword} ${trigger.keyword}`;
}

/** What the last one executes; asked once, however many it replaces. */
function effectOf(winner: Instruction): string {
  const kept = CODES[(winner.trigger ?? winner).keyword] && (winner.trigger ?? winner).command;
  return kept ? `, ${quoted(jsonArray(kept.argv))}` : '';
}

function message(instruction: Instruction, winner: Instruction, effect: string): string {
  return (
    `Docker drops this ${name(instruction)}: a stage keeps only its last one, ` +
    `here that of line ${winner.startLine}${effect}. Delete this one, or give it a stage of its own.`
  );
}

/** The whole instruction goes, with every line that continues it. */
function deletion({ source }: Dockerfile, instruction: Instruction): ProposedFix {
  const span = spanOfLines(source, instruction.startLine, instruction.endLine);
  return { title: `Delete the ${name(instruction)} without effect`, safety: 'safe', edits: [{ span, text: '' }] };
}

function quoted(text: string, most = 120): string {
  return `\`${excerpt(text, most)}\``;
}
