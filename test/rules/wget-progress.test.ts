import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { rule } from '../../src/rules/wget-progress.ts';
import { testRule } from '../support/test-rule.ts';

const busybox = spawnSync('busybox', ['wget', '--progress=dot:giga', 'http://127.0.0.1:1/'], { encoding: 'utf8' });

describe('the wget of Alpine', () => {
  test.skipIf(busybox.error !== undefined)('refuses the option that the fix adds', () => {
    expect(busybox.stderr).toContain("unrecognized option '--progress=dot:giga'");
  });
});

testRule(rule, {
  valid: [
    'FROM debian:12\nRUN wget -q https://x/a.tgz\n',
    'FROM debian:12\nRUN wget -nv https://x/a.tgz\n',
    'FROM debian:12\nRUN wget -qO- https://x/a.tgz | tar xz\n',
    'FROM debian:12\nRUN wget -cnv -O a https://x/a.tgz\n',
    'FROM debian:12\nRUN wget --no-verbose https://x/a.tgz\n',
    'FROM debian:12\nRUN wget --progress=bar:force https://x/a.tgz\n',
    'FROM debian:12\nRUN wget -o /tmp/log https://x/a.tgz\n',
    'FROM debian:12\nRUN wget https://x/a.tgz 2>/dev/null\n',
    'FROM debian:12\nRUN wget --spider https://x/a.tgz\n',
    'FROM debian:12\nRUN wget $WGET_OPTIONS https://x/a.tgz\n',
    'FROM debian:12\nRUN echo "verbose = off" > ~/.wgetrc\nRUN wget https://x/a.tgz\n',
    'FROM debian:12\nRUN apt-get install -y wget\n',
    { name: "busybox's wget refuses the option", code: 'FROM alpine:3.20\nRUN wget https://x/a.tgz\n' },
    { name: 'nobody knows whose wget it is', code: 'FROM x\nRUN wget https://x/a.tgz\n' },
    { name: 'wget2 writes no dots', code: 'FROM fedora:41\nRUN dnf install -y wget && wget https://x/a.tgz\n' },
    { name: 'a probe is not a build', code: 'FROM debian:12\nHEALTHCHECK CMD wget http://localhost\n' },
  ].map((given) => ({ ...(typeof given === 'string' ? { code: given } : given), files: {} })),
  invalid: [
    {
      code: 'FROM debian:12\nRUN wget https://x/a.tgz && wget -O b https://x/b.tgz\n',
      files: {},
      findings: [{ at: 'wget https://x/a.tgz', message: 'a line for every 50 KB' }],
      safe: 'FROM debian:12\nRUN wget --progress=dot:giga https://x/a.tgz && wget --progress=dot:giga -O b https://x/b.tgz\n',
    },
    {
      name: 'Alpine that installs the other wget',
      code: 'FROM alpine:3.20\nRUN apk add --no-cache ca-certificates wget\nRUN wget -O q https://x/a.tgz\n',
      files: {},
      findings: [{ at: 'wget -O q https://x/a.tgz' }],
      safe: 'FROM alpine:3.20\nRUN apk add --no-cache ca-certificates wget\nRUN wget --progress=dot:giga -O q https://x/a.tgz\n',
    },
    {
      name: 'a base nobody knows, of the Debian family by its package manager',
      code: 'FROM x\nRUN apt-get update && apt-get install -y wget \\\n && sudo wget -c https://x/q.tgz\n',
      findings: [{ at: 'sudo wget -c https://x/q.tgz' }],
      safe: 'FROM x\nRUN apt-get update && apt-get install -y wget \\\n && sudo wget --progress=dot:giga -c https://x/q.tgz\n',
    },
    {
      name: 'yum, in a parent stage',
      code: 'FROM x AS a\nRUN yum install -y wget\nFROM a\nRUN /usr/bin/wget -nc -P /q https://x/a.tgz\n',
      findings: [{ at: '/usr/bin/wget -nc -P /q https://x/a.tgz' }],
      safe: 'FROM x AS a\nRUN yum install -y wget\nFROM a\nRUN /usr/bin/wget --progress=dot:giga -nc -P /q https://x/a.tgz\n',
    },
    {
      name: 'in a loop, in a heredoc',
      code: 'FROM debian:12\nRUN <<EOF\nset -e\nfor f in a b; do wget https://x/$f; done\nEOF\n',
      files: {},
      findings: [{ at: 'wget https://x/$f' }],
      safe: 'FROM debian:12\nRUN <<EOF\nset -e\nfor f in a b; do wget --progress=dot:giga https://x/$f; done\nEOF\n',
    },
    {
      name: 'the value of another option says nothing about quiet',
      code: 'FROM debian:12\nRUN wget -Oq https://x/a\n',
      files: {},
      findings: [{ at: 'wget -Oq https://x/a' }],
      safe: 'FROM debian:12\nRUN wget --progress=dot:giga -Oq https://x/a\n',
    },
  ],
});
