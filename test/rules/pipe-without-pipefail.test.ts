import { rule } from '../../src/rules/pipe-without-pipefail.ts';
import { testRule } from '../support/test-rule.ts';

const bash = 'SHELL ["/bin/bash", "-o", "pipefail", "-c"]';

testRule(rule, {
  valid: [
    {
      name: 'sh of Alpine takes the option',
      code: 'FROM alpine:3.20\nSHELL ["/bin/sh", "-eo", "pipefail", "-c"]\nRUN a | b\n',
    },
    { name: 'SHELL of the parent stage', code: `FROM debian:12 AS a\n${bash}\nFROM a\nRUN curl x | sh\n` },
    'FROM debian:12\nRUN <<EOF\n#!/usr/bin/env bash\nset -eux -o pipefail\ncurl x | sh\nEOF\n',
    'FROM debian:12\nRUN <<EOF bash\nset -euxo pipefail\ncurl x | sh\nEOF\n',
    'FROM debian:12\nRUN bash -euo pipefail <<EOF\ncurl x | sh\nEOF\n',
    'FROM centos:7\nSHELL ["/bin/bash", "-c"]\nRUN set -o pipefail; curl -sL x | tar xz\n',
    {
      name: 'arrays in which pipefail is on, or no shell reads a script',
      code: 'FROM alpine:3.20\nRUN ["bash", "-o", "pipefail", "-c", "curl -f x | sh"]\nRUN ["sh", "-c", "set -o pipefail; curl -f x | sh"]\nRUN ["curl", "x", "|", "sh"]\nRUN ["sh", "-c", "echo a | b"]\n',
    },
    { name: 'PowerShell', code: 'FROM x\nSHELL ["pwsh", "-c"]\nRUN Get-A | Select-Object y\n' },
    { name: '|| is no pipe', code: 'FROM debian:12\nRUN a || b\n' },
    { name: 'exec form', code: 'FROM debian:12\nRUN ["sh", "x", "|", "y"]\n' },
    { name: 'quoted', code: 'FROM debian:12\nRUN echo "a | b"\n' },
    {
      name: 'a writer that only prints',
      code: 'FROM debian:12\nRUN echo "user:pass" | chpasswd && cat a | sort | tee b\n',
    },
    { name: 'a checksum', code: 'FROM debian:12\nRUN echo "0123  f" | sha256sum -c -\n' },
    { name: 'the status is asked for', code: 'FROM debian:12\nRUN if curl x | grep -q y; then a; fi\n' },
    'FROM debian:12\nRUN curl x | sh || exit 1\n',
    'FROM debian:12\nRUN ! curl x | sh\n',
    { name: 'no command takes over the status', code: 'FROM debian:12\nRUN echo "$(curl x | jq .a)"\n' },
    {
      name: 'yes for a license, which pipefail would break',
      code: 'FROM debian:12\nRUN yes | sdkmanager --licenses\n',
    },
    {
      name: 'the interpreter of a heredoc is no shell',
      code: 'FROM x\nRUN <<EOF\n#!/usr/bin/env python3\na | b\nEOF\n',
    },
    { name: 'CMD', code: 'FROM debian:12\nCMD curl x | sh\n' },
  ],
  invalid: [
    {
      name: 'Debian: bash for this RUN and what follows',
      code: 'FROM debian:12\nRUN curl -fsSL https://x | bash -\nRUN make\n',
      findings: [
        {
          at: 'curl -fsSL https://x | bash -',
          message:
            'The status of this pipe is that of `bash -` alone: when `curl -fsSL https://x` fails, an empty or cut script runs',
          aliases: ['DL4006'],
        },
      ],
      unsafe: `FROM debian:12\n${bash}\nRUN curl -fsSL https://x | bash -\nRUN make\n`,
    },
    {
      name: 'a link has made bash of sh: the option itself',
      code: 'FROM debian:12\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\nRUN curl -fsSL https://x | bash -\n',
      findings: [{ at: 'curl -fsSL https://x | bash -', message: '`set -o pipefail` makes the pipe fail' }],
      unsafe:
        'FROM debian:12\nRUN rm /bin/sh && ln -s /bin/bash /bin/sh\nRUN set -o pipefail && curl -fsSL https://x | bash -\n',
    },
    {
      name: 'a file of the home that nothing else makes: a remark',
      code: 'FROM debian:12\nRUN curl -f https://x -o - | sh && mkdir /a && sed -i s/a/b/ /root/.vimrc.bundles\n',
      findings: [
        { at: 'curl -f https://x -o - | sh', severity: 'info', message: '/root/.vimrc.bundles` stops the build' },
      ],
      unsafe: `FROM debian:12\n${bash}\nRUN curl -f https://x -o - | sh && mkdir /a && sed -i s/a/b/ /root/.vimrc.bundles\n`,
    },
    {
      name: 'what bsdtar did not unpack cannot be configured: a remark',
      code: 'FROM debian:12\nRUN curl -f https://x | bsdtar xf - -C /a && cd /a && ./configure && make\n',
      findings: [
        { at: 'curl -f https://x | bsdtar xf - -C /a', severity: 'info', message: '`./configure` stops the build' },
      ],
      unsafe: `FROM debian:12\n${bash}\nRUN curl -f https://x | bsdtar xf - -C /a && cd /a && ./configure && make\n`,
    },
    {
      name: 'one that every home has',
      code: 'FROM debian:12\nRUN curl -f https://x | sh && sed -i s/a/b/ ~/.bashrc\n',
      findings: [{ at: 'curl -f https://x | sh' }],
      unsafe: `FROM debian:12\n${bash}\nRUN curl -f https://x | sh && sed -i s/a/b/ ~/.bashrc\n`,
    },
    {
      name: 'apt misses the key in the same RUN: a remark',
      code: 'FROM x\nRUN wget -qO- https://x/key | gpg --dearmor | tee /etc/apt/trusted.gpg.d/x.gpg > /dev/null && echo deb https://x > /etc/apt/sources.list.d/x.list && apt-get update\n',
      findings: [
        {
          at: 'wget -qO- https://x/key | gpg --dearmor | tee /etc/apt/trusted.gpg.d/x.gpg > /dev/null',
          severity: 'info',
          message: '`apt-get update` stops the build, and names the wrong culprit',
        },
      ],
    },
    ...['. ~/.nvm/nvm.sh', '. "$NVM_DIR/nvm.sh"', '[ -s "$NVM_DIR/nvm.sh" ] && \\. "$NVM_DIR/nvm.sh"'].map(
      (script) => ({
        name: `the same RUN reads what the installer leaves: a remark: ${script}`,
        code: `FROM x\nRUN curl -f https://x/nvm/v1/install.sh | bash && export NVM_DIR=$HOME/.nvm && ${script} && nvm install 20\n`,
        findings: [{ at: 'curl -f https://x/nvm/v1/install.sh | bash', severity: 'info' as const }],
      }),
    ),
    ...['. "$DIR/other.sh"', '. /etc/nvm.sh'].map((script) => ({
      name: `what may have been there: ${script}`,
      code: `FROM x\nRUN curl -f https://x/nvm/v1/install.sh | bash && ${script}\n`,
      findings: [{ at: 'curl -f https://x/nvm/v1/install.sh | bash', severity: 'warning' as const }],
    })),
    ...[
      { image: 'debian:12', above: '', severity: 'info' as const },
      {
        image: 'node:22',
        above: 'RUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n',
        severity: 'info' as const,
      },
      { image: 'debian:12', above: 'RUN apt-get update && apt-get install -y a\n', severity: 'warning' as const },
      { image: 'x/debian', above: '', severity: 'warning' as const },
    ].map(({ image, above, severity }) => ({
      name: `an installation that finds no lists stops the build: ${image}, ${above}`,
      code: `FROM ${image}\n${above}RUN curl -f https://x/setup | bash - && apt-get install -y nodejs\n`,
      findings: [
        {
          at: 'curl -f https://x/setup | bash -',
          severity,
          message: severity === 'info' ? '`apt-get install -y nodejs` stops the build' : 'the build goes on',
        },
      ],
      ...(image === 'x/debian'
        ? {}
        : {
            unsafe: `FROM ${image}\n${above}SHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl -f https://x/setup | bash - && apt-get install -y nodejs\n`,
          }),
    })),
    {
      name: 'a version that only the repository of the address has: a remark',
      code: 'FROM x\nRUN curl -f https://deb.nodesource.com/setup_18.x | bash - && apt-get install -y nodejs=18.6.0-1nodesource1\n',
      findings: [
        {
          at: 'curl -f https://deb.nodesource.com/setup_18.x | bash -',
          severity: 'info',
          message: 'stops the build, and names the wrong culprit',
        },
      ],
    },
    {
      name: "npm, which NodeSource's package brings and that of Debian does not: a remark",
      code: 'FROM x\nRUN curl -f https://deb.nodesource.com/setup_18.x | bash - && apt-get install -y nodejs && npm i -g a\n',
      findings: [
        {
          at: 'curl -f https://deb.nodesource.com/setup_18.x | bash -',
          severity: 'info',
          message: '`npm i -g a`',
        },
      ],
    },
    {
      name: 'npm from the distribution, and in another RUN',
      code: 'FROM x\nRUN curl -f https://deb.nodesource.com/setup_18.x | bash - && apt-get install -y nodejs npm && npm i -g a\nRUN curl -f https://deb.nodesource.com/setup_18.x | bash - && apt-get install -y nodejs\nRUN npm i -g a\n',
      findings: [
        { at: { line: 2 }, severity: 'warning' },
        { at: { line: 3 }, severity: 'warning' },
      ],
    },
    {
      name: 'a version that the distribution may have',
      code: 'FROM x\nRUN curl -f https://deb.nodesource.com/setup_18.x | bash - && apt-get install -y nodejs=18.*\n',
      findings: [{ at: 'curl -f https://deb.nodesource.com/setup_18.x | bash -' }],
    },
    {
      name: 'tee of another file, and an update of its own RUN',
      code: 'FROM x\nRUN wget -qO- https://x | tee /etc/apt/sources.list.d/x.list && apt-get update\nRUN wget -qO- https://x/key | tee /etc/apt/keyrings/x.asc\nRUN apt-get update\n',
      findings: [
        { at: 'wget -qO- https://x | tee /etc/apt/sources.list.d/x.list' },
        { at: 'wget -qO- https://x/key | tee /etc/apt/keyrings/x.asc' },
      ],
    },
    {
      name: 'an array that names bash',
      code: 'FROM debian:12\nRUN ["/bin/bash", "-c", "wget -qO- https://x | sh"]\n',
      findings: [{ at: 'wget -qO- https://x | sh', message: '`set -o pipefail` makes the pipe fail' }],
      unsafe: 'FROM debian:12\nRUN ["/bin/bash", "-c", "set -o pipefail && wget -qO- https://x | sh"]\n',
    },
    {
      name: 'an array that names bash, where a set takes the option, inside ONBUILD',
      code: 'FROM x\nONBUILD RUN ["bash","-lc","set -ex; curl https://x | sh"]\n',
      findings: [{ at: 'curl https://x | sh' }],
      unsafe: 'FROM x\nONBUILD RUN ["bash","-lc","set -ex -o pipefail; curl -f https://x | sh"]\n',
    },
    {
      name: 'an array that names the sh of Alpine',
      code: 'FROM alpine:3.20\nRUN ["sh", "-c", "wget -qO- https://x | sh"]\n',
      findings: [{ at: 'wget -qO- https://x | sh' }],
      unsafe: 'FROM alpine:3.20\nRUN ["sh", "-c", "set -o pipefail && wget -qO- https://x | sh"]\n',
    },
    {
      name: 'an array that names dash gets bash; SHELL does not reach it',
      code: `FROM debian:12\n${bash}\nRUN [ "sh", "-ec", "curl https://x | sh" ]\n`,
      findings: [
        {
          at: 'curl https://x | sh',
          message: 'has no pipefail; bash has: `["/bin/bash", "-o", "pipefail", "-c"]`. curl needs `-f`',
        },
      ],
      unsafe: `FROM debian:12\n${bash}\nRUN [ "/bin/bash", "-o", "pipefail", "-ec", "curl -f https://x | sh" ]\n`,
    },
    {
      name: 'an array does not carry the SHELL of the others',
      code: 'FROM debian:12\nRUN ["sh", "-c", "curl -f https://x | sh"]\nRUN curl -f https://y | sh\n',
      findings: [{ at: 'curl -f https://x | sh' }, { at: 'curl -f https://y | sh' }],
      unsafe: `FROM debian:12\nRUN ["/bin/bash", "-o", "pipefail", "-c", "curl -f https://x | sh"]\n${bash}\nRUN curl -f https://y | sh\n`,
    },
    {
      name: 'an array with an echo that bash reads otherwise, or on an unknown base: words only',
      code: 'FROM debian:12\nRUN ["sh", "-c", "curl -f https://x | sh; echo a\\\\n"]\nFROM scratch\nRUN ["sh", "-c", "wget -O- y | sh"]\n',
      findings: [{ at: 'wget -O- y | sh', message: 'elsewhere write to a file first' }],
    },
    {
      name: 'the reader would notice: a remark',
      code: 'FROM debian:12\nRUN curl -fsSL https://x | tar xz\n',
      findings: [{ at: 'curl -fsSL https://x | tar xz', severity: 'info', message: 'It fails by itself' }],
      unsafe: `FROM debian:12\n${bash}\nRUN curl -fsSL https://x | tar xz\n`,
    },
    {
      name: 'one SHELL a stage, above the first warning',
      code: 'FROM debian:12\nRUN a | b\nRUN curl x | sh\nRUN wget -O- y | sh\n',
      findings: [
        { at: 'a | b', severity: 'info', message: 'when `a` fails, the build goes on' },
        { at: 'curl x | sh' },
        { at: 'wget -O- y | sh' },
      ],
      unsafe: `FROM debian:12\nRUN a | b\n${bash}\nRUN curl -f x | sh\nRUN wget -O- y | sh\n`,
    },
    {
      name: 'no SHELL where bash or pipefail would change what follows',
      code: 'FROM debian:12\nRUN curl x | sh\nRUN dpkg -l | head -1\n',
      findings: [{ at: 'curl x | sh' }],
    },
    {
      name: 'the echo of dash reads escapes',
      code: 'FROM debian:12 AS a\nRUN curl x | sh\nFROM a\nRUN echo "a\\nb" > f\n',
      findings: [{ at: 'curl x | sh' }],
    },
    {
      name: 'Alpine: the shell itself',
      code: 'FROM alpine:3.20\nRUN \\\n  wget -O - https://x | sh\n',
      findings: [{ at: 'wget -O - https://x | sh' }],
      unsafe: 'FROM alpine:3.20\nRUN \\\n  set -o pipefail && wget -O - https://x | sh\n',
    },
    {
      name: 'a set that stands there takes the option',
      code: 'FROM alpine:3.20\nRUN set -eux; \\\n  wget -O - https://x | sh\n',
      findings: [{ at: 'wget -O - https://x | sh' }],
      unsafe: 'FROM alpine:3.20\nRUN set -eux -o pipefail; \\\n  wget -O - https://x | sh\n',
    },
    {
      name: 'bash by SHELL, inside ONBUILD',
      code: 'FROM x\nSHELL ["/bin/bash", "-c"]\nONBUILD RUN curl x | sh\n',
      findings: [
        {
          at: 'curl x | sh',
          message: '`set -o pipefail` makes the pipe fail when any of its commands does. curl needs `-f`',
        },
      ],
      unsafe: 'FROM x\nSHELL ["/bin/bash", "-c"]\nONBUILD RUN set -o pipefail && curl -f x | sh\n',
    },
    {
      name: 'a heredoc for bash, by name and by shebang',
      code: 'FROM x\nRUN bash -e <<EOF\n  curl x | sh\nEOF\nRUN <<EOF\n#!/bin/bash\ncurl y | sh\nEOF\n',
      findings: [{ at: 'curl x | sh' }, { at: 'curl y | sh' }],
      unsafe:
        'FROM x\nRUN bash -e <<EOF\n  set -o pipefail\n  curl -f x | sh\nEOF\nRUN <<EOF\n#!/bin/bash\nset -o pipefail\ncurl -f y | sh\nEOF\n',
    },
    {
      name: 'an unknown base: words; SHELL ends with its stage',
      code: `FROM scratch AS a\n${bash}\nRUN a | b\nFROM scratch\nRUN make | tee log\n`,
      findings: [
        {
          at: 'make | tee log',
          message: 'In bash and the `sh` of Alpine `set -o pipefail` stops the build; elsewhere write to a file first.',
        },
      ],
    },
    {
      name: 'yes for an installer',
      code: 'FROM debian:12\nRUN yes | apt-get install x\n',
      findings: [{ at: 'yes | apt-get install x', severity: 'info', message: 'dies of SIGPIPE (status 141)' }],
    },
    {
      name: 'a reader that stops early',
      code: 'FROM alpine:3\nRUN curl x | head -1 > f\n',
      findings: [
        { at: 'curl x | head -1 > f', severity: 'info', message: 'pipefail is no cure: `head` may stop reading early' },
      ],
    },
    {
      name: '-f too, for every curl that bash now reads',
      code: 'FROM debian:12\nRUN curl -sS a | php && curl b | tee c\nRUN curl -sL d | bash -\nRUN curl -O e\n',
      findings: [{ at: 'curl -sS a | php', message: 'curl needs `-f`' }, { at: 'curl -sL d | bash -' }],
      unsafe: `FROM debian:12\n${bash}\nRUN curl -fsS a | php && curl -f b | tee c\nRUN curl -fsL d | bash -\nRUN curl -O e\n`,
    },
    {
      name: 'what the script should have made is missed at once: a remark',
      code: 'FROM alpine:3\nRUN curl -fsS x | php && mv composer.phar /usr/bin/composer\n',
      findings: [
        {
          at: 'curl -fsS x | php',
          severity: 'info',
          message: '`mv composer.phar /usr/bin/composer` stops the build, and names the wrong culprit',
        },
      ],
      unsafe: 'FROM alpine:3\nRUN set -o pipefail && curl -fsS x | php && mv composer.phar /usr/bin/composer\n',
    },
    {
      name: 'a base of which only its package manager is known',
      code: 'FROM private/image\nRUN yum install -y git && curl -fsS x | sh\n',
      findings: [{ at: 'curl -fsS x | sh', message: '`set -o pipefail` makes the pipe fail' }],
      unsafe: 'FROM private/image\nRUN set -o pipefail && yum install -y git && curl -fsS x | sh\n',
    },
    {
      name: 'a pipe that pipefail would end: words, with the reason',
      code: 'FROM alpine:3\nRUN curl -fsS x | sh && a | grep b | c && ls | head -1\n',
      findings: [
        {
          at: 'curl -fsS x | sh',
          message: 'pipefail may fail another pipe here, where `grep` may fail for good reason: write to a file first.',
        },
      ],
    },
    {
      name: 'nobody asks for the status of a pipe inside an argument',
      code: 'FROM alpine:3\nRUN curl -fsS x | sh && apk del $(apk info | grep dev | tr a b)\n',
      findings: [{ at: 'curl -fsS x | sh' }],
      unsafe: 'FROM alpine:3\nRUN set -o pipefail && curl -fsS x | sh && apk del $(apk info | grep dev | tr a b)\n',
    },
    {
      name: 'the program that the script should have brought is missed in the same RUN: a remark',
      code: 'FROM alpine:3\nRUN curl -fsS https://x/get-pip.py | python && pip install a\n',
      findings: [{ at: 'curl -fsS https://x/get-pip.py | python', severity: 'info', message: '`pip install a` stops' }],
      unsafe: 'FROM alpine:3\nRUN set -o pipefail && curl -fsS https://x/get-pip.py | python && pip install a\n',
    },
    {
      name: 'a value that comes through a pipe',
      code: 'FROM alpine:3\nRUN V=$(curl -s x | jq -r .tag) && make "V=$V"\n',
      findings: [{ at: 'curl -s x | jq -r .tag', severity: 'info', message: 'the variable is empty' }],
      unsafe: 'FROM alpine:3\nRUN set -o pipefail && V=$(curl -fs x | jq -r .tag) && make "V=$V"\n',
    },
  ],
});
