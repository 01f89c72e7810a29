import { describe, expect, test } from 'vitest';
import { factsOf } from '../../src/dockerfile/images.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { processesOf } from '../../src/dockerfile/process.ts';
import { explain } from '../../src/review/explanation.ts';
import { sayFirstProcess } from '../../src/review/first-process-words.ts';

/** What is said of process 1 of the last stage. */
function said(text: string): string {
  const file = parse('Dockerfile', text);
  const first = explain(file, processesOf(file, factsOf), factsOf).stages.at(-1)?.run.first;
  if (first === undefined) return '';
  const { name, signals } = sayFirstProcess(first);
  return `${name}: ${signals}`;
}

describe('of a command in shell form', () => {
  const stays = 'sh: It stays in front of `node` and passes no signal on';
  const goes = 'node: `docker stop` sends SIGTERM to it directly, once `sh` has made way for it.';

  test.each([
    ['FROM debian:12\nCMD node a.js\n', stays],
    ['FROM alpine:3.20\nCMD node a.js\n', goes],
    ['FROM alpine:3.20\nCMD node a.js > log\n', goes],
    ['FROM rockylinux:9\nCMD node a.js\n', goes],
    ['FROM rockylinux:9\nCMD node a.js > log\n', stays],
    ['FROM debian:12\nRUN ln -sf /bin/bash /bin/sh\nCMD node a.js\n', goes],
    ['FROM debian:12 AS a\nRUN ln -sf /bin/bash /bin/sh\nFROM a\nCMD node a.js > log\n', stays],
    [
      'FROM x\nENTRYPOINT node a.js\n',
      'sh or node: dash stays in front and keeps SIGTERM from `node`; bash and busybox make way for it.',
    ],
    [
      'FROM x\nENTRYPOINT node a.js > log\n',
      'sh or node: dash and bash stay in front and keep SIGTERM from `node`; busybox makes way for it.',
    ],
  ])('%j', (text, words) => {
    expect(said(text)).toContain(words);
  });
});
