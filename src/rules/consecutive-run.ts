import type { Instruction } from '../dockerfile/model.ts';
import { defineRule, type Report } from '../lint/rule.ts';

export const rule = defineRule({
  id: 'consecutive-run',
  aliases: ['DL3059'],
  summary: 'each RUN is a layer of its own, and what a later one deletes stays in the earlier one',
  category: 'hygiene',
  severity: 'off',
  fix: 'none',
  *check(file) {
    for (const { instructions } of file.stages) {
      let group: Instruction[] = [];
      for (const instruction of instructions) {
        const [first] = group;
        if (first !== undefined && canJoin(first, instruction)) group.push(instruction);
        else {
          yield* report(group);
          group = isScript(instruction) ? [instruction] : [];
        }
      }
      yield* report(group);
    }
  },
});

/** In shell form or with a heredoc: an array has no `&&`. */
function isScript({ keyword, command }: Instruction): boolean {
  return keyword === 'RUN' && command !== undefined && command.form !== 'exec' && !command.malformedArray;
}

/** The same shell, and the same mounts, network and rights: else they are apart for a reason. */
function canJoin(first: Instruction, next: Instruction): boolean {
  const flags = ({ flags: all }: Instruction): string =>
    all.map(({ name, value = '' }) => `${name}=${value}`).join(' ');
  return isScript(next) && flags(first) === flags(next);
}

function* report(group: readonly Instruction[]): Iterable<Report> {
  const [first, second] = group;
  const last = group.at(-1);
  if (first === undefined || second === undefined || last === undefined) return;
  yield {
    message:
      `The ${String(group.length)} RUN instructions from line ${String(first.startLine)} to ${String(last.endLine)} make ${String(group.length)} layers. ` +
      'What a later one deletes stays in the earlier one. One RUN with `&&`, or with a heredoc and `set -e`, makes one layer; ' +
      'it is also cached, and run again, as a whole.',
    span: second.keywordSpan,
  };
}
