import type { Facts } from '../../src/lint/rule.ts';
import { rule } from '../../src/rules/package-cache-left.ts';
import { testRule } from '../support/test-rule.ts';

const withoutCache: Facts = {
  image: () => ({
    family: undefined,
    sh: undefined,
    entrypoint: undefined,
    cmd: undefined,
    shell: undefined,
    env: ['PIP_NO_CACHE_DIR'],
  }),
  file: () => undefined,
};

testRule(rule, {
  valid: [
    {
      name: 'removed in the same RUN, in all the ways people do',
      code: [
        'FROM x',
        ...[
          'rm -rf /var/lib/apt/lists/*',
          'rm -fr "/var/lib/apt/lists"',
          'rm -rf /tmp/* /var/lib/{apt,dpkg}/',
          'rm -rf /var/lib/apt/lists/*_*',
          'find /var/lib/apt/lists -type f -delete',
          'apt-get distclean',
          'sudo rm -rf /var/lib/apt/lists/*',
          '/usr/local/bin/cleanup.sh',
        ].map((removal) => `RUN apt-get update && apt-get install -y a && ${removal}`),
        '',
      ].join('\n'),
    },
    {
      name: 'the other managers clean up',
      code: 'FROM x\nRUN yum install -y a && yum clean all\nRUN dnf install -y a; rm -rf /var/cache/dnf\nRUN zypper -n in a && zypper cc -a\nRUN yarn install && yarn cache clean\nRUN yum install -y a && dnf clean all\nRUN microdnf install a && microdnf clean all\nRUN apk add a && rm -rf /var/cache/apk/*\n',
    },
    {
      name: 'nothing is kept',
      code: 'FROM x\nRUN apk add --no-cache a\nRUN pip install --no-cache-dir a\nRUN pip3 --no-cache-dir install a\nRUN pip install --no-cache a && pip install --no-index -f /w a\nRUN apk --no-cache add a\n',
    },
    {
      name: 'pip leaves its cache where a folder or a command takes it away',
      code: 'FROM x\nRUN pip install a && rm -rf ~/.cache\nRUN pip install a && rm -r "$HOME/.cache/pip"\nRUN pip install a && rm -rf /root/.cache/*\nRUN pip install a && pip cache purge\nRUN pip install a && rm -rf $PIP_CACHE\n',
    },
    {
      name: 'a cache mount or a tmpfs takes it',
      code: 'FROM x\nRUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y a\nRUN --mount=type=cache,dst=/root/.cache pip install a\nRUN --mount=type=tmpfs,target=/var/cache/apk apk add a\nRUN --mount=target=$CACHE,type=cache pip install a\n',
    },
    {
      name: 'turned off by ENV, ARG, the script or a setting',
      code: 'FROM x AS a\nENV PIP_NO_CACHE_DIR=1\nFROM a\nRUN pip install b\nFROM y\nARG PIP_NO_CACHE_DIR=on\nRUN pip install b\nFROM z\nRUN PIP_NO_CACHE_DIR=1 pip install b\n',
    },
    { name: 'turned off by the base image', code: 'FROM x/y\nRUN pip install a\n', facts: withoutCache },
    {
      name: 'turned off by a configuration above',
      code: 'FROM x\nRUN pip config set global.no-cache-dir true\nRUN pip install a\n',
    },
    {
      name: 'stages that are left behind',
      code: 'FROM x AS build\nRUN apt-get update && apt-get install -y gcc\nRUN pip install a\nFROM y\nCOPY --from=build /a /a\n',
    },
    {
      name: 'an update of its own is the finding of another rule',
      code: 'FROM x\nRUN apt-get update\nRUN apt-get install -y a\n',
    },
    {
      name: 'Yarn 2 and later may run from the cache',
      code: 'FROM x\nCOPY .yarn .yarn\nRUN yarn install\nFROM y\nRUN corepack enable && yarn install\nFROM z\nRUN yarn install --immutable\n',
    },
    {
      name: 'the same in a file of more scripts than are remembered',
      code: `FROM x\n${Array.from({ length: 1_100 }, (_, at) => `RUN apt-get update\nRUN apt-get install -y a${at}\n`).join('')}`,
    },
    {
      name: 'fetches nothing',
      code: 'FROM x\nRUN apt-get install -y a\nRUN yarn build\nRUN yarn --version\nRUN pip list\n',
    },
    { name: 'options in a variable', code: 'FROM x\nRUN apk add $APK_FLAGS a\nRUN pip install $PIP_OPTS a\n' },
    { name: 'not a RUN', code: 'FROM x\nCMD pip install a\n' },
  ],
  invalid: [
    {
      name: 'exec form, with the operators that were meant for a shell: words only',
      code: 'FROM alpine:3.20\nRUN ["apk", "add", "a"]\nRUN ["apk", "update", "&&", "apk", "add", "b"]\nRUN [\'apk\', \'add\', \'c\']\n',
      findings: [
        { at: '["apk", "add", "a"]', message: 'With `--no-cache` nothing stays.' },
        { at: '["apk", "update", "&&", "apk", "add", "b"]' },
        { at: `['apk', 'add', 'c']`, message: 'Once it is a valid array, `apk add c` leaves' },
      ],
    },
    {
      code: 'FROM x\nRUN apt-get update && apt-get install -y curl\n',
      findings: [
        {
          at: 'apt-get update',
          message:
            'leaves the package lists in `/var/lib/apt/lists`, dead weight in this layer. `rm -rf /var/lib/apt/lists/*` in this same RUN',
          aliases: ['DL3009'],
        },
      ],
      unsafe: 'FROM x\nRUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      name: 'lines of its own, the operator where the author puts it',
      code: 'FROM x\nRUN apt-get update \\\n    # tools\n    && apt-get install -y \\\n      curl \\\n      wget \\\n    && make\nRUN apt-get update && \\\n  apt-get install -y a && \\\n  make\nRUN apt-get update && apt-get install -y \\\n    b \\\n    c\n',
      findings: [{ at: { line: 2 } }, { at: { line: 8 } }, { at: { line: 11 } }],
      unsafe:
        'FROM x\nRUN apt-get update \\\n    # tools\n    && apt-get install -y \\\n      curl \\\n      wget \\\n    && rm -rf /var/lib/apt/lists/* \\\n    && make\nRUN apt-get update && \\\n  apt-get install -y a && \\\n  rm -rf /var/lib/apt/lists/* && \\\n  make\nRUN apt-get update && apt-get install -y \\\n    b \\\n    c \\\n    && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      name: 'a later RUN, here or in a stage above, installs from the lists: words only',
      code: 'FROM x AS a\nRUN apt-get update && apt-get install -y b\nFROM a\nRUN apt-get install -y c\n',
      findings: [{ at: 'apt-get update', message: 'Fetch, install and `rm -rf /var/lib/apt/lists/*` in one RUN' }],
    },
    {
      name: 'cleaned too early',
      code: 'FROM x\nRUN yum clean all && yum install -y a\n',
      findings: [{ at: 'yum install -y a', aliases: ['DL3032'] }],
      safe: 'FROM x\nRUN yum clean all && yum install -y a && yum clean all\n',
    },
    {
      name: 'each manager by its own command; apt-get clean leaves the lists',
      code: 'FROM x\nRUN dnf install -y a\nRUN zypper -n in a\nRUN sudo microdnf install a; make\nRUN apt-get update; apt-get install -y a; apt-get clean\n',
      findings: [
        { at: 'dnf install -y a', aliases: ['DL3040'] },
        { at: 'zypper -n in a', aliases: ['DL3036'] },
        { at: 'sudo microdnf install a' },
        { at: 'apt-get update' },
      ],
      safe: 'FROM x\nRUN dnf install -y a && dnf clean all\nRUN zypper -n in a && zypper clean --all\nRUN sudo microdnf install a && sudo microdnf clean all; make\nRUN apt-get update; apt-get install -y a; apt-get clean\n',
      unsafe:
        'FROM x\nRUN dnf install -y a && dnf clean all\nRUN zypper -n in a && zypper clean --all\nRUN sudo microdnf install a && sudo microdnf clean all; make\nRUN apt-get update; apt-get install -y a && rm -rf /var/lib/apt/lists/*; apt-get clean\n',
    },
    {
      name: 'pip of a known image knows the option; all calls of the RUN at once',
      code: 'FROM python:3.13\nRUN pip install -U pip && python -m pip install \\\n    -r requirements.txt\n',
      findings: [{ at: 'pip install -U pip', message: 'With `--no-cache-dir` nothing stays', aliases: ['DL3042'] }],
      safe: 'FROM python:3.13\nRUN pip install --no-cache-dir -U pip && python -m pip install --no-cache-dir \\\n    -r requirements.txt\n',
    },
    {
      name: 'an old or an unknown pip may not know it',
      code: 'FROM ubuntu:14.04 AS a\nRUN pip install a\nFROM a\nRUN pip3.9 install b\n',
      findings: [{ at: 'pip install a' }, { at: 'pip3.9 install b' }],
      unsafe: 'FROM ubuntu:14.04 AS a\nRUN pip install --no-cache-dir a\nFROM a\nRUN pip3.9 install --no-cache-dir b\n',
    },
    {
      code: 'FROM me/x\nRUN pip install a\n',
      findings: [{ at: 'pip install a' }],
      unsafe: 'FROM me/x\nRUN pip install --no-cache-dir a\n',
    },
    {
      name: 'apk, and an index that is not needed then',
      code: 'FROM x\nRUN apk add --update curl\nRUN apk update && apk upgrade && apk add -t .deps gcc\n',
      findings: [{ at: 'apk add --update curl', aliases: ['DL3019'] }, { at: 'apk update' }],
      safe: 'FROM x\nRUN apk add --no-cache --update curl\nRUN apk update && apk upgrade && apk add -t .deps gcc\n',
      unsafe:
        'FROM x\nRUN apk add --no-cache --update curl\nRUN apk upgrade --no-cache && apk add --no-cache -t .deps gcc\n',
    },
    {
      name: 'an index that cannot simply go: a removal instead',
      code: 'FROM x\nRUN apk update; apk add a\n',
      findings: [{ at: 'apk update' }],
      unsafe: 'FROM x\nRUN apk update; apk add a && rm -rf /var/cache/apk/*\n',
    },
    {
      name: 'yarn, bare and global',
      code: 'FROM x\nRUN yarn\nRUN yarn global add serve\n',
      findings: [{ at: 'yarn', aliases: ['DL3060'] }, { at: 'yarn global add serve' }],
      unsafe: 'FROM x\nRUN yarn && yarn cache clean\nRUN yarn global add serve && yarn cache clean\n',
    },
    {
      name: 'behind the whole construct; none behind one in the background',
      code: 'FROM x\nRUN if true; then yum install -y a; fi\nRUN yum install -y b & wait\nRUN f() { yum install -y c; }; f\n',
      findings: [{ at: 'yum install -y a' }, { at: 'yum install -y b' }, { at: 'yum install -y c' }],
      safe: 'FROM x\nRUN if true; then yum install -y a; fi && yum clean all\nRUN yum install -y b & wait\nRUN f() { yum install -y c; }; f\n',
    },
    {
      name: 'heredocs: on the same line',
      code: 'FROM x\nRUN <<E\nset -e\nyum install -y a \\\n  b\nmake\nE\n',
      findings: [{ at: 'yum install -y a \\\n  b' }],
      safe: 'FROM x\nRUN <<E\nset -e\nyum install -y a \\\n  b && yum clean all\nmake\nE\n',
    },
    {
      name: 'Windows line ends, another escape character, ONBUILD',
      code: '# escape=`\r\nFROM x\r\nONBUILD RUN yum install -y `\r\n  a\r\n',
      findings: [{ at: 'yum install -y `\r\n  a' }],
      safe: '# escape=`\r\nFROM x\r\nONBUILD RUN yum install -y `\r\n  a `\r\n  && yum clean all\r\n',
    },
    {
      name: 'a mount elsewhere',
      code: 'FROM x\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y a\n',
      findings: [{ at: 'apt-get update' }],
      unsafe:
        'FROM x\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      name: 'a fragment',
      code: 'RUN yum install -y a\n',
      findings: [{ at: 'yum install -y a' }],
      safe: 'RUN yum install -y a && yum clean all\n',
    },
  ],
});
