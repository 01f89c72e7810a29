import { expect, test } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { shOf } from '../../src/dockerfile/sh-in-place.ts';

const link = 'RUN rm /bin/sh && ln -s /bin/bash /bin/sh';

/** What `/bin/sh` is for the last instruction. */
function of(code: string): string | undefined {
  const file = parse('Dockerfile', code);
  const last = file.instructions.at(-1);
  return last && shOf(file, last, () => undefined);
}

test.each([
  ['that of the base', 'FROM debian:12\nRUN a\n', 'dash'],
  ['nothing is known', 'FROM x\nRUN a\n', undefined],
  ['a link above', `FROM debian:12\n${link}\nRUN a\n`, 'bash'],
  ['a link in a base that is not known', `FROM x\n${link}\nRUN a\n`, 'bash'],
  ['the link itself is made by the one before', `FROM debian:12\n${link}\n`, 'dash'],
  ['a link to another shell', 'FROM debian:12\nRUN ln -sf /bin/zsh /bin/sh\nRUN a\n', undefined],
  ['the last link counts', `FROM debian:12\nRUN ln -sf /bin/zsh /bin/sh\n${link}\nRUN a\n`, 'bash'],
  ['a link of something else', 'FROM debian:12\nRUN ln -s /opt/x /bin/sh.old\nRUN a\n', 'dash'],
  ['a link in words that no shell reads', 'FROM debian:12\nRUN ["ln", "-sf", "/bin/bash", "/bin/sh"]\nRUN a\n', 'dash'],
  ['a link in the stage below', `FROM debian:12 AS b\n${link}\nFROM b\nRUN a\n`, 'bash'],
  ['a link in another stage', `FROM debian:12 AS b\n${link}\nFROM debian:12\nRUN a\n`, 'dash'],
  ["Debian's question", 'FROM debian:8\nRUN dpkg-reconfigure -p critical dash\nRUN a\n', undefined],
  ['outside of a stage', 'ARG A=1\n', undefined],
])('%s', (_name, code, expected) => {
  expect(of(code)).toBe(expected);
});

test('CMD above the link runs with it all the same', () => {
  const file = parse('Dockerfile', `FROM debian:12\nCMD a\n${link}\n`);
  const cmd = file.instructions.find(({ keyword }) => keyword === 'CMD');
  expect(cmd && shOf(file, cmd, () => undefined)).toBe('bash');
});
