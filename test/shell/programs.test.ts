import { describe, expect, it } from 'vitest';
import { commandWithOperators, liveCommand, meantForShell, operatorsIn } from '../../src/shell/array-words.ts';
import { ownsDollar, ownsOperators } from '../../src/shell/owners.ts';
import {
  looksLikeCommandLine,
  looksLikeEntrypointScript,
  looksLikeScript,
  runsItsArguments,
  runsShell,
  startsItsArguments,
  unwrap,
} from '../../src/shell/programs.ts';

describe('unwrap', () => {
  it.each([
    [
      ['tini', '--', 'node', 'a.js'],
      ['node', 'a.js'],
    ],
    [['/sbin/tini', '-g', '--', 'node'], ['node']],
    [['gosu', 'app', 'node'], ['node']],
    [['su-exec', 'app:app', 'tini', '--', 'node'], ['node']],
    [['command', 'node'], ['node']],
    [['gosu', '--', 'app', 'node'], ['node']],
    [['timeout', '5', 'A=1'], []],
    [
      ['env', 'x-A=1', 'b'],
      ['x-A=1', 'b'],
    ],
    [['env', 'AB=1', 'b'], ['b']],
    [
      ['command', '-v', 'node'],
      ['command', '-v', 'node'],
    ],
    [['env', 'A=1', '-u', 'B', 'node'], ['node']],
    [['sudo', '-u', 'app', '-E', 'node'], ['node']],
    [['timeout', '-k', '5', '10', 'node'], ['node']],
    [['dumb-init', '--'], []],
    [['/sbin/my_init', '--quiet', '--', '/sbin/setuser', 'app'], []],
    [
      ['node', '--', 'tini'],
      ['node', '--', 'tini'],
    ],
    [[], []],
  ])('%j', (argv, rest) => {
    expect(unwrap(argv)).toEqual(rest);
    expect(startsItsArguments(argv)).toBe(argv.length > 0 && rest.length === 0);
  });
});

it.each([
  ['node app.js', true],
  ['/usr/sbin/apache2ctl -D FOREGROUND', true],
  ['./start.sh now', true],
  ['/usr/bin/python3.12 app.py', true],
  ['custom --flag', true],
  ['a && b', true],
  ['Plex Media Server', false],
  ['/opt/Plex Media Server', false],
  ['C:\\Program Files\\node.exe -x', false],
  ['node', false],
  [' node ', false],
  ['node  app.js', true],
  [' bash run', true],
  ['python-3.11 app', true],
  ['python3x app', false],
  ['ipython3 app', false],
  ['custom.sh now', true],
  ['custom.sharp now', false],
  ['custom -x', true],
  ['custom x-y', false],
  ['custom | b', true],
  ['custom ; b', true],
  ['custom a|', false],
  ['custom |a', false],
  ['$APP --port 80', true],
  ['päckchen -x', false],
  ['(a) -x', false],
  ['a(b) -x', false],
  ['C:\\app x', false],
  ['"node" app.js', false],
  ['"node app.js"', false],
  ['', false],
])('looksLikeCommandLine %j: %s', (text, expected) => {
  expect(looksLikeCommandLine(text)).toBe(expected);
});

describe('who owns what', () => {
  it.each([
    [['sh', '-c', 'echo $A'], true],
    [['tini', '--', '/usr/bin/awk', '$NF'], true],
    [['python3.12', '-c', '$A'], true],
    [['python3', 'app.py', '$A'], false],
    [['java', '-Da=${A}'], true],
    [['java', '-Da=$A'], false],
    [['node', '$A'], false],
  ])('the $ of %j: %s', (argv, expected) => {
    expect(ownsDollar(argv, argv.at(-1) ?? '')).toBe(expected);
  });

  it.each([
    [['find', '.', ';'], true],
    [['gosu', 'app', 'expr', '|'], true],
    [['bash', '-c', 'a', '|'], true],
    [['app', '|'], false],
  ])('the operators of %j: %s', (argv, expected) => {
    expect(ownsOperators(argv)).toBe(expected);
  });
});

describe('what an array was meant to be', () => {
  it.each([
    [['a', '$B', 'c d', '$X_OPTS'], `a "$B" 'c d' $X_OPTS`],
    [['a', '${B:-c}$1`"\\'], 'a "${B:-c}\\$1\\`\\"\\\\"'],
    [['A=1', 'b'], "'A=1' b"],
  ])('%j', (argv, text) => {
    expect(liveCommand(argv)).toBe(text);
  });

  it('keeps operators and patterns', () => {
    expect(operatorsIn(['a', '&&', '2>&1', '>>', 'a&&b', '2>/dev/null'])).toEqual([1, 2, 3, 5]);
    expect(commandWithOperators(['rm', '/tmp/*', '&&', 'echo', 'a;b'])).toEqual({
      text: "rm /tmp/* && echo 'a;b'",
      sure: false,
    });
    expect(meantForShell(['a', '&&', 'b'])).toBe('a && b');
    expect(meantForShell(['node app.js'])).toBe('node app.js');
    expect(meantForShell(['find', '.', ';'])).toBeUndefined();
    expect(meantForShell(['node', 'app.js'])).toBeUndefined();
  });
});

it.each([
  ['/start.sh', true],
  ['run.py', true],
  ['./app', true],
  ['/opt/usr/bin/app', true],
  ['bin/app', true],
  ['/bin/app', false],
  ['/sbin/app', false],
  ['/usr/bin/app', false],
  ['/usr/sbin/app', false],
  ['/bin/start.sh', true],
  ['app', false],
  ['app.shx', false],
])('%s looks like a script: %s', (command, expected) => {
  expect(looksLikeScript(command)).toBe(expected);
});

it.each([
  [['sh', '-c', 'a'], true],
  [['tini', '--', '/bin/bash'], true],
  [['su', '-c', 'a'], true],
  [['runuser', '-u', 'a'], true],
  [['ssh', 'a'], true],
  [['powershell.exe', 'a'], true],
  [['node', 'a'], false],
  [[], false],
])('%j starts a shell: %s', (argv, expected) => {
  expect(runsShell(argv)).toBe(expected);
});

it.each([
  ['docker-entrypoint', true],
  ['/opt/entry_point', false],
  ['entrypoint', true],
  ['entry-point.x', true],
  ['start.sh', true],
  ['start.shx', false],
  ['node', false],
])('%s runs its arguments in the end, by its name: %s', (command, expected) => {
  expect(looksLikeEntrypointScript(command)).toBe(expected);
});

it.each([
  ['my-init', true],
  ['s6-svscan', true],
  ['wrapper', true],
  ['/app/run', true],
  ['initdb', false],
  ['python3', false],
  ['/usr/bin/node', false],
  ['mys6-x', false],
])('%s looks like one that starts its arguments: %s', (command, expected) => {
  expect(runsItsArguments(command)).toBe(expected);
});
