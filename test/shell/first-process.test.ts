import { describe, expect, test } from 'vitest';
import { firstProcess, type FirstProcess, type ShProgram } from '../../src/shell/first-process.ts';

const cases: readonly [argv: string[], sh: ShProgram, expected: FirstProcess | undefined][] = [
  [[], 'dash', undefined],
  [['/usr/sbin/MyApp', '-x'], 'dash', { kind: 'program', program: 'MyApp', through: undefined }],
  [['sh', '-c', 'node a.js'], 'dash', { kind: 'shell', shell: 'sh', program: 'node', unless: [] }],
  [['sh', '-c', 'node a.js'], 'busybox', { kind: 'program', program: 'node', through: 'sh' }],
  [['sh', '-c', 'node a.js'], undefined, { kind: 'shell', shell: 'sh', program: 'node', unless: ['bash', 'busybox'] }],
  [['bash', '-c', 'a && node b.js'], 'dash', { kind: 'program', program: 'node', through: 'bash' }],
  [['sh', '-c', 'a; node b.js'], 'busybox', { kind: 'shell', shell: 'sh', program: 'node', unless: [] }],
  [['sh', '-c', 'node a.js | tee log'], 'bash', { kind: 'shell', shell: 'sh', program: 'tee', unless: [] }],
  [['sh', '-c', 'node a.js > log'], 'bash', { kind: 'shell', shell: 'sh', program: 'node', unless: [] }],
  [['sh', '-c', 'node a.js > log'], 'busybox', { kind: 'program', program: 'node', through: 'sh' }],
  [['sh', '-c', 'node a.js > log'], undefined, { kind: 'shell', shell: 'sh', program: 'node', unless: ['busybox'] }],
  [['sh', '-c', 'a && exec node b.js'], 'dash', { kind: 'program', program: 'node', through: 'sh' }],
  [['sh', '-c', ''], 'dash', { kind: 'shell', shell: 'sh', program: '', unless: [] }],
  [['sh', '-c', 'echo hello'], 'dash', { kind: 'brief', program: 'echo' }],
  [['tail', '-f', '/dev/null'], 'dash', { kind: 'deaf', program: 'tail' }],
  [['sh', '-c', 'service nginx start'], 'dash', { kind: 'returns', program: 'service' }],
  [['tini', '--', 'node', 'a.js'], 'dash', { kind: 'init', init: 'tini', program: 'node' }],
  [['gosu', 'app', 'node', 'a.js'], 'dash', { kind: 'program', program: 'node', through: 'gosu' }],
  [['timeout', '60', 'node', 'a.js'], 'dash', { kind: 'parent', parent: 'timeout', program: 'node' }],
  [['apache2ctl', '-D', 'FOREGROUND'], 'dash', { kind: 'parent', parent: 'apache2ctl', program: '' }],
  [['sh', '-c', 'a && exec mysqld_safe'], 'dash', { kind: 'parent', parent: 'mysqld_safe', program: '' }],
  [['sh', '-c', 'a && apachectl -DFOREGROUND'], 'dash', { kind: 'parent', parent: 'apachectl', program: '' }],
  [['service', 'nginx', 'start'], 'dash', { kind: 'returns', program: 'service' }],
  [['sudo', '/etc/init.d/cron', 'start'], 'dash', { kind: 'returns', program: 'cron' }],
  [['sh', '-c', 'a && sleep 5'], 'dash', { kind: 'deaf', program: 'sleep' }],
  [['sh', '-c', 'a && tail -f /b | c'], 'dash', { kind: 'shell', shell: 'sh', program: 'c', unless: [] }],
  [['sh', '-c', 'exec tail -f /b'], 'dash', { kind: 'deaf', program: 'tail' }],
  [['sh', '-c', 'exec "$A" b'], 'dash', { kind: 'program', program: '"$A"', through: 'sh' }],
  [['ash', '-c', 'node a.js'], 'bash', { kind: 'program', program: 'node', through: 'ash' }],
  [['zsh', '-c', 'node a.js'], 'bash', { kind: 'shell', shell: 'zsh', program: 'node', unless: ['bash', 'busybox'] }],
  [['gosu', 'app'], 'dash', { kind: 'program', program: 'gosu', through: undefined }],
  [['tini', '--'], 'dash', { kind: 'program', program: 'tini', through: undefined }],
  [['env', 'A=1', 'node'], 'dash', { kind: 'program', program: 'node', through: 'env' }],
  [['timeout', '5'], 'dash', { kind: 'program', program: 'timeout', through: undefined }],
  [['/entrypoint.sh'], 'dash', { kind: 'script', script: 'entrypoint.sh', then: undefined }],
  [
    ['/entrypoint.sh', 'npm', 'start'],
    'dash',
    {
      kind: 'script',
      script: 'entrypoint.sh',
      then: { kind: 'parent', parent: 'npm', program: '' },
    },
  ],
  [['npm', 'start'], 'dash', { kind: 'parent', parent: 'npm', program: '' }],
  [['bash'], 'dash', { kind: 'prompt', shell: 'bash' }],
  [['sh', '/opt/start.sh'], 'dash', { kind: 'script', script: 'start.sh', then: undefined }],
  [
    ['docker-entrypoint.sh', 'node', 'a.js'],
    'dash',
    { kind: 'script', script: 'docker-entrypoint.sh', then: { kind: 'program', program: 'node', through: undefined } },
  ],
  [['/entrypoint.sh', '--port', '80'], 'dash', { kind: 'script', script: 'entrypoint.sh', then: undefined }],
  [['powershell', '-Command', 'x'], undefined, { kind: 'windows', shell: 'powershell' }],
];

describe('process 1 of a container that executes', () => {
  test.each(cases)('%j where sh is %s', (argv, sh, expected) => {
    expect(firstProcess(argv, sh)).toEqual(expected);
  });
});
