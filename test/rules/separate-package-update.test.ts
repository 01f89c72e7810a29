import { rule } from '../../src/rules/separate-package-update.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    { name: 'Alpine has no apt: nothing is kept', code: 'FROM alpine:3.20\nRUN apt update\nRUN apt install -y a\n' },
    { name: 'Debian has no apk', code: 'FROM debian:12\nRUN apk update\nRUN apk add a\n' },
    'FROM x\nRUN apt-get update && apt-get install -y a\n',
    {
      name: 'the later install updates again',
      code: 'FROM x\nRUN apt-get update\nRUN apt-get update && apt-get install -y a\n',
    },
    { name: 'nothing is installed later', code: 'FROM x\nRUN apt-get update\nRUN make\n' },
    {
      name: 'installed by the same RUN, and by another that has nothing left to work from',
      code: 'FROM x\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\nRUN apt-get install -y b\n',
    },
    ...['curl https://deb.nodesource.com/setup_22.x | sudo -E bash -', 'add-apt-repository -y ppa:a/b'].map((step) => ({
      name: `the lists may have been fetched unseen: ${step}`,
      code: `FROM x\nRUN apt-get update && apt-get install -y a\nRUN ${step}\nRUN apt-get install -y b\n`,
    })),
    { name: 'another stage installs', code: 'FROM x AS a\nRUN apt-get update\nFROM y\nRUN apt-get install -y a\n' },
    {
      name: 'lists in a cache mount',
      code: 'FROM x\nRUN --mount=type=cache,target=/var/lib/apt apt-get update\nRUN --mount=type=cache,target=/var/lib/apt apt-get install -y a\n',
    },
    { name: "a package's file needs no lists", code: 'FROM x\nRUN apt-get update\nRUN apt-get install -y ./a.deb\n' },
    { name: 'apk fetches its list', code: 'FROM x\nRUN apk update\nRUN apk add --no-cache a\nRUN apk add -U b\n' },
    {
      name: 'managers that fetch their lists anyway',
      code: 'FROM x\nRUN zypper refresh\nRUN zypper -n in a\nRUN yum makecache\nRUN yum install -y a\n',
    },
    { name: 'not a RUN', code: 'FROM x\nRUN apt-get update\nCMD apt-get install -y a\n' },
  ],
  invalid: [
    {
      name: 'in a stage that BuildKit leaves out it is a remark',
      code: 'FROM x\nRUN apt-get update\nRUN apt-get install -y a\nFROM x\nCMD ["a"]\n',
      findings: [{ at: 'apt-get update', severity: 'info' }],
      unsafe: 'FROM x\nRUN apt-get update && apt-get install -y a\nFROM x\nCMD ["a"]\n',
    },
    {
      name: 'a stage that is copied from is built',
      code: 'FROM x\nRUN apt-get update\nRUN apt-get install -y a\nFROM x\nCOPY --from=0 /a /a\n',
      findings: [{ at: 'apt-get update', severity: 'warning' }],
      unsafe: 'FROM x\nRUN apt-get update && apt-get install -y a\nFROM x\nCOPY --from=0 /a /a\n',
    },
    {
      name: 'what stands behind the update may need its lists, so they stay for it',
      code: 'FROM x\nRUN apt-get update && ./install.sh\nRUN apt-get install -y a\n',
      findings: [{ at: 'apt-get update' }],
      unsafe:
        'FROM x\nRUN apt-get update && ./install.sh\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      name: 'an update that comes last goes, behind a semicolon too',
      code: 'FROM x\nRUN echo 1; apt-get update\nRUN apt-get install -y a\n',
      findings: [{ at: 'apt-get update' }],
      unsafe: 'FROM x\nRUN echo 1\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      name: 'the message names the command, not the variables in front of it',
      code: 'FROM x\nRUN DEBIAN_FRONTEND=noninteractive apt-get update\nRUN DEBIAN_FRONTEND=noninteractive apt-get install -y a\n',
      findings: [{ at: { line: 2 }, message: 'Docker keeps the layer of `apt-get update` in its cache' }],
      unsafe:
        'FROM x\nRUN DEBIAN_FRONTEND=noninteractive apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y a && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      name: 'from the lists of a RUN that installs other packages',
      code: 'FROM x\nRUN apt-get update && apt-get install -y a\nRUN make\nRUN apt-get install -y b && make\nRUN apt-get install -y c\n',
      findings: [
        {
          at: 'apt-get install -y b',
          severity: 'warning',
          message: 'works from the lists that line 2 fetched, and Docker keeps that layer',
        },
      ],
      unsafe:
        'FROM x\nRUN apt-get update && apt-get install -y a\nRUN make\nRUN apt-get update && apt-get install -y b && rm -rf /var/lib/apt/lists/* && make\nRUN apt-get update && apt-get install -y c && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      name: 'likewise of apk, and an upgrade alone is a remark',
      code: 'FROM alpine:3.20\nRUN apk update && apk add a\nRUN apk add b\nFROM debian:12\nRUN apt-get update && apt-get install -y a\nRUN apt-get upgrade -y\n',
      findings: [
        { at: 'apk add b', severity: 'info', message: 'or fetches them again when they are more than four hours old' },
        { at: 'apt-get upgrade -y', severity: 'info' },
      ],
      unsafe:
        'FROM alpine:3.20\nRUN apk update && apk add a\nRUN apk add --no-cache b\nFROM debian:12\nRUN apt-get update && apt-get install -y a\nRUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      name: 'an update at the end of another RUN goes without a trace',
      code: 'FROM x\nRUN curl -fo /etc/apt/sources.list.d/a.list https://a && \\\n    apt-get -q update > /dev/null\nRUN apt-get install -y b\n',
      findings: [{ at: 'apt-get -q update > /dev/null' }],
      unsafe:
        'FROM x\nRUN curl -fo /etc/apt/sources.list.d/a.list https://a\nRUN apt-get -q update > /dev/null && apt-get install -y b && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      code: 'FROM x\nRUN apt-get update\nRUN apt-get install -y a\n',
      findings: [
        {
          at: 'apt-get update',
          message: 'change the packages in line 3, and they are looked up in lists that may be months old',
          aliases: [],
        },
      ],
      unsafe: 'FROM x\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      name: 'all that need the lists, until they are fetched again',
      code: 'FROM x\n# lists\nRUN apt-get -qq update > /dev/null\n\nRUN apt-get install -y a && make\nRUN make\nRUN B=1 apt-get install -y \\\n    b \\\n    c\nRUN apt-get update && apt-get install -y d\n',
      findings: [{ at: 'apt-get -qq update > /dev/null' }],
      unsafe:
        'FROM x\n# lists\n\nRUN apt-get -qq update > /dev/null && apt-get install -y a && rm -rf /var/lib/apt/lists/* && make\nRUN make\nRUN apt-get -qq update > /dev/null && B=1 apt-get install -y \\\n    b \\\n    c \\\n    && rm -rf /var/lib/apt/lists/*\nRUN apt-get update && apt-get install -y d\n',
    },
    {
      name: 'with an upgrade in it: stays, without its lists',
      code: 'FROM x\nRUN apt-get update && apt-get upgrade -y\nRUN sudo apt-get install -y a\n',
      findings: [{ at: 'apt-get update' }],
      unsafe:
        'FROM x\nRUN apt-get update && apt-get upgrade -y && rm -rf /var/lib/apt/lists/*\nRUN sudo apt-get update && sudo apt-get install -y a && sudo rm -rf /var/lib/apt/lists/*\n',
    },
    ...[
      'gdebi -n /tmp/a.deb',
      'dpkg -i a.deb || apt-get -fy install',
      'apt-get install -y ./a.deb',
      'apt-get source b',
    ].map((command) => ({
      name: `words where something else needs the lists: ${command}`,
      code: `FROM x\nRUN apt-get update\nRUN apt-get install -y a\nRUN ${command}\n`,
      findings: [{ at: 'apt-get update' }],
    })),
    {
      name: 'which fetches them itself',
      code: 'FROM x\nRUN apt-get update\nRUN apt-get install -y a\nRUN apt-get update && apt-get source b\n',
      findings: [{ at: 'apt-get update' }],
      unsafe:
        'FROM x\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\nRUN apt-get update && apt-get source b\n',
    },
    {
      name: 'nothing but an upgrade works from them: a remark',
      code: 'FROM x\nRUN apt-get update\nRUN apt-get -y upgrade\n',
      findings: [
        {
          at: 'apt-get update',
          severity: 'info',
          message: 'change line 3, and it upgrades by lists that may be months',
        },
      ],
      unsafe: 'FROM x\nRUN apt-get update && apt-get -y upgrade && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      name: 'a stage that is left behind keeps its lists',
      code: 'FROM x AS a\nRUN apt-get update\nRUN apt-get install -y b\nFROM y\n',
      findings: [{ at: 'apt-get update' }],
      unsafe: 'FROM x AS a\nRUN apt-get update && apt-get install -y b\nFROM y\n',
    },
    {
      name: 'removed already',
      code: 'FROM x\nRUN apt-get update\nRUN apt-get install -y a && rm -rf /var/lib/apt/lists/*\n',
      findings: [{ at: 'apt-get update' }],
      unsafe: 'FROM x\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n',
    },
    {
      name: 'apk: the option fetches the list',
      code: 'FROM x\nRUN apk update\nRUN apk add a && apk add b\n',
      findings: [
        { at: 'apk update', severity: 'info', message: '`apk add` fetches an index of more than four hours again' },
      ],
      unsafe: 'FROM x\nRUN apk add --no-cache a && apk add --no-cache b\n',
    },
    {
      name: 'a stage upon it installs from the lists, too: words only',
      code: 'FROM x AS a\nRUN apt-get update\nRUN apt-get install -y b\nFROM a\nRUN apt-get install -y c\n',
      findings: [{ at: 'apt-get update' }],
    },
    {
      name: 'no place for the update: words only',
      code: 'FROM x AS one\nRUN apt-get update\nRUN yes | apt-get install a\nFROM y AS two\nRUN apt-get update\nRUN true || apt-get install -y b\nFROM z\nRUN apt-get update\nRUN if true; then apt-get install -y c; fi\n',
      findings: [{ at: { line: 2 } }, { at: { line: 5 } }, { at: { line: 8 } }],
    },
    {
      name: 'a comment or a mount would go: words only',
      code: 'FROM x AS one\nRUN apt-get \\\n  # lists\n  update\nRUN apt-get install -y a\nFROM y\nRUN --network=host apt-get update\nRUN apt-get install -y b\n',
      findings: [{ at: { line: 2 } }, { at: { line: 7 } }],
    },
    {
      name: 'Windows line ends, a heredoc',
      code: 'FROM x\r\nRUN apt-get update\r\nRUN <<E\r\nset -e\r\napt-get install -y a\r\nE\r\n',
      findings: [{ at: 'apt-get update' }],
      unsafe:
        'FROM x\r\nRUN <<E\r\nset -e\r\napt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\r\nE\r\n',
    },
    {
      name: 'an install in front of a script that may fetch lists itself needs the old ones',
      code: 'FROM x\nRUN apt-get update && apt-get install -y a\nRUN apt-get install -y b\nRUN apt-get install -y curl && curl -f https://sh.rustup.rs | sh -s -- -y\n',
      findings: [{ at: 'apt-get install -y b' }],
      unsafe:
        'FROM x\nRUN apt-get update && apt-get install -y a\nRUN apt-get update && apt-get install -y b && rm -rf /var/lib/apt/lists/*\n' +
        'RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/* && curl -f https://sh.rustup.rs | sh -s -- -y\n',
    },
    {
      name: 'an install behind it may need them: they stay',
      code: 'FROM x\nRUN apt-get update && apt-get install -y a\nRUN apt-get install -y b\nRUN curl -f https://sh.rustup.rs | sh -s -- -y\nRUN apt-get install -y c\n',
      findings: [{ at: 'apt-get install -y b' }],
      unsafe:
        'FROM x\nRUN apt-get update && apt-get install -y a\nRUN apt-get update && apt-get install -y b\nRUN curl -f https://sh.rustup.rs | sh -s -- -y\nRUN apt-get install -y c\n',
    },
    {
      name: 'a RUN that updates twice goes as a whole',
      code: 'FROM x\nRUN apt-get update \\\n    && apt-get -y update\nRUN apt-get install -y a\n',
      findings: [{ at: 'apt-get update' }],
      unsafe: 'FROM x\nRUN apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*\n',
    },
  ],
});
