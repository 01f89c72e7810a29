import { imageFacts } from '../../src/jobs/facts.ts';
import { rule } from '../../src/rules/lost-shell-state.ts';
import { testRule } from '../support/test-rule.ts';

const from = 'FROM x\n';

testRule(rule, {
  valid: [
    { name: 'used in the same RUN', code: `${from}RUN export FOO=bar && make\n` },
    `${from}RUN cd /app && make\n`,
    `${from}RUN (cd /app && make) && rm -rf /app\n`,
    { name: 'text, not a command', code: `${from}RUN echo "export A=b" >> ~/.bashrc\n` },
    { name: 'comes back to where it was', code: `${from}RUN cd src && make && cd ..\n` },
    { name: 'tidies its options up', code: `${from}RUN set -x; make; set +x\n` },
    {
      name: 'a subshell and a function keep their state to themselves',
      code: `${from}RUN f() { cd /; }; f; (cd /app)\n`,
    },
    {
      name: 'prints, changes nothing',
      code: `${from}RUN export\nRUN alias\nRUN ulimit -a\nRUN umask\nRUN set\nRUN export -p\n`,
    },
    { name: 'a script that may do the work', code: `${from}RUN . ./build.sh\nRUN source install-tools.sh\n` },
    { name: 'an alternative', code: `${from}RUN make || cd /\n` },
    { name: 'a test of the directory', code: `${from}RUN cd /app || exit 1\n` },
    { name: 'exec form', code: `${from}RUN ["cd", "/app"]\n` },
    { name: 'PowerShell', code: 'FROM x\nSHELL ["pwsh", "-Command"]\nRUN cd /app\n' },
    { name: 'Windows', code: 'FROM --platform=windows/amd64 x\nRUN cd C:\\app\n' },
    { name: 'not a RUN', code: `${from}CMD cd /app\n` },
    { name: 'a script of another language', code: `${from}RUN <<EOF\n#!/usr/bin/env fish\ncd /app\nEOF\n` },
    { name: 'a syntax error', code: `${from}RUN if cd /app\n` },
    { name: 'piped or in the background', code: `${from}RUN make | cd /\nRUN cd / &\n` },
  ],
  invalid: [
    {
      name: 'the command of the container names the folder as a package or a path: words',
      code: 'FROM x\nWORKDIR /app\nCOPY . /app\nRUN cd app\nCMD gunicorn "app.server:create_app()"\n',
      findings: [{ at: 'cd app', severity: 'warning' }],
    },
    {
      name: 'likewise as a path',
      code: 'FROM x\nWORKDIR /srv\nRUN cd app\nCMD ["python", "app/main.py"]\n',
      findings: [{ at: 'cd app' }],
    },
    {
      name: 'the WORKDIR in force, with a slash behind it',
      code: 'FROM x\nWORKDIR /opt/\nRUN cd /opt\nRUN make\n',
      findings: [{ at: 'cd /opt', severity: 'info', message: 'that is the WORKDIR already' }],
      unsafe: 'FROM x\nWORKDIR /opt/\nRUN make\n',
    },
    {
      name: 'the command that needs the file sources it for itself: a remark',
      code: 'FROM x\nRUN make && . $WS/devel/setup.bash\nENTRYPOINT . $WS/devel/setup.bash && run\n',
      findings: [{ at: '. $WS/devel/setup.bash', severity: 'info' }],
    },
    {
      name: 'a WORKDIR behind it goes elsewhere: a remark',
      code: 'FROM x\nRUN cd /\nWORKDIR /app\n',
      findings: [{ at: 'cd /', severity: 'info', message: 'the WORKDIR behind it goes elsewhere. Delete it.' }],
      unsafe: 'FROM x\nWORKDIR /app\n',
    },
    {
      code: `${from}RUN export FOO=bar\nRUN echo $FOO\n`,
      findings: [{ at: 'export FOO=bar', message: 'no later instruction and no container sees `FOO`', aliases: [] }],
      unsafe: `${from}ENV FOO=bar\nRUN echo $FOO\n`,
    },
    {
      code: `${from}RUN export PATH=$PATH:/opt/conda/bin\n`,
      findings: [{ at: 'export PATH=$PATH:/opt/conda/bin' }],
      unsafe: `${from}ENV PATH=$PATH:/opt/conda/bin\n`,
    },
    {
      name: 'several, quoted',
      code: `${from}RUN export A="b c" D='$x'\n`,
      findings: [{ at: `export A="b c" D='$x'`, message: '`A`, `D`' }],
      unsafe: `${from}ENV A="b c" D='$x'\n`,
    },
    {
      name: 'what ENV cannot say',
      code: `${from}RUN export WORKERS=$((1*$(nproc)))\nRUN export A=\`date\`\nRUN export B=~/x\nRUN export C=$HOME/x\nRUN export D\n`,
      findings: [
        { at: 'export WORKERS=$((1*$(nproc)))', message: 'ENV lasts, but it runs no command' },
        { at: 'export A=`date`', message: "`export A='date'`" },
        { at: 'export B=~/x' },
        { at: 'export C=$HOME/x' },
        { at: 'export D' },
      ],
    },
    {
      name: 'a secret does not belong in ENV',
      code: `${from}RUN export NPM_TOKEN=$NPM_TOKEN\n`,
      findings: [{ at: 'export NPM_TOKEN=$NPM_TOKEN', message: 'no place for secrets' }],
    },
    {
      name: 'a variable that the RUN itself sets',
      code: `${from}RUN V=1 && make && export PATH=/opt/$V:$PATH\n`,
      findings: [{ at: 'export PATH=/opt/$V:$PATH' }],
    },
    {
      name: 'must not leak into the container',
      code: `${from}RUN export DEBIAN_FRONTEND=noninteractive\n`,
      findings: [{ at: 'export DEBIAN_FRONTEND=noninteractive', message: 'Use ARG, which lasts for the build' }],
      unsafe: `${from}ARG DEBIAN_FRONTEND=noninteractive\n`,
    },
    {
      name: 'what follows counts on the old directory: words',
      code: `${from}RUN cd scripts\nCOPY a/ scripts/a/\n`,
      findings: [{ at: 'cd scripts', message: 'What follows counts on the directory in force: drop it.' }],
    },
    {
      name: 'so does a RUN',
      code: `${from}RUN cd src\nRUN ls ./src\n`,
      findings: [{ at: 'cd src', message: 'What follows counts on the directory in force: drop it.' }],
    },
    {
      name: 'the build context is another matter, and so is a longer name',
      code: `${from}RUN cd app\nCOPY app/ .\nRUN ls app2 x/app\n`,
      findings: [{ at: 'cd app' }],
      unsafe: `${from}WORKDIR app\nCOPY app/ .\nRUN ls app2 x/app\n`,
    },
    {
      name: 'where WORKDIR would lead a COPY below elsewhere: words',
      code: `${from}WORKDIR /app\nRUN cd /usr/lib\nRUN ln -s a b\nCOPY --from=build /out .\n`,
      findings: [{ at: 'cd /usr/lib', message: 'WORKDIR would change where line 5 copies to' }],
    },
    {
      name: 'a COPY to a full path, or behind another WORKDIR, stays where it is',
      code: `${from}WORKDIR /app\nRUN cd /usr/lib\nCOPY a /b/\nADD ["a", "/b c/"]\nWORKDIR /app\nCOPY . .\n`,
      findings: [{ at: 'cd /usr/lib', message: 'WORKDIR holds for all that follows.' }],
      unsafe: `${from}WORKDIR /app\nWORKDIR /usr/lib\nCOPY a /b/\nADD ["a", "/b c/"]\nWORKDIR /app\nCOPY . .\n`,
    },
    {
      name: 'without a WORKDIR above, it is what the COPY below was to follow',
      code: `${from}RUN cd /app\nCOPY . .\n`,
      findings: [{ at: 'cd /app' }],
      unsafe: `${from}WORKDIR /app\nCOPY . .\n`,
    },
    {
      name: 'what a program prints for the shell to evaluate',
      code: `${from}RUN eval "$(pyenv init -)"\nRUN pyenv shell 3.12\n`,
      findings: [
        { at: 'eval "$(pyenv init -)"', message: 'what it sets is gone for the next instruction. Evaluate it' },
      ],
    },
    {
      name: 'the same behind other work',
      code: `${from}RUN opam init -y && eval $(opam env)\n`,
      findings: [{ at: 'eval $(opam env)' }],
    },
    {
      name: 'what ENV sets with braces: a remark',
      code: `${from}ENV PATH "\${PATH}:\${A}/bin"\nRUN export PATH=$PATH:\${A}/bin\nRUN a\n`,
      findings: [{ at: 'export PATH=$PATH:${A}/bin', severity: 'info', message: 'to every RUN as it is' }],
      unsafe: `${from}ENV PATH "\${PATH}:\${A}/bin"\nRUN a\n`,
    },
    {
      name: 'a folder of every PATH: a remark',
      code: `${from}RUN export PATH="$PATH:/usr/local/bin"\n`,
      findings: [{ at: 'export PATH="$PATH:/usr/local/bin"', severity: 'info', message: 'every image has' }],
      unsafe: from,
    },
    {
      name: 'where it is already: a remark',
      code: `${from}WORKDIR /app\nRUN cd /app/\nRUN make\n`,
      findings: [{ at: 'cd /app/', severity: 'info', message: 'that is the WORKDIR already', aliases: ['DL3003'] }],
      unsafe: `${from}WORKDIR /app\nRUN make\n`,
    },
    {
      name: 'the same of a variable',
      code: `${from}ENV A=/app\nWORKDIR $A\nRUN cd "$A"\n`,
      findings: [{ at: 'cd "$A"', severity: 'info' }],
      unsafe: `${from}ENV A=/app\nWORKDIR $A\n`,
    },
    {
      name: 'a relative WORKDIR is left, not entered',
      code: `${from}WORKDIR app\nRUN cd app\n`,
      findings: [{ at: 'cd app' }],
      unsafe: `${from}WORKDIR app\nWORKDIR app\n`,
    },
    {
      name: 'a link has made bash of sh, which knows source',
      code: `${from}RUN ln -sf /bin/bash /bin/sh\nRUN source ~/.bashrc\n`,
      findings: [{ at: 'source ~/.bashrc', message: 'set the variables with ENV.' }],
    },
    {
      code: `${from}RUN cd /app\n`,
      findings: [{ at: 'cd /app', message: 'the next instruction starts in the WORKDIR again', aliases: ['DL3003'] }],
      unsafe: `${from}WORKDIR /app\n`,
    },
    {
      name: 'WORKDIR does not know the home directory, nor what stands above',
      code: `${from}RUN cd ~/app\n`,
      findings: [{ at: 'cd ~/app' }],
    },
    {
      name: 'back to the root, where every RUN starts that no WORKDIR stands above',
      code: 'FROM ubuntu:18.04 AS a\nRUN cd /\nFROM a\nRUN cd /\nFROM x\nWORKDIR /app\nRUN cd /\n',
      findings: [
        { at: { line: 2 }, severity: 'info', message: 'every RUN starts in the WORKDIR again' },
        { at: { line: 4 }, severity: 'warning' },
        { at: { line: 7 }, severity: 'warning' },
      ],
      unsafe: 'FROM ubuntu:18.04 AS a\nFROM a\nWORKDIR /\nFROM x\nWORKDIR /app\nWORKDIR /\n',
    },
    {
      name: 'nothing is lost but the line',
      code: `${from}ENV A=b B=c\nARG T\nRUN make\nRUN cd ..\nRUN export A=b\nRUN export T=$T\nRUN export B\nRUN cd\n`,
      findings: [
        { at: 'cd ..', severity: 'info', message: 'has no effect: every RUN starts in the WORKDIR again' },
        { at: 'export A=b', severity: 'info', message: 'ENV or ARG hands `A` to every RUN as it is' },
        { at: 'export T=$T', severity: 'info' },
        { at: 'export B', severity: 'info' },
        { at: 'cd', severity: 'info' },
      ],
      unsafe: `${from}ENV A=b B=c\nARG T\nRUN make\n`,
    },
    {
      name: 'another value than that of ENV is lost',
      code: `${from}ENV PATH=/a:$PATH\nRUN export PATH=/b:$PATH\n`,
      findings: [{ at: 'export PATH=/b:$PATH' }],
      unsafe: `${from}ENV PATH=/a:$PATH\nENV PATH=/b:$PATH\n`,
    },
    {
      name: 'one relative step is clear, several are not',
      code: `${from}RUN cd src\nRUN make\nRUN cd src\n`,
      findings: [{ at: 'cd src' }, { at: { line: 4 } }],
    },
    { code: `${from}RUN cd src\nRUN make\n`, findings: [{ at: 'cd src' }], unsafe: `${from}WORKDIR src\nRUN make\n` },
    {
      code: 'FROM python:3.12\nRUN python -m venv /venv\nRUN source /venv/bin/activate\nRUN pip install flask\n',
      findings: [{ at: 'source /venv/bin/activate', message: 'PATH in ENV does what activating does' }],
      unsafe: 'FROM python:3.12\nRUN python -m venv /venv\nENV PATH="/venv/bin:$PATH"\nRUN pip install flask\n',
    },
    {
      name: 'a venv below the WORKDIR',
      code: 'FROM x\nWORKDIR /app/\nRUN python -m venv .venv && . .venv/bin/activate\n',
      findings: [{ at: '. .venv/bin/activate' }],
      unsafe: 'FROM x\nWORKDIR /app/\nRUN python -m venv .venv\nENV PATH="/app/.venv/bin:$PATH"\n',
    },
    {
      name: 'a venv below an unknown WORKDIR',
      code: `${from}RUN . venv/bin/activate\n`,
      findings: [{ at: '. venv/bin/activate' }],
    },
    {
      code: `${from}RUN source ~/.bashrc\n`,
      findings: [{ at: 'source ~/.bashrc', message: 'there is no `source` and the build stops' }],
    },
    { code: `${from}RUN alias ll="ls -l"\n`, findings: [{ at: 'alias ll="ls -l"', message: '`/usr/local/bin`' }] },
    { code: `${from}RUN ulimit -n 65535\n`, findings: [{ at: 'ulimit -n 65535', message: '`docker run --ulimit`' }] },
    { code: `${from}RUN umask 002\n`, findings: [{ at: 'umask 002' }] },
    {
      code: `${from}RUN set -o pipefail\n`,
      findings: [{ at: 'set -o pipefail', message: 'SHELL with these options lasts' }],
    },
    {
      name: 'the last commands of a list, over several lines',
      code: `${from}RUN mkdir -p /u01 && \\\n    cd /u01 && \\\n    export PATH=/usr/sbin:\${PATH}\nCMD ["x"]\n`,
      findings: [
        {
          at: 'cd /u01 && \\\n    export PATH=/usr/sbin:${PATH}',
          message: 'WORKDIR holds for all that follows. ENV reaches all that follows, and the container.',
        },
      ],
      unsafe: `${from}RUN mkdir -p /u01\nWORKDIR /u01\nENV PATH=/usr/sbin:\${PATH}\nCMD ["x"]\n`,
    },
    {
      name: 'options of the shell are not what the author wants to keep',
      code: `${from}RUN set -ex && export A=b\n`,
      findings: [{ at: 'set -ex && export A=b', message: '`export A=b` changes only' }],
      unsafe: `${from}ENV A=b\n`,
    },
    {
      name: 'a comment would go with the fix',
      code: `${from}RUN make && \\\n    # where we live\n    cd /app\n`,
      findings: [{ at: 'cd /app' }],
    },
    {
      name: 'a mount would go with the fix',
      code: `${from}RUN --mount=type=cache,target=/c cd /app\n`,
      findings: [{ at: 'cd /app' }],
    },
    {
      name: 'inside ONBUILD, Windows line ends',
      code: 'FROM x\r\nONBUILD RUN make && cd /app && export A=b\r\n',
      findings: [{ at: 'cd /app && export A=b' }],
      unsafe: 'FROM x\r\nONBUILD RUN make\r\nONBUILD WORKDIR /app\r\nONBUILD ENV A=b\r\n',
    },
    { name: 'a heredoc', code: `${from}RUN <<EOF\nset -e\nmake\ncd /app\nEOF\n`, findings: [{ at: 'cd /app' }] },
    {
      name: 'a lost && makes the next command an argument',
      code: `${from}RUN cd /app \\\n  make\nRUN set -ex \\\n  make all\n`,
      findings: [
        {
          at: 'cd /app \\\n  make',
          message: 'without `&&` in front of it, `make` is an argument of `cd`',
          aliases: [],
        },
        { at: 'set -ex \\\n  make all', message: '`make` is an argument of `set`' },
      ],
    },
    {
      name: 'an export for a script that is read: one remedy',
      code: 'FROM x\nRUN export D=$(pwd) && . ~/.bashrc\n',
      findings: [
        {
          at: 'export D=$(pwd) && . ~/.bashrc',
          message: 'for the next instruction. Source it in the RUN that needs it, or set the variables with ENV.',
        },
      ],
    },
    {
      name: 'an environment whose folder ENV puts into PATH: nothing is lost but the line',
      code: 'FROM python:3.12-alpine\nWORKDIR /app\nRUN python3 -m venv venv\nENV PATH="/app/venv/bin:$PATH"\nRUN source venv/bin/activate\n',
      facts: imageFacts,
      findings: [{ at: 'source venv/bin/activate', severity: 'info', message: 'ENV has its folder in PATH already' }],
      unsafe: 'FROM python:3.12-alpine\nWORKDIR /app\nRUN python3 -m venv venv\nENV PATH="/app/venv/bin:$PATH"\n',
    },
    {
      name: 'the sh of Alpine knows source: nothing is said of dash',
      code: 'FROM python:3.12-alpine\nRUN python3 -m venv /v && source /v/bin/activate\n',
      facts: imageFacts,
      findings: [{ at: 'source /v/bin/activate', message: 'PATH in ENV does what activating does, for good.' }],
      unsafe: 'FROM python:3.12-alpine\nRUN python3 -m venv /v\nENV PATH="/v/bin:$PATH"\n',
    },
  ],
});
