import type { Instruction } from '../dockerfile/model.ts';
import { defineRule } from '../lint/rule.ts';

export const rule = defineRule({
  id: 'consecutive-run',
  aliases: ['DL3059'],
  summary: 'each RUN is a layer of its own, and what a later one deletes stays in the earlier one',
  category: 'hygiene',
  severity: 'off',
  fix: 'none',
  *check(file) {
    for (const { instructions } of file.stages)
      for (const [index, instruction] of instructions.entries()) {
        const above = instructions[index - 1];
        if (above === undefined || !canJoin(above, instruction)) continue;
        yield {
          message:
            `This RUN and the one in line ${String(above.startLine)} make two layers: what this one deletes stays in the one below. ` +
            'One RUN with `&&`, or with a heredoc and `set -e`, makes one layer; it is also cached, and run again, as a whole.',
          span: instruction.keywordSpan,
        };
      }
  },
});

/** The same mounts, network and rights: else they are apart for a reason. */
function canJoin(above: Instruction, next: Instruction): boolean {
  return isScript(above) && isScript(next) && flagsOf(above) === flagsOf(next);
}

/** In shell form or with a heredoc: an array has no `&&`. */
function isScript({ keyword, command }: Instruction): boolean {
  return keyword === 'RUN' && command !== undefined && command.form !== 'exec' && !command.malformedArray;
}

function flagsOf({ flags }: Instruction): string {
  return flags.map(({ name, value = '' }) => `${name}=${value}`).join(' ');
}
