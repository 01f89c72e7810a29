import { rule } from '../../src/rules/heredoc-without-errexit.ts';
import { testRule } from '../support/test-rule.ts';

testRule(rule, {
  valid: [
    'FROM x\nRUN <<EOF\nset -eux\na\nb\nEOF\n',
    'FROM x\nRUN <<EOF\nset -o errexit\na\nb\nEOF\n',
    'FROM x\nRUN <<EOF\nset -uo errexit -x\na\nb\nEOF\n',
    'FROM x\nSHELL ["/bin/bash", "-euo", "pipefail", "-c"]\nRUN <<EOF\na\nb\nEOF\n',
    {
      name: 'SHELL of the parent stage',
      code: 'FROM x AS a\nSHELL ["/bin/sh", "-ec"]\nFROM a\nRUN <<EOF\na\nb\nEOF\n',
    },
    { name: 'a shebang chooses its own shell', code: 'FROM x\nRUN <<EOF\n#!/bin/bash -e\na\nb\nEOF\n' },
    'FROM x\nRUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nprint(2)\nEOF\n',
    { name: 'one command', code: 'FROM x\nRUN <<EOF\napk add curl\nEOF\n' },
    { name: 'one && chain', code: 'FROM x\nRUN <<EOF\na && \\\n b\nEOF\n' },
    { name: 'heredoc as data', code: 'FROM x\nRUN cat <<EOF > /etc/a.conf\nx\ny\nEOF\n' },
    'FROM x\nRUN python3 <<EOF\nprint(1)\nprint(2)\nEOF\n',
    'FROM x\nCOPY <<EOF /a.sh\na\nb\nEOF\n',
    'FROM x\nRUN <<-"EOF"\n\tset -e\n\ta\n\tb\n\tEOF\n',
    'FROM x\nRUN bash -e <<EOF\na\nb\nEOF\n',
    'FROM x\nRUN bash -euxo pipefail <<EOF\na\nb\nEOF\n',
    'FROM x\nRUN <<EOF bash -o errexit\na\nb\nEOF\n',
    {
      name: 'the heredoc is the input of a script given by name',
      code: 'FROM x\nRUN bash setup.sh <<EOF\na\nb\nEOF\n',
    },
    { name: 'every failure is dealt with', code: 'FROM x\nRUN <<EOF\na || exit 1\nb || true\nc\nEOF\n' },
    {
      name: 'nothing before the last command can fail',
      code: 'FROM x\nRUN <<EOF\nexport A=1\nB=2\necho hello\nmake\nEOF\n',
    },
    { name: 'a function and its call', code: 'FROM x\nRUN <<EOF\nbuild() {\n  make\n}\nbuild\nEOF\n' },
    { name: 'PowerShell', code: 'FROM x\nSHELL ["powershell", "-Command"]\nRUN <<EOF\nGet-A\nGet-B\nEOF\n' },
    { name: 'no script at all', code: 'FROM x\nRUN <<EOF\nEOF\n' },
    { name: 'a script the shell cannot parse', code: 'FROM x\nRUN <<EOF\nif a\nb\nEOF\n' },
    { name: 'several heredocs', code: 'FROM x\nRUN cat <<A <<B\na\nA\nb\nB\n' },
  ],
  invalid: [
    {
      code: 'FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y vim\nEOF\n',
      findings: [
        {
          at: '<<EOF',
          severity: 'info',
          message: '`/bin/sh -c` runs this script without errexit: when `apt-get update` fails',
        },
      ],
      unsafe: 'FROM debian:12\nRUN <<EOF\nset -e\napt-get update\napt-get install -y vim\nEOF\n',
    },
    {
      name: 'a failure that the last command does not show is a warning, and the one that is named',
      code: 'FROM debian:12\nRUN <<EOF\napt-get update\napt-get install -y vim\nrm -rf /var/lib/apt/lists/*\nEOF\n',
      findings: [{ at: '<<EOF', severity: 'warning', message: 'when `apt-get install -y vim` fails' }],
      unsafe:
        'FROM debian:12\nRUN <<EOF\nset -e\napt-get update\napt-get install -y vim\nrm -rf /var/lib/apt/lists/*\nEOF\n',
    },
    {
      name: 'the shell named behind the heredoc',
      code: 'FROM debian:12\nRUN <<EOT bash\n  apt-get update\n  apt-get install -y vim\nEOT\n',
      findings: [{ at: '<<EOT', severity: 'info', message: '`bash` runs this script' }],
      unsafe: 'FROM debian:12\nRUN <<EOT bash -e\n  apt-get update\n  apt-get install -y vim\nEOT\n',
    },
    {
      name: 'the shell named before the heredoc, with options, after a flag and a continuation',
      code: 'FROM x\nRUN --network=none \\\n  /bin/bash -x <<EOT\na\nb\nEOT\n',
      findings: [{ at: '<<EOT', message: '`/bin/bash -x` runs' }],
      unsafe: 'FROM x\nRUN --network=none \\\n  /bin/bash -e -x <<EOT\na\nb\nEOT\n',
    },
    {
      name: 'tabs that the shell never sees',
      code: 'FROM x\nRUN <<-EOF\n\ta\n\tb\n\tEOF\n',
      findings: [{ at: '<<-EOF' }],
      unsafe: 'FROM x\nRUN <<-EOF\n\tset -e\n\ta\n\tb\n\tEOF\n',
    },
    {
      name: 'Windows line ends',
      code: 'FROM x\r\nRUN <<EOF\r\na\r\nb\r\nEOF\r\n',
      findings: [{ at: '<<EOF' }],
      unsafe: 'FROM x\r\nRUN <<EOF\r\nset -e\r\na\r\nb\r\nEOF\r\n',
    },
    {
      name: 'a semicolon drops a status as a line end does',
      code: 'FROM x\nRUN <<EOF\nset -u\ncd /src; make\nEOF\n',
      findings: [{ at: '<<EOF', severity: 'info', message: 'when `cd /src` fails' }],
      unsafe: 'FROM x\nRUN <<EOF\nset -e\nset -u\ncd /src; make\nEOF\n',
    },
    {
      name: 'errexit overlooks what stands in front of &&',
      code: 'FROM x\nRUN <<EOF\na && b\nc\nEOF\n',
      findings: [{ at: '<<EOF', message: 'when `b` fails, the next line runs all the same' }],
      unsafe: 'FROM x\nRUN <<EOF\nset -e\na && b\nc\nEOF\n',
    },
    {
      name: 'and says so',
      code: 'FROM x\nRUN <<EOF\na\nb && c\nd\nEOF\n',
      findings: [{ at: '<<EOF', message: 'Not where `&&` follows: give such commands a line each.' }],
      unsafe: 'FROM x\nRUN <<EOF\nset -e\na\nb && c\nd\nEOF\n',
    },
    {
      name: 'inside ONBUILD',
      code: 'FROM x\nONBUILD RUN <<EOF\na\nb\nEOF\n',
      findings: [{ at: '<<EOF' }],
      unsafe: 'FROM x\nONBUILD RUN <<EOF\nset -e\na\nb\nEOF\n',
    },
    {
      name: 'each RUN for itself, and what else is in the way of a message stays out',
      code: 'FROM x\nRUN <<A\nx `y` \\\n z\nb\nA\nRUN <<B\nif a; then b; fi\nc\nB\n',
      findings: [
        { at: '<<A', message: "when `x 'y' z` fails" },
        { at: '<<B', message: 'when `if a; then b; fi` fails' },
      ],
      unsafe: 'FROM x\nRUN <<A\nset -e\nx `y` \\\n z\nb\nA\nRUN <<B\nset -e\nif a; then b; fi\nc\nB\n',
    },
  ],
});
