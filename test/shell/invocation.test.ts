import { describe, expect, test } from 'vitest';
import {
  awaitsScript,
  isPlaceholder,
  joinedScript,
  meantScript,
  readInvocation,
  scriptInOption,
  usesArguments,
} from '../../src/shell/invocation.ts';

/** Where the shell stands, `-c` or `file`, and its operand. */
function show(argv: readonly string[]): string | undefined {
  const read = readInvocation(argv);
  if (read === undefined) return undefined;
  const operand = read.operand === undefined ? 'nothing' : JSON.stringify(argv[read.operand]);
  return `${argv[read.shell]} ${read.takesScript ? '-c' : 'file'} ${operand}`;
}

describe('how a shell reads its words', () => {
  test.each<[readonly string[], string | undefined]>([
    [['sh', '-c', 'a b'], 'sh -c "a b"'],
    [['/bin/bash', '-c', 'a', 'b'], '/bin/bash -c "a"'],
    [['bash', '-exc', 'a'], 'bash -c "a"'],
    [['bash', '-e', '-c', 'a'], 'bash -c "a"'],
    [['bash', '-c', '-e', 'a'], 'bash -c "a"'],
    [['bash', '-o', 'pipefail', '-c', 'a'], 'bash -c "a"'],
    [['bash', '-eo', 'pipefail', '-c', 'a'], 'bash -c "a"'],
    [['bash', '+o', 'posix', '-c', 'a'], 'bash -c "a"'],
    [['bash', '-O', 'extglob', '-c', 'a'], 'bash -c "a"'],
    [['bash', '--login', '-c', 'a'], 'bash -c "a"'],
    [['bash', '--rcfile', 'x', '-c', 'a'], 'bash -c "a"'],
    [['bash', '--init-file', 'x', '-c', 'a'], 'bash -c "a"'],
    [['bash', '+x', 'a'], 'bash file "a"'],
    [['sh', 'a.sh', '-c'], 'sh file "a.sh"'],
    [['sh', '--', '-c'], 'sh file "-c"'],
    [['sh', '-', '-c'], 'sh file "-c"'],
    [['sh', '-c', '--', 'a'], 'sh -c "a"'],
    [['sh', '-c'], 'sh -c nothing'],
    [['sh'], 'sh file nothing'],
    [['sh', '-e'], 'sh file nothing'],
    [['sh', '-c a'], 'sh file "-c a"'],
    [['tini', '--', 'sh', '-c', 'a'], 'sh -c "a"'],
    [['gosu', 'app', 'bash', 'a.sh'], 'bash file "a.sh"'],
    [['fish', '-c', 'a'], undefined],
    [['node', '-c', 'a'], undefined],
    [[], undefined],
  ])('%j', (argv, expected) => {
    expect(show(argv)).toBe(expected);
  });

  test.each<[readonly string[], boolean]>([
    [['sh', '-c'], true],
    [['bash'], true],
    [['bash', 'a'], false],
    [['node'], false],
  ])('%j waits for a script: %s', (argv, expected) => {
    expect(awaitsScript(argv)).toBe(expected);
  });
});

describe('the script that is meant', () => {
  test.each<[readonly string[], string | undefined]>([
    [['sh', '-c', 'a b'], 'a b'],
    [['sh', '-c', 'a b', '--'], 'a b'],
    [['sh', '-c', 'exec "$@"', 'b', 'c'], 'exec "$@"'],
    [['sh', '-c', 'node', 'app.js'], 'node app.js'],
    [['sh', '-c', 'cd /a &&', 'b'], 'cd /a && b'],
    [['sh', '-c', 'a', '&&', 'b c'], "a && 'b c'"],
    [['sh', '-c node app.js'], 'node app.js'],
    [['sh', 'node app.js'], 'node app.js'],
    [['sh', 'start.sh'], undefined],
    [['sh', '/a/start.sh --port 80'], undefined],
    [['sh', '-c'], undefined],
    [['sh'], undefined],
    [['node', 'app.js'], undefined],
  ])('%j: %s', (argv, expected) => {
    expect(meantScript(argv)).toBe(expected);
  });

  test.each<[readonly string[], string]>([
    [['node', 'a b'], "node 'a b'"],
    [['node', '$A'], 'node "$A"'],
    [['a', '&&', 'b'], 'a && b'],
    [['a b', 'c d'], 'a b c d'],
  ])('%j joined is %s', (words, expected) => {
    expect(joinedScript(words)).toBe(expected);
  });

  test.each([
    ['-c a b', 'a b'],
    ['-ec  a\nb', 'a\nb'],
    ['-c', undefined],
    ['-e a', undefined],
    ['x-c a', undefined],
    ['-ca', undefined],
  ])('%j holds the script %j', (word, expected) => {
    expect(scriptInOption(word)).toBe(expected);
  });
});

describe('whether a script reads the words behind it', () => {
  test.each([
    'exec "$@"',
    'echo $1',
    'echo ${1:-a}',
    'echo ${#}',
    'echo ${!2}',
    'echo ${##}',
    'a; shift 2',
    'shift ',
    'while getopts a b; do c; done',
    'eval "$a"',
    '. /a/b',
    'a && source b',
  ])('it does: %s', (script) => {
    expect(usesArguments(script)).toBe(true);
  });

  test.each(['a', 'echo $A', 'echo ${A}', 'a.sh b', './a b', 'makeshift a', 'resource b', 'evaluate b', 'echo $'])(
    'it does not: %s',
    (script) => {
      expect(usesArguments(script)).toBe(false);
    },
  );
});

test.each<[readonly string[], boolean]>([
  [[], true],
  [['--'], true],
  [['-'], true],
  [['_'], true],
  [['$0'], true],
  [['sh'], true],
  [['/bin/bash'], true],
  [['--', 'a'], false],
  [['a'], false],
  [['--a'], false],
  [['a--'], false],
])('%j is a placeholder for $0: %s', (words, expected) => {
  expect(isPlaceholder(words)).toBe(expected);
});
