import { filesBehind, startedFiles } from '../dockerfile/started-files.ts';
import { defineRule } from '../lint/rule.ts';
import { shebangOf } from '../shell/shebang.ts';
import { startedIn } from '../shell/started.ts';
import { isShell } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'script-drops-arguments',
  aliases: [],
  summary: 'the script that is the ENTRYPOINT never looks at its arguments, so CMD has no effect',
  category: 'files',
  severity: 'warning',
  fix: 'none',
  *check(file, { facts }) {
    for (const script of startedFiles(file, facts.image, startedIn)) {
      const { process, part, started } = script;
      const { cmd } = process;
      if (part !== process.entrypoint || part.form !== 'exec' || started.by === 'shell') continue;
      if (typeof cmd !== 'object' || cmd.instruction === undefined) continue;
      const found = filesBehind(file, script, facts.file);
      const [first] = found;
      if (first === undefined || !found.every(({ text }) => text !== undefined && drops(text, started.by))) continue;
      yield {
        message:
          `This CMD, \`${excerpt(jsonArray(cmd.argv), 80)}\`, is handed to \`${excerpt(first.path, 60)}\` as arguments, and the ` +
          'script looks at none of them: it has no effect, nor have arguments of `docker run`. ' +
          'End the script with `exec "$@"`, or drop CMD.',
        span: cmd.instruction.span,
      };
    }
  },
});

/** A shell's script that neither reads its arguments nor hands over to another program, itself or by a file that it reads in. */
function drops(text: string, by: string): boolean {
  const shebang = shebangOf(text);
  if (shebang === undefined ? by !== 'reader' : !isShell(shebang.program)) return false;
  return !/\$(?:[@*#1-9]|\{[!#]?[@*#1-9])|(?:^|[\s;&|({`"'])(?:exec|shift|getopts?|source|eval|\.|BASH_ARGV|argv)(?=[\s;[\]]|$)/m.test(
    text,
  );
}
