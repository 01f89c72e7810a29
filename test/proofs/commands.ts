import { heldCommands } from '../../src/dockerfile/rewrite.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { topLevel } from '../../src/shell/commands.ts';
import { parseScript } from '../../src/shell/parse.ts';
import fc from '../support/properties.ts';

/** Command lines that people gave to a shell: those of CMD and ENTRYPOINT whole, those of RUN command by command as well. */
export function realCommands(texts: readonly string[]): readonly string[] {
  const found = new Set<string>();
  for (const text of texts) {
    for (const { inner, command } of heldCommands(parse('Dockerfile', text))) {
      const script =
        command.form === 'exec' ? (command.argv[1] === '-c' ? (command.argv[2] ?? '') : '') : command.text.text;
      if (command.malformedArray || script === '' || script.length > 2000 || script.includes('\0')) continue;
      found.add(script);
      if (inner.keyword !== 'RUN') continue;
      for (const { span } of topLevel(parseScript(script))) found.add(script.slice(span.start, span.end));
    }
  }
  return [...found];
}

const words = fc.array(
  fc.constantFrom(
    'a',
    '--x=1',
    "'a b'",
    '"it\'s"',
    '\\ ',
    '"$X"',
    '$X',
    '$EMPTY',
    '*',
    '~',
    '"$(app in)"',
    '$((1+1))',
    '""',
    'é',
  ),
  { maxLength: 4 },
);
const call = fc
  .record({
    before: fc.constantFrom('', '', '', '', 'A=1 ', '>/dev/null ', '2>&1 '),
    program: fc.constantFrom(
      'node',
      'app',
      'fail',
      './run.sh',
      '/opt/tool',
      'cd /srv',
      'true',
      'export B=2',
      'echo hi',
    ),
    words,
    after: fc.constantFrom('', '', '', '', ' >/dev/null', ' 2>&1', ' | app end'),
  })
  .map(({ before, program, words: rest, after }) => `${before}${[program, ...rest].join(' ')}${after}`);

/** One command, or several between `&&`. */
export function generatedCommands(count: number, seed: number): readonly string[] {
  const chain = fc.array(call, { minLength: 1, maxLength: 3 }).map((calls) => calls.join(' && '));
  return [...new Set(fc.sample(chain, { numRuns: count, seed }))];
}

/** So many of the list, spread over all of it. */
export function spread<T>(list: readonly T[], count: number): readonly T[] {
  const step = Math.max(list.length / count, 1);
  return Array.from({ length: Math.min(count, list.length) }, (_, index) => list[Math.floor(index * step)]!);
}
