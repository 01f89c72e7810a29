import { baseName } from '../dockerfile/copied-names.ts';
import { runText } from '../dockerfile/run-text.ts';
import { filesBehind, startedFiles } from '../dockerfile/started-files.ts';
import { defineRule } from '../lint/rule.ts';
import { mayChange } from '../shell/file-changes.ts';
import { shebangOf, type Shebang } from '../shell/shebang.ts';
import { startedIn } from '../shell/started.ts';
import { excerpt } from '../text/excerpt.ts';

export const rule = defineRule({
  id: 'script-line-endings',
  aliases: [],
  summary: 'the first line of a script ends with a carriage return, which becomes a part of its interpreter’s name',
  category: 'files',
  severity: 'error',
  fix: 'none',
  *check(file, { facts }) {
    for (const script of startedFiles(file, facts.image, startedIn)) {
      if (script.started.by === 'reader') continue;
      const found = filesBehind(file, script, facts.file);
      const [first] = found;
      const broken = found.every(
        ({ text, arrival }) =>
          shebangOf(text ?? '')?.carriageReturn === true &&
          !arrival.runs.some((run) => mayChange(runText(run), script.place)),
      );
      const shebang = shebangOf(first?.text ?? '');
      if (first === undefined || shebang === undefined || !broken) continue;
      yield { message: message(first.path, shebang), span: script.instruction.span };
    }
  },
});

function message(path: string, { words, line }: Shebang): string {
  const name = baseName(path);
  const pattern = name.endsWith('.sh') ? '*.sh' : name;
  return (
    `\`${excerpt(line, 40)}\` in \`${excerpt(path, 60)}\` ends with a carriage return: ${consequence(words)}, and the ` +
    `container does not start. Put \`${excerpt(pattern, 40)} text eol=lf\` into \`.gitattributes\`, then \`git add --renormalize .\`.`
  );
}

function consequence(words: readonly string[]): string {
  const last = excerpt(words.at(-1) ?? '', 40);
  if (words.length === 1) return `the kernel looks for a program \`${last}\\r\` ("no such file or directory")`;
  return /(?:^|\/)env$/.test(words[0] ?? '')
    ? `env looks for a program \`${last}\\r\``
    : `the interpreter gets \`${last}\\r\``;
}
