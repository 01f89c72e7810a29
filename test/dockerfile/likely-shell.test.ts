import { expect, test } from 'vitest';
import { likelySh } from '../../src/dockerfile/likely-shell.ts';
import { parse } from '../../src/dockerfile/parse.ts';

function of(code: string): string | undefined {
  const file = parse('Dockerfile', code);
  const last = file.instructions.at(-1);
  return last && likelySh(file, last, () => undefined);
}

test.each([
  ['what is known of the base', 'FROM debian:12\nRUN apk add a\n', 'dash'],
  ['alpine in its name', 'FROM mhart/alpine-node\n', 'busybox'],
  ['alpine in its tag', 'FROM x:1-alpine3.20\n', 'busybox'],
  ['a word that only contains it', 'FROM alpinelike/x\n', undefined],
  ['apk', 'FROM x\nRUN set -e; apk --no-cache add a\n', 'busybox'],
  ['yum', 'FROM x\nRUN yum -y install a\n', 'bash'],
  ['apt-get', 'FROM x\nRUN apt-get update\n', 'dash'],
  ['two families', 'FROM x\nRUN if a; then apk add b; else yum install b; fi\n', undefined],
  ['another shell in its place', 'FROM x\nRUN apt-get update && ln -sf /bin/bash /bin/sh\nCMD a\n', 'bash'],
  ['nothing', 'FROM x\nRUN make\n', undefined],
])('%s', (_name, code, expected) => {
  expect(of(code)).toBe(expected);
});

test('a stage has the shell of the stage below it', () => {
  expect(of('FROM x AS a\nRUN apk add b\nFROM a\n')).toBe('busybox');
  expect(of('ARG A=1\n')).toBeUndefined();
});
