import type { Dockerfile } from '../dockerfile/model.ts';
import { runScripts } from '../dockerfile/run-scripts.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { allCommands, type SimpleCommand } from '../shell/commands.ts';
import { isWorldWritable } from '../shell/modes.ts';
import { scriptOf } from '../shell/parse.ts';
import { programOf } from '../shell/pipe-roles.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'world-writable',
  aliases: [],
  summary: 'a mode like 777 lets every user of the container change the files',
  category: 'script',
  severity: 'info',
  fix: 'none',
  *check(file) {
    for (const { text } of runScripts(file)) {
      if (!text.text.includes('chmod')) continue;
      for (const command of allCommands(scriptOf(text))) {
        const mode = programOf(command) === 'chmod' ? modeOf(command) : undefined;
        if (mode === undefined || !isWorldWritable(mode)) continue;
        const { span } = command;
        const written = excerpt(text.text.slice(span.start, span.end), 60);
        yield {
          message: message(written, 'Give the files to the user that needs them with `chown`'),
          span: sourceSpan(text, span),
        };
      }
    }
    yield* copies(file);
  },
});

/** The first word behind `chmod` that is no option. */
function modeOf({ words }: SimpleCommand): string | undefined {
  const at = words.findIndex(({ value }) => value !== undefined && /(?:^|\/)chmod$/.test(value));
  return words.slice(at + 1).find(({ value }) => value === undefined || !/^-(?:[a-zA-Z]*[cfvRHLP]|-.*)$/.test(value))
    ?.value;
}

/** `COPY --chmod=777`, `ADD --chmod=a+rwx`. */
function* copies(file: Dockerfile): Iterable<Report> {
  for (const instruction of file.instructions) {
    const { keyword, flags } = instruction.trigger ?? instruction;
    if (keyword !== 'COPY' && keyword !== 'ADD') continue;
    for (const { name, value = '', span } of flags)
      if (name === 'chmod' && isWorldWritable(value))
        yield {
          message: message(
            `${keyword} --chmod=${excerpt(value, 20)}`,
            'Give the files to the user that needs them with `--chown`',
          ),
          span,
        };
  }
}

function message(written: string, cure: string): string {
  return (
    `\`${written}\` lets every user in the container change these files, so whoever takes over one process can replace what another one runs. ` +
    `${cure}; 755, or 775 with a common group, is enough then.`
  );
}
