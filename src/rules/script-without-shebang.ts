import { filesBehind, startedFiles } from '../dockerfile/started-files.ts';
import { runText } from '../dockerfile/run-text.ts';
import { defineRule } from '../lint/rule.ts';
import { mayChange } from '../shell/file-changes.ts';
import { startedIn } from '../shell/started.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

export const rule = defineRule({
  id: 'script-without-shebang',
  aliases: [],
  summary: 'exec form starts a script that does not say which program reads it',
  category: 'files',
  severity: 'error',
  fix: 'none',
  *check(file, { facts }) {
    for (const script of startedFiles(file, facts.image, startedIn)) {
      // A shell, and the execvp of most wrappers, take such a file for a shell's script.
      if (script.started.by !== 'kernel') continue;
      const found = filesBehind(file, script, facts.file);
      const [first] = found;
      const lacks = found.every(
        ({ text, arrival }) =>
          text?.startsWith('#!') === false && !arrival.runs.some((run) => mayChange(runText(run), script.place)),
      );
      if (first === undefined || !lacks) continue;
      const begins = first.text?.startsWith('\ufeff#!') === true;
      const why = begins ? 'begins with a byte order mark, so nobody sees its `#!`' : 'has no `#!` line';
      yield {
        message:
          `Docker will execute \`${excerpt(jsonArray(script.part.argv), 90)}\` without a shell. ` +
          `\`${excerpt(first.path, 80)}\` ${why}: the container fails with "exec format error". ` +
          (begins
            ? 'Save it without the mark.'
            : 'Begin it with `#!/bin/sh`, or the interpreter that it is written for.'),
        span: script.instruction.span,
      };
    }
  },
});
