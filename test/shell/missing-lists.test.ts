import { describe, expect, test } from 'vitest';
import { installsByPipedLists, mayLeaveLists } from '../../src/shell/missing-lists.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { pipelinesOf } from '../../src/shell/pipelines.ts';

describe('an installation that has no lists but those of a piped script', () => {
  const found = (text: string): string | undefined => {
    const script = parseScript(text);
    const [pipeline] = pipelinesOf(script);
    const command = pipeline && installsByPipedLists(script, pipeline);
    return command && text.slice(command.span.start, command.span.end);
  };

  test.each([
    ['curl x | bash - && apt-get install -y nodejs && node -v', 'apt-get install -y nodejs'],
    ['curl x | sudo bash && cd /a && apt install b', 'apt install b'],
    ['a && curl x | bash && apt-get install -y a ./b.deb', 'apt-get install -y a ./b.deb'],
  ])('%s: %s', (text, install) => {
    expect(found(text)).toBe(install);
  });

  test.each([
    ['the lists are fetched in front', 'apt-get update && curl x | bash && apt-get install -y a'],
    ['the lists are fetched behind', 'curl x | bash && apt-get update && apt-get install -y a'],
    ['a script in front may fetch them', './setup.sh && curl x | bash && apt-get install -y a'],
    ['a script behind may fetch them', 'curl x | bash && /tmp/setup/run && apt-get install -y a'],
    ['another repository may', 'curl x | bash && add-apt-repository y && apt-get install -y a'],
    ['a file needs none', 'curl x | bash && apt-get install -y ./a.deb'],
    ['what is missing', 'curl x | bash && apt-get install -f'],
    ['its failure is forgiven', 'curl x | bash && apt-get install -y a || true'],
    ['the pipe is not joined to it', 'curl x | bash; apt-get install -y a'],
    ['its failure is dropped', 'curl x | bash && apt-get install -y a; b'],
    ['it runs in the background', 'curl x | bash && apt-get install -y a & b'],
    ['another manager', 'curl x | bash && yum install -y a'],
    ['in front of the pipe', 'apt-get install -y a && curl x | bash'],
    ['no installation', 'curl x | bash && apt-get purge a'],
    ['a compound', 'curl x | bash && { apt-get install -y a; }'],
  ])('none where %s: %s', (_, text) => {
    expect(found(text)).toBeUndefined();
  });
});

test.each([
  ['make install', true],
  ['apt-get update', true],
  ['apt-get update && apt-get install -y a && apt-get clean', true],
  ['curl x | bash', true],
  ['bash a && apt-get update && rm -rf /var/lib/apt/lists/*', false],
  ['apt-get update && rm -rf /var/lib/apt/lists/* && ./a/b x', true],
  ['apt-get update && apt-get install -y a && rm -rf /var/lib/apt/lists/*', false],
  ['npm ci', false],
  ['mkdir /a', false],
])('%s leaves lists: %s', (text, leaves) => {
  expect(mayLeaveLists(parseScript(text))).toBe(leaves);
});
