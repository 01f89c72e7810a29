import { rule } from '../../src/rules/shell-form.ts';
import { noFacts, type Facts } from '../../src/lint/rule.ts';
import { testRule } from '../support/test-rule.ts';

const withSh = (sh: 'dash' | 'busybox' | 'bash' | 'none'): Facts => ({
  ...noFacts,
  image: () => ({ family: 'other', sh, entrypoint: null, cmd: null, shell: null, env: [] }),
});

/** One finding on the last line, and the file after its fix. */
const line = (
  before: string,
  after?: { safe?: string; unsafe?: string },
  message?: string,
  severity: 'warning' | 'info' = 'warning',
) => ({
  code: `FROM x\n${before}\n`,
  findings: [{ at: before.replace(/^ONBUILD /, ''), severity, ...(message === undefined ? {} : { message }) }],
  ...(after?.safe === undefined ? {} : { safe: `FROM x\n${after.safe}\n` }),
  ...(after?.unsafe === undefined ? {} : { unsafe: `FROM x\n${after.unsafe}\n` }),
});

testRule(rule, {
  valid: [
    { name: 'a heredoc that Docker does not read is a fault of its own', code: 'FROM x\nCMD <<EOF\necho hi\nEOF\n' },
    'FROM x\nCMD ["node", "app.js"]\n',
    'FROM x\nENTRYPOINT []\nCMD []\n',
    'FROM x\nENTRYPOINT exec top -b\n',
    'FROM x\nCMD exec node app.js --port $PORT\n',
    'FROM x\nCMD "node app.js"\n',
    'FROM x\nCMD set -e; nginx & exec php-fpm\n',
    'FROM x\nCMD service nginx start\n',
    'FROM x\nCMD /init.sh && apachectl start\n',
    'FROM x\nCMD php setup.php && exec s6-svscan /etc/s6/\n',
    'FROM x\nSHELL ["/bin/bash", "-lc"]\nCMD node app.js\n',
    { name: 'SHELL of the parent stage', code: 'FROM x AS a\nSHELL ["/bin/bash", "-c"]\nFROM a\nCMD node app.js\n' },
    'FROM x\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\n',
    'FROM x\nRUN apk add curl\n',
    { name: 'malformed array', code: "FROM x\nCMD ['node']\n" },
    { name: 'bare', code: 'FROM x\nENTRYPOINT\n' },
    { name: 'silenced', code: 'FROM x\n# hadolint ignore=DL3025\nCMD node app.js\n' },
    { name: 'one that a later replaces never runs', code: 'FROM x\nCMD node a.js\nCMD ["node", "b.js"]\n' },
    { name: 'array in ONBUILD', code: 'FROM x\nONBUILD CMD ["a"]\n' },
  ],
  invalid: [
    {
      name: 'an ENTRYPOINT whose arguments a sourced file would see, upon a shell that makes way: a remark',
      code: 'FROM alpine:3.20\nENTRYPOINT . /env.sh && serve\n',
      findings: [{ at: 'ENTRYPOINT . /env.sh && serve', severity: 'info' }],
      unsafe: 'FROM alpine:3.20\nENTRYPOINT ["sh", "-c", ". /env.sh && exec serve"]\n',
    },
    {
      name: 'a script has to hand the signals on as well',
      code: 'FROM debian:12\nCMD bash run.sh\n',
      findings: [{ at: 'CMD bash run.sh', message: 'Write it as an array, and let the script `exec` its program.' }],
      safe: 'FROM debian:12\nCMD ["bash", "run.sh"]\n',
    },
    line('CMD node app.js', { safe: 'CMD ["node", "app.js"]' }, 'The shell may stay PID 1'),
    line('cmd   node app.js --name="my app"', { safe: 'cmd   ["node", "app.js", "--name=my app"]' }),
    line('ONBUILD CMD node app.js', { safe: 'ONBUILD CMD ["node", "app.js"]' }),
    line('ENTRYPOINT node app.js', { safe: 'ENTRYPOINT ["node", "app.js"]' }, 'Arguments of `docker run` are dropped'),
    line('CMD echo "a;b" \'c|d\' e\\ f', { safe: 'CMD ["echo", "a;b", "c|d", "e f"]' }, undefined, 'info'),
    line('CMD app "a;b" \'c|d\' e\\ f', { safe: 'CMD ["app", "a;b", "c|d", "e f"]' }),
    line('CMD cmp a b', { safe: 'CMD ["cmp", "a", "b"]' }, '`cmp` is done at once', 'info'),
    line('CMD app --version', { safe: 'CMD ["app", "--version"]' }, undefined, 'info'),
    line(
      'CMD a && tail -f /log',
      { safe: 'CMD ["sh", "-c", "a && exec tail -f /log"]' },
      'As process 1 `tail` ignores SIGTERM, with or without a shell in front',
      'info',
    ),
    line(
      'CMD /usr/sbin/apache2ctl -D FOREGROUND',
      { safe: 'CMD ["/usr/sbin/apache2ctl", "-D", "FOREGROUND"]' },
      '`/usr/sbin/apache2ctl` is a script that stays in front of its server',
      'info',
    ),
    line('CMD a && bash', { safe: 'CMD ["sh", "-c", "a && exec bash"]' }, 'As process 1 `bash` ignores', 'info'),
    line('CMD bash -c "cd /a && node b.js"', { safe: 'CMD ["bash", "-c", "cd /a && exec node b.js"]' }),
    line(
      'CMD bash -c "a; b"',
      { safe: 'CMD ["bash", "-c", "a; b"]' },
      'The inner `bash` stays in front of its commands either way.',
      'info',
    ),
    line('CMD node $PORT', { safe: 'CMD ["sh", "-c", "exec node $PORT"]' }, 'Since it uses `$`, keep the shell'),
    line('CMD a "$B" && c \\\\d > e', { safe: 'CMD ["sh", "-c", "a \\"$B\\" && exec c \\\\\\\\d > e"]' }),
    line('CMD A=1 node app.js', { unsafe: 'CMD ["sh", "-c", "A=1 exec node app.js"]' }),
    line('CMD . /venv/bin/activate && python app.py', {
      unsafe: 'CMD ["sh", "-c", ". /venv/bin/activate && exec python app.py"]',
    }),
    line('CMD ./start.sh --fast', { unsafe: 'CMD ["./start.sh", "--fast"]' }),
    line('CMD node app.js # the server', { unsafe: '# the server\nCMD ["node", "app.js"]' }),
    line('CMD node a.js | tee /log', {}, 'Exec form cannot simply replace it: it is a pipeline.'),
    line('CMD node a.js & node b.js', {}, 'it starts a process in the background'),
    line('CMD cd /app', {}, '`cd` is built into the shell: when it is done, the container ends.', 'info'),
    line('CMD trap x TERM; node a.js', {}, 'it holds several commands.'),
    line(
      'CMD service nginx start; bin/slyd -p 9002',
      {},
      'it holds several commands. `exec` in front of `bin/slyd` hands it the signals.',
    ),
    {
      name: 'an ENTRYPOINT that drops another command line: which is to run must be settled first',
      code: 'FROM x\nENTRYPOINT supervisord -c /a.conf\nCMD bash -l\n',
      findings: [
        {
          at: { line: 2 },
          severity: 'info',
          message: 'both command lines, and only one can be meant.',
        },
        { at: 'CMD bash -l', severity: 'info', message: 'The ENTRYPOINT in shell form never looks at these' },
      ],
    },
    {
      name: 'nothing is known of the base’s ENTRYPOINT',
      code: 'FROM private/image\nCMD node app.js\n',
      findings: [
        { at: { line: 2 }, message: 'Unless the base has an ENTRYPOINT, Docker will execute `["/bin/sh", "-c", "node' },
      ],
      safe: 'FROM private/image\nCMD ["node", "app.js"]\n',
    },
    ...[
      ['mhart/alpine-node', ''],
      ['private/image:2-alpine3.9', ''],
      ['private/image', 'RUN apk add --no-cache git\n'],
      ['private/image', 'RUN yum -y install git\n'],
    ].map(([base = '', run = '']) => ({
      name: `most likely a shell that makes way: ${base} ${run}`,
      code: `FROM ${base}\n${run}CMD node app.js\n`,
      findings: [{ at: 'CMD node app.js', severity: 'info' as const, message: 'The shell may stay PID 1' }],
      safe: `FROM ${base}\n${run}CMD ["node", "app.js"]\n`,
    })),
    ...['RUN apt-get install -y git', 'RUN apk add git || yum install git', 'COPY apk /'].map((step) => ({
      name: `no such likelihood: ${step}`,
      code: `FROM private/image\n${step}\nCMD node app.js\n`,
      findings: [{ at: 'CMD node app.js', severity: 'warning' as const }],
      safe: `FROM private/image\n${step}\nCMD ["node", "app.js"]\n`,
    })),
    line('CMD source /env && node a.js', {}, '`source` needs bash'),
    {
      name: 'one word is information',
      code: 'FROM x\nCMD bash\n',
      findings: [{ at: 'CMD bash', severity: 'info' }],
      safe: 'FROM x\nCMD ["bash"]\n',
    },
    {
      name: 'short lines are joined',
      code: 'FROM x\nCMD node \\\n  app.js --x\n',
      findings: [{ at: { line: 2 } }],
      safe: 'FROM x\nCMD ["node", "app.js", "--x"]\n',
    },
    {
      name: 'long lines stay, comments between them too',
      code: 'FROM x\nCMD gunicorn \\\n    --bind 0.0.0.0:8000 \\\n    # as many as cores\n    --workers 4 \\\n    app:app\n',
      findings: [{ at: { line: 2 } }],
      safe: 'FROM x\nCMD ["gunicorn", \\\n    "--bind", "0.0.0.0:8000", \\\n    # as many as cores\n    "--workers", "4", \\\n    "app:app"]\n',
    },
    {
      name: 'a script of several lines keeps them',
      code: 'FROM x\nCMD npm run migrate && \\\n\tnode "$APP" \\\n  # why\n  --x\n',
      findings: [{ at: { line: 2 } }],
      safe: 'FROM x\nCMD ["sh", "-c", "npm run migrate && \\\n\\texec node \\"$APP\\" \\\n  # why\n  --x"]\n',
    },
    {
      name: 'CRLF stays',
      code: 'FROM x\r\nCMD node app.js # it\r\nEXPOSE 80\r\n',
      findings: [{ at: { line: 2 } }],
      unsafe: 'FROM x\r\n# it\r\nCMD ["node", "app.js"]\r\nEXPOSE 80\r\n',
    },
    {
      name: 'a file that the stage copies may be a script',
      code: 'FROM x\nCOPY run /usr/bin/\nCMD run --x\n',
      findings: [{ at: 'CMD run --x' }],
      unsafe: 'FROM x\nCOPY run /usr/bin/\nCMD ["run", "--x"]\n',
    },
    {
      name: 'an ENTRYPOINT gets the words',
      code: 'FROM x\nENTRYPOINT ["node"]\nCMD app.js --x\n',
      findings: [{ at: { line: 3 }, message: 'The ENTRYPOINT gets the shell and its `-c` as arguments.' }],
      unsafe: 'FROM x\nENTRYPOINT ["node"]\nCMD ["app.js", "--x"]\n',
    },
    line('ENTRYPOINT node "$1" $X', { safe: 'ENTRYPOINT ["sh", "-c", "exec node \\"$1\\" $X"]' }),
    line('ENTRYPOINT a && node $X;', { safe: 'ENTRYPOINT ["sh", "-c", "a && exec node $X \\"$@\\"", "--"]' }),
    line('ENTRYPOINT a && \\\n  node "$X" ;', {
      safe: 'ENTRYPOINT ["sh", "-c", "a && \\\n  exec node \\"$X\\" \\"$@\\"", "--"]',
    }),
    {
      name: 'ENTRYPOINT with a CMD hands the words on',
      code: 'FROM x\nENTRYPOINT node $X\nCMD ["app.js"]\n',
      findings: [{ at: { line: 2 } }],
      unsafe: 'FROM x\nENTRYPOINT ["sh", "-c", "exec node $X \\"$@\\"", "--"]\nCMD ["app.js"]\n',
    },
    ...(['dash', 'busybox', 'bash', 'none'] as const).map((sh) => ({
      name: `sh is ${sh}`,
      code: `FROM ${sh}\nCMD node app.js\n`,
      facts: withSh(sh),
      findings: [
        {
          at: 'CMD node app.js',
          severity: sh === 'busybox' || sh === 'bash' ? ('info' as const) : ('warning' as const),
          message: {
            dash: '`/bin/sh` is dash in this image: it stays PID 1 and passes no signal on',
            busybox: 'busybox makes way for `node` here',
            bash: 'bash makes way for `node` here',
            none: 'This base image has no shell',
          }[sh],
        },
      ],
      safe: `FROM ${sh}\nCMD ["node", "app.js"]\n`,
    })),
    {
      name: 'a shell without a script is interactive, whatever its options: a remark',
      code: 'FROM x\nCMD bash --login\n',
      findings: [{ at: 'CMD bash --login', severity: 'info', message: 'As process 1 `bash` ignores SIGTERM' }],
      safe: 'FROM x\nCMD ["bash", "--login"]\n',
    },
    {
      name: 'bash stays in front of what redirects',
      code: 'FROM a\nCMD node $X > /log\n',
      facts: withSh('bash'),
      findings: [{ at: { line: 2 }, severity: 'warning', message: 'The shell stays PID 1' }],
      safe: 'FROM a\nCMD ["sh", "-c", "exec node $X > /log"]\n',
    },
    {
      name: 'busybox does not',
      code: 'FROM b\nCMD node $X > /log\n',
      facts: withSh('busybox'),
      findings: [{ at: { line: 2 }, severity: 'info', message: 'busybox makes way for `node` here' }],
      safe: 'FROM b\nCMD ["sh", "-c", "exec node $X > /log"]\n',
    },
    {
      name: 'whatever the shell, one that redirects',
      code: 'FROM x\nCMD node $X > /log\n',
      findings: [{ at: { line: 2 }, message: 'dash and bash do; busybox does not here' }],
      safe: 'FROM x\nCMD ["sh", "-c", "exec node $X > /log"]\n',
    },
    {
      name: 'an ENTRYPOINT drops arguments on busybox, too',
      code: 'FROM a\nENTRYPOINT node app.js\n',
      facts: withSh('busybox'),
      findings: [{ at: { line: 2 }, message: 'Arguments of `docker run` are dropped.' }],
      safe: 'FROM a\nENTRYPOINT ["node", "app.js"]\n',
    },
    {
      name: 'a pipeline keeps busybox, too',
      code: 'FROM a\nCMD node app.js | tee x\n',
      facts: withSh('busybox'),
      findings: [{ at: { line: 2 }, message: 'The shell stays PID 1' }],
    },
    {
      name: 'bash may source',
      code: 'FROM a\nCMD source /env && node app.js\n',
      facts: withSh('bash'),
      findings: [{ at: { line: 2 }, severity: 'info' }],
      unsafe: 'FROM a\nCMD ["sh", "-c", "source /env && exec node app.js"]\n',
    },
    ...(
      [
        ['tini', 'tini gives SIGTERM to the shell, which ends before `node` hears of it.'],
        ['dumb-init', 'A shell stands between dumb-init and `node` for nothing.'],
        ['env', '`/bin/sh` is dash in this image: it stays PID 1'],
      ] as const
    ).map(([wrapper, message]) => ({
      name: `behind ${wrapper}`,
      code: `FROM a\nENTRYPOINT ["${wrapper}", "--"]\nCMD node app.js\n`,
      facts: withSh('dash'),
      findings: [
        {
          at: 'CMD node app.js',
          message,
          severity: wrapper === 'dumb-init' ? ('info' as const) : ('warning' as const),
        },
      ],
      unsafe: `FROM a\nENTRYPOINT ["${wrapper}", "--"]\nCMD ["node", "app.js"]\n`,
    })),
    {
      name: 'a script that the repository shows to be startable',
      code: 'FROM a\nCOPY bin /app/bin\nCMD /app/bin/run.sh --x\n',
      facts: {
        ...noFacts,
        file: (path) => (path === 'bin/run.sh' ? { mode: '100755', text: '#!/bin/sh\nexec a\n' } : null),
      },
      findings: [{ at: 'CMD /app/bin/run.sh --x' }],
      safe: 'FROM a\nCOPY bin /app/bin\nCMD ["/app/bin/run.sh", "--x"]\n',
    },
    {
      name: 'and one without its executable bit',
      code: 'FROM b\nCOPY bin /app/bin\nCMD /app/bin/run.sh --x\n',
      facts: { ...noFacts, file: () => ({ mode: '100644', text: '#!/bin/sh\nexec a\n' }) },
      findings: [{ at: 'CMD /app/bin/run.sh --x' }],
      unsafe: 'FROM b\nCOPY bin /app/bin\nCMD ["/app/bin/run.sh", "--x"]\n',
    },
    {
      name: 'a folder of the program’s name is no script',
      code: 'FROM x\nADD ./ /php\nCMD php server.php start\n',
      findings: [{ at: { line: 3 } }],
      safe: 'FROM x\nADD ./ /php\nCMD ["php", "server.php", "start"]\n',
    },
    {
      name: 'Windows by the look of it',
      code: 'FROM private/image\nENTRYPOINT ServiceApp.exe /x\n',
      findings: [
        { at: { line: 2 }, message: 'On Windows Docker will execute `["cmd", "/S", "/C", "ServiceApp.exe /x"]`' },
      ],
      unsafe: 'FROM private/image\nENTRYPOINT ["ServiceApp.exe", "/x"]\n',
    },
    {
      name: 'Windows: only plain words behind an .exe',
      code: '# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD C:\\app\\run.exe --a\n',
      findings: [{ at: { line: 3 }, message: 'cmd starts the program as its child' }],
      unsafe: '# escape=`\nFROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nCMD ["C:\\\\app\\\\run.exe", "--a"]\n',
    },
    {
      name: 'Windows: anything else is cmd’s to read',
      code: 'FROM mcr.microsoft.com/windows/servercore:ltsc2022\nCMD npm start %X%\n',
      findings: [{ at: { line: 2 }, message: 'cmd may read it in its own way' }],
    },
  ],
});
