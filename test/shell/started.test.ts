import { describe, expect, test } from 'vitest';
import { activatedCommand, commandWithOperators, liveCommand } from '../../src/shell/array-words.ts';
import { startedProgram } from '../../src/shell/started.ts';

/** `by program rest`: who starts which program with what. */
function show(form: string, argv: readonly string[]): string | undefined {
  const started = startedProgram({ form, argv });
  return started && [started.by, started.program, ...started.rest].join(' ');
}

const sh = (script: string): readonly string[] => ['/bin/sh', '-c', script];

describe('what is started', () => {
  test.each<[readonly string[], string | undefined]>([
    [['/start.sh', 'a'], 'kernel /start.sh a'],
    [['tini', '--', '/start.sh', 'a'], 'wrapper /start.sh a'],
    [['tini', '--'], undefined],
    [['sh', '/start.sh', 'a'], 'reader /start.sh a'],
    [['bash', '-x', '/start.sh'], 'reader /start.sh'],
    [['bash'], undefined],
    [['bash', '-c', 'exec /start.sh "$A"'], 'shell /start.sh $'],
    [['bash', '-c'], undefined],
    [[], undefined],
  ])('%j: %s', (argv, expected) => {
    expect(show('exec', argv)).toBe(expected);
  });

  test.each([
    ['a && /start.sh b', 'shell /start.sh b'],
    ['exec /start.sh b "c d"', 'shell /start.sh b c d'],
    ['/start.sh $A b', 'shell /start.sh $ b'],
    ['/start.sh a-', 'shell /start.sh a-'],
    ['a- b', 'shell a- b'],
    ['exec -a b /start.sh', undefined],
    ['exec', undefined],
    ['$A b', undefined],
    ['A=b', undefined],
    ['a | /start.sh', undefined],
    ['/start.sh &', undefined],
    ['(/start.sh)', undefined],
    ['if a; then /start.sh; fi', undefined],
    ['', undefined],
  ])('by a shell: %s: %s', (script, expected) => {
    expect(show('shell', sh(script))).toBe(expected);
  });

  test('nobody follows a heredoc', () => {
    expect(show('heredoc', sh('/start.sh'))).toBeUndefined();
  });
});

describe('activating an environment in an array', () => {
  const and = '&&';

  test.each([
    [
      ['source', 'venv/bin/activate', and, 'python', 'app.py'],
      ['venv/bin/python', 'app.py'],
    ],
    [
      ['.', '/opt/venv/bin/activate', and, 'gunicorn', '-w', '2'],
      ['/opt/venv/bin/gunicorn', '-w', '2'],
    ],
    [['.', 'bin/activate', and, 'python3.12'], ['bin/python3.12']],
  ])('%j is %j', (argv, expected) => {
    expect(activatedCommand(argv)).toEqual(expected);
  });

  test.each([
    [['cat', 'venv/bin/activate', and, 'python']],
    [['source', 'activate', and, 'python']],
    [['source', '$A/bin/activate', and, 'python']],
    [['source', 'venv/bin/activate.fish', and, 'python']],
    [['source', 'venv/bin/activate', ';', 'python']],
    [['source', 'venv/bin/activate', and, 'node']],
    [['source', 'venv/bin/activate', and, 'python', 'a', and, 'b']],
    [['source', 'venv/bin/activate', and]],
    [['source', 'venv/bin/activate']],
    [['source']],
    [[]],
  ])('not of %j', (argv) => {
    expect(activatedCommand(argv)).toBeUndefined();
  });
});

test.each([
  [['AB=1', 'b'], "'AB=1' b"],
  [['A+=1', 'b'], "'A+=1' b"],
  [['-DA=1', 'b=1'], '-DA=1 b=1'],
])('what looks like an assignment to a shell is quoted where it would be one: %j', (argv, text) => {
  expect(liveCommand(argv)).toBe(text);
});

test.each<[readonly string[], string, boolean]>([
  [['rm', 'a*', '&&', 'b'], 'rm a* && b', false],
  [['rm', 'a b*', '&&', 'b'], "rm 'a b*' && b", true],
  [['rm', '$A*', '>', 'b?'], 'rm "$A*" > b?', false],
  [['rm', '"*', '|', 'b'], `rm '"*' | b`, true],
])('a pattern stays one where the shell reads it as one: %j', (argv, text, sure) => {
  expect(commandWithOperators(argv)).toEqual({ text, sure });
});
