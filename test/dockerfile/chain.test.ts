import { describe, expect, test } from 'vitest';
import { chainBehind } from '../../src/dockerfile/chain.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { runScripts } from '../../src/dockerfile/run-scripts.ts';
import { topLevel } from '../../src/shell/commands.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { applyEdits } from '../../src/text/edit.ts';

/** The file with `&& clean` behind the last command of its first RUN; what the shell reads afterwards must be the same. */
function chained(text: string): string {
  const file = parse('Dockerfile', text);
  const { text: script, as } = runScripts(file)[0]!;
  const last = topLevel(parseScript(script.text)).at(-1)!;
  const edit = chainBehind(file, script, last.span, 'clean', as);
  const after = applyEdits(text, edit.edits);
  expect(runScripts(parse('Dockerfile', after))[0]!.text.text).toBe(edit.text);
  return after;
}

describe('a command goes behind another', () => {
  test.each([
    ['on its line', 'RUN a\n', 'RUN a && clean\n'],
    ['on the last line of a file', 'FROM x\nRUN a', 'FROM x\nRUN a && clean'],
    ['where nothing else stands on continued lines', 'RUN a; b\nRUN c\n', 'RUN a; b && clean\nRUN c\n'],
    ['behind leading operators', 'RUN a \\\n  && b\n', 'RUN a \\\n  && b \\\n  && clean\n'],
    ['behind a leading semicolon', 'RUN a \\\n\t; b\n', 'RUN a \\\n\t; b \\\n\t&& clean\n'],
    ['behind operators at the ends', 'RUN a && \\\n    b\n', 'RUN a && \\\n    b && \\\n    clean\n'],
    ['behind a command of two lines', 'RUN a b \\\n      c\n', 'RUN a b \\\n      c \\\n      && clean\n'],
    ['behind one of two lines in ONBUILD', 'ONBUILD RUN a \\\n  b\n', 'ONBUILD RUN a \\\n  b \\\n  && clean\n'],
    ['in a lower-case file', 'run a \\\n  b\n', 'run a \\\n  b \\\n  && clean\n'],
    ['with the file’s own line breaks', 'RUN a && \\\r\n  b\r\n', 'RUN a && \\\r\n  b && \\\r\n  clean\r\n'],
    ['with the file’s own escape', '# escape=`\nRUN a && `\n  b\n', '# escape=`\nRUN a && `\n  b && `\n  clean\n'],
    ['in front of what follows on the line', 'RUN a && \\\n  b\n# c\n', 'RUN a && \\\n  b && \\\n  clean\n# c\n'],
    ['in a heredoc', 'RUN <<EOF\na\n  b\nEOF\n', 'RUN <<EOF\na\n  b && clean\nEOF\n'],
    ['in a heredoc of Windows', 'RUN <<EOF\r\na b\r\nEOF\r\n', 'RUN <<EOF\r\na b && clean\r\nEOF\r\n'],
  ])('%s', (_, before, after) => {
    expect(chained(before)).toBe(after);
  });
});
