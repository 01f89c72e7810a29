import { describe, expect, test } from 'vitest';
import { scriptAsArray, wordsAsArray, type ArrayEdits, type ShellArray } from '../../src/dockerfile/array-layout.ts';
import type { Dockerfile } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { heldCommands, type HeldCommand } from '../../src/dockerfile/rewrite.ts';
import { applyEdits } from '../../src/text/edit.ts';

function held(text: string): readonly [Dockerfile, HeldCommand] {
  const file = parse('Dockerfile', text);
  return [file, heldCommands(file)[0]!];
}

/** The file afterwards, which must hold the array that is said. */
function after(text: string, { edits, argv }: ArrayEdits): string {
  const fixed = applyEdits(text, edits);
  expect(heldCommands(parse('Dockerfile', fixed))[0]!.command).toMatchObject({ form: 'exec', argv });
  return fixed;
}

/** Words between blanks as an array; with `till`, those in front of it alone. */
function words(text: string, comment?: string, till?: string): string {
  const [file, command] = held(text);
  const line = command.command.text.text;
  const end = till === undefined ? line.length : line.indexOf(till);
  const placed = [...line.slice(0, end).matchAll(/\S+/g)].map((match) => ({
    value: match[0],
    span: { start: match.index, end: match.index + match[0].length },
  }));
  return after(text, wordsAsArray(file, command, placed, comment));
}

const a = 'a'.repeat(30);

describe('words as an array', () => {
  test.each([
    ['in one line', 'CMD node app.js\n', 'CMD ["node", "app.js"]\n'],
    ['one line may be as long as it likes', `CMD ${a} ${a} ${a}\n`, `CMD ["${a}", "${a}", "${a}"]\n`],
    ['lines that fit one become one', 'CMD node \\\n  app.js\n', 'CMD ["node", "app.js"]\n'],
    ['up to 80 columns', `CMD ${a} \\\n  ${a} \\\n  bcde\n`, `CMD ["${a}", "${a}", "bcde"]\n`],
    ['and no more', `CMD ${a} \\\n  ${a} \\\n  bcdef\n`, `CMD ["${a}", \\\n  "${a}", \\\n  "bcdef"]\n`],
    ['the keyword counts', `ENTRYPOINT ${a} \\\n  ${a} x\n`, `ENTRYPOINT ["${a}", \\\n  "${a}", "x"]\n`],
    ['a comment between keeps the lines', 'CMD node \\\n# why\n  app.js\n', 'CMD ["node", \\\n# why\n  "app.js"]\n'],
    ['of an ONBUILD', 'ONBUILD CMD node \\\n  app.js\n', 'ONBUILD CMD ["node", "app.js"]\n'],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toBe(expected);
  });

  test('what stood behind goes above as a comment', () => {
    expect(words('FROM x\n  CMD node # why\n', ' why', ' #')).toBe('FROM x\n  # why\n  CMD ["node"]\n');
    expect(words(`CMD ${a} \\\n  ${a} ${a} # why\n`, 'why', ' #')).toBe(`# why\nCMD ["${a}", \\\n  "${a}", "${a}"]\n`);
  });
});

describe('a script as an array', () => {
  const plain: ShellArray = {
    before: ['sh', '-c'],
    changes: [],
    end: 0,
    addition: '',
    after: [],
  };
  const script = (text: string, array: Partial<ShellArray>): string => {
    const [file, command] = held(text);
    return after(text, scriptAsArray(file, command, { ...plain, end: command.command.text.text.length, ...array }));
  };
  const insert = (at: number, text: string) => ({ span: { start: at, end: at }, text });

  test.each<[string, string, Partial<ShellArray>, string]>([
    ['in one line', 'CMD a "b"\n', {}, 'CMD ["sh", "-c", "a \\"b\\""]\n'],
    ['with exec in front', 'CMD a $B\n', { changes: [insert(0, 'exec ')] }, 'CMD ["sh", "-c", "exec a $B"]\n'],
    [
      'with words behind',
      'ENTRYPOINT a\n',
      { addition: ' "$@"', after: ['--', 'x'] },
      'ENTRYPOINT ["sh", "-c", "a \\"$@\\"", "--", "x"]\n',
    ],
    ['what stands behind its end is dropped', 'CMD a b;\n', { end: 3 }, 'CMD ["sh", "-c", "a b"]\n'],
    ['over lines', 'CMD a && \\\n  b\n', {}, 'CMD ["sh", "-c", "a && \\\n  b"]\n'],
    [
      'over lines, with a change where one begins',
      'CMD a && \\\n  b\n',
      { changes: [insert(7, 'exec ')] },
      'CMD ["sh", "-c", "a && \\\n  exec b"]\n',
    ],
    [
      'over lines, with a change at the very beginning',
      'CMD "a" \\\n  b\n',
      { changes: [insert(0, 'exec ')] },
      'CMD ["sh", "-c", "exec \\"a\\" \\\n  b"]\n',
    ],
    [
      'over lines, with quotes and a backslash',
      'CMD a "b" \\\n  \'c\\d\'\t"\n',
      {},
      'CMD ["sh", "-c", "a \\"b\\" \\\n  \'c\\\\d\'\\t\\""]\n',
    ],
    [
      'over lines, with words behind',
      'CMD a && \\\n  b\n',
      { addition: ' "$@"', after: ['--', '"'] },
      'CMD ["sh", "-c", "a && \\\n  b \\"$@\\"", "--", "\\""]\n',
    ],
    [
      'over lines, the end of which is dropped',
      'CMD a "b" && \\\n  b "c";"\n',
      { end: 16, addition: ' d' },
      'CMD ["sh", "-c", "a \\"b\\" && \\\n  b \\"c\\" d"]\n',
    ],
    [
      'over lines, with a comment from behind',
      'CMD a && \\\n  b\n',
      { comment: 'why' },
      '# why\nCMD ["sh", "-c", "a && \\\n  b"]\n',
    ],
  ])('%s', (_, text, array, expected) => {
    expect(script(text, array)).toBe(expected);
  });
});
