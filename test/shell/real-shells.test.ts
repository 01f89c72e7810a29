import { describe, expect, it } from 'vitest';
import { toExecForm } from '../../src/shell/exec-form.ts';
import { withExec } from '../../src/shell/with-exec.ts';
import { quoteCommand } from '../../src/shell/words.ts';
import { installedShells, programs, runInShell, type Run } from './real-shells.ts';
import fc, { seed } from '../support/properties.ts';

// Every piece may stand next to every other, so quotes, escapes and operators meet in all ways.
const piece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('a', 'b=c', '--x', '/y', '.', 'é', '%', '^', ',', ':', '@', '!', '-', '+', '='),
  },
  { weight: 3, arbitrary: fc.constantFrom("'a b'", "'$X'", "'\\'", "''", `'"'`) },
  { weight: 3, arbitrary: fc.constantFrom('"a  b"', '"\\$X"', '"\\\\"', '"\\a"', '""', `"it's"`, '"*"', '"#"') },
  { weight: 2, arbitrary: fc.constantFrom('\\ ', '\\$', '\\\\', "\\'", '\\"', '\\*', '\\a') },
  { weight: 1, arbitrary: fc.constantFrom('$X', '*', '~', '{a,b}', '{}', '#', '$', '`', ';', '&', '|', '<', '(', '[') },
);
const word = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
const words = fc.array(word, { maxLength: 4 });
const simple = fc
  .tuple(fc.constantFrom(...programs), words, fc.constantFrom(' ', '  ', '\t'))
  .map(([program, rest, blank]) => [program, ...rest].join(blank));

const expanding = fc.constantFrom(
  '$X',
  '"$X"',
  '$Y',
  '"${EMPTY:-d e}"',
  '$EMPTY',
  '""',
  '*.log',
  '~',
  "'q'",
  '$((1+1))',
  '"$(app in)"',
  'w',
);
const call = fc
  .record({
    before: fc.constantFrom('', '', '', 'A=1 ', '>/dev/null ', '2>&1 '),
    program: fc.constantFrom(...programs, 'cd /', 'true', 'export B=2', 'echo hi', '! app', 'exit 4'),
    rest: fc.array(expanding, { maxLength: 3 }),
    after: fc.constantFrom('', '', '', ' >/dev/null', ' 2>&1', ' | app end', ' &'),
  })
  .map(({ before, program, rest, after }) => `${before}${[program, ...rest].join(' ')}${after}`);
const chain = fc
  .tuple(call, fc.array(fc.tuple(fc.constantFrom(' && ', ' && ', ' || ', '; '), call), { maxLength: 2 }))
  .map(([first, rest]) => first + rest.map(([operator, next]) => operator + next).join(''));

/** Random texts, with the seed that makes them again. */
function sample<T>(
  arbitrary: fc.Arbitrary<T>,
  numRuns: number,
): { readonly seed: string; readonly values: readonly T[] } {
  return { seed: `seed ${seed}`, values: fc.sample(arbitrary, { numRuns, seed }) };
}

const calledWith = (run: Run) => run.calls.map(({ argv }) => argv);

it('finds at least one shell to prove itself in', () => {
  expect(installedShells.length).toBeGreaterThan(0);
});

describe.each(installedShells.map((shell) => ({ shell, name: shell.join(' ').replace(/^.*\//, '') })))(
  '$name',
  { timeout: 30_000 },
  ({ shell }) => {
    it('starts exactly the words that toExecForm names', async () => {
      const { seed, values } = sample(simple, 700);
      const convertible = values.flatMap((text) => {
        const exec = toExecForm(text);
        return 'argv' in exec ? [{ text, argv: exec.argv }] : [];
      });
      const converted = convertible.slice(0, 30);
      expect(converted, seed).toHaveLength(30);
      // One script for all of them: a shell's start costs more than the command.
      const [run] = await runInShell(shell, [converted.map(({ text }) => text).join('\n')]);
      expect(calledWith(run!), `${seed}\n${converted.map(({ text }) => text).join('\n')}`).toEqual(
        converted.map(({ argv }) => argv),
      );
    });

    it('does the same with the exec of withExec', async () => {
      const { seed, values } = sample(chain, 500);
      const convertible = values.flatMap((before) => {
        const after = withExec(before);
        return 'text' in after ? [{ before, after: after.text }] : [];
      });
      const converted = convertible.slice(0, 12);
      expect(converted, seed).toHaveLength(12);
      const texts = [...converted.map((pair) => pair.before), ...converted.map((pair) => pair.after)];
      const runs = await runInShell(shell, texts);
      const observed = runs.map((run, at) => ({
        text: texts[at % converted.length],
        status: run.status,
        // The members of a pipeline start in any order.
        calls: calledWith(run)
          .map((argv) => JSON.stringify(argv))
          .sort(),
      }));
      expect(observed.slice(converted.length), seed).toEqual(observed.slice(0, converted.length));
    });

    it('is replaced by the program behind exec', async () => {
      const lines = [
        'node a',
        'app && node a',
        '>/dev/null node a',
        'A=1 node a 2>&1',
        'cd / && node "$X"',
        'app | app b && node a',
      ];
      const runs = await runInShell(
        shell,
        lines.map((line) => {
          const after = withExec(line);
          return 'text' in after ? after.text : after.no;
        }),
      );
      expect(runs.map(({ calls, pid }) => [calls.at(-1)?.argv[0], calls.at(-1)?.pid === pid])).toEqual(
        lines.map(() => ['node', true]),
      );
    });

    it('reads what quoteCommand writes as the same words', async () => {
      const { seed, values } = sample(fc.string({ unit: 'grapheme-ascii' }), 200);
      const argv = ['app', ...values];
      const [run] = await runInShell(shell, [quoteCommand(argv)]);
      expect(calledWith(run!), seed).toEqual([argv]);
    });
  },
);
