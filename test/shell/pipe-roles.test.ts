import { describe, expect, test } from 'vitest';
import { allCommands, type SimpleCommand } from '../../src/shell/commands.ts';
import { parseScript } from '../../src/shell/parse.ts';
import {
  answerIn,
  isInlineProgram,
  noticesEmptyInput,
  producerOf,
  programOf,
  runsItsInput,
  sigpipeIn,
} from '../../src/shell/pipe-roles.ts';
import { pipelinesOf, type Pipeline } from '../../src/shell/pipelines.ts';

const command = (text: string): SimpleCommand => allCommands(parseScript(text))[0]!;
const pipe = (text: string): Pipeline => pipelinesOf(parseScript(text))[0]!;

describe('what the writing end does', () => {
  test.each([
    ['curl -s https://x', 'download'],
    ['sudo -E /usr/bin/wget -qO- https://x', 'download'],
    ['aws s3 cp s3://a -', 'download'],
    ['git archive HEAD', 'download'],
    ['git clone https://x', 'download'],
    ['git log', 'other'],
    ['git', 'other'],
    ['notgit archive', 'other'],
    ['tar -c a', 'unpack'],
    ['gpg --export A', 'unpack'],
    ['make', 'build'],
    ['npm ci', 'build'],
    ['./configure --prefix=/a', 'build'],
    ['echo a', 'harmless'],
    ['cat a', 'harmless'],
    ['. ./env', 'harmless'],
    ['curl --version', 'harmless'],
    ['mytool -version', 'harmless'],
    ['mytool --help', 'harmless'],
    ['mytool --versions', 'other'],
    ['mytool x--help', 'other'],
    ['mytool', 'other'],
    ['A=b', 'harmless'],
  ])('%s: %s', (text, producer) => {
    expect(producerOf(command(text))).toBe(producer);
  });

  test('a compound command may do anything', () => {
    expect(producerOf(undefined)).toBe('other');
  });
});

describe('whether the reader fails of an empty input', () => {
  test.each([
    'tar xz',
    'tar -x',
    'tar',
    'sudo tar -xzC /a',
    'gunzip',
    'cpio -idmv',
    'unzip -',
    'gpg --import',
    'grep a',
    'egrep -q a',
    'apt-key add -',
    'jq -e .a',
    'jq -re .a',
    'jq --exit-status .a',
    'sha256sum -c',
    'sha1sum -sc -',
    'md5sum --check',
    'b2sum -c',
    'xargs curl -O',
    'xargs -n 1 tar xf',
  ])('it does: %s', (text) => {
    expect(noticesEmptyInput(command(text))).toBe(true);
  });

  test.each([
    'bsdtar -x',
    'tar -cz',
    'tar czf a.tgz -T -',
    'jq .a',
    'jq .e',
    'jq .a-e',
    'sha256sum',
    'sha256sum a-c',
    'b3sum -c',
    'xargs rm',
    'xargs ./curl-all',
    'xargs recurl',
    'zgrep a',
    'bash',
    'tee a',
    'cat',
  ])('it does not: %s', (text) => {
    expect(noticesEmptyInput(command(text))).toBe(false);
  });

  test('of a compound command nobody knows', () => {
    expect(noticesEmptyInput(undefined)).toBe(false);
  });
});

describe('whether the reader runs its input', () => {
  test.each(['sh', 'bash -s -- a', 'sudo -E bash -', 'python3', 'python3.11 -', 'php -- --install-dir=/a', 'node'])(
    'it does: %s',
    (text) => {
      expect(runsItsInput(command(text))).toBe(true);
      expect(isInlineProgram(command(text))).toBe(false);
    },
  );

  test.each(['sh -c a', 'bash -ec a', 'python3 -c a', 'perl -e a', 'ruby -e a', 'php -r a'])(
    'it has a program in its arguments: %s',
    (text) => {
      expect(isInlineProgram(command(text))).toBe(true);
    },
  );

  test.each(['sh -c a', 'python -c a', 'cat', 'mypython', 'pythons', 'tee -c'])('it does not: %s', (text) => {
    expect(runsItsInput(command(text))).toBe(false);
  });

  test.each(['grep -e a', 'sed -e a', 'cat', 'tee -c'])('no program in an argument: %s', (text) => {
    expect(isInlineProgram(command(text))).toBe(false);
  });

  test('of a compound command nobody knows', () => {
    expect(runsItsInput(undefined)).toBe(false);
    expect(isInlineProgram(undefined)).toBe(true);
  });
});

describe('who makes of success a failure under pipefail', () => {
  test.each([
    ['cat a | head -n 1', 'head'],
    ['a | grep -q b', 'grep'],
    ['a | grep -iq b', 'grep'],
    ['a | zgrep -m1 b', 'zgrep'],
    ['a | egrep --max-count=1 b', 'egrep'],
    ['a | fgrep --quiet b', 'fgrep'],
    ['a | grep --silent b', 'grep'],
    ["a | sed '1q'", 'sed'],
    ["a | sed '/b/{p;q}'", 'sed'],
    ['a | sed q', 'sed'],
    ["a | awk '{ print; exit }'", 'awk'],
    ["a | gawk '{ exit }'", 'gawk'],
    ['a | read b', 'read'],
    ['a | less', 'less'],
    ['a | more', 'more'],
    ['yes | apt-get install a', 'yes'],
    ['a | head | b', 'head'],
  ])('%s: %s', (text, program) => {
    expect(sigpipeIn(pipe(text))?.name).toBe(program);
  });

  test.each([
    'a | grep b',
    'a | grep -v -- b',
    'a | grep a-q',
    'a | grep --max',
    'a | pgrep -q b',
    'a | grepq -q b',
    'a | tail',
    "a | sed 's/a/q/'",
    'a | sed -n p',
    "a | awk '{ print }'",
    'a | awkward exit',
    'head a | b',
    'a | yes',
    'yesterday | b',
    'a | (head)',
  ])('nobody: %s', (text) => {
    expect(sigpipeIn(pipe(text))).toBeUndefined();
  });
});

describe('whose failure may be an answer', () => {
  test.each([
    ['grep a b | sort', 'grep'],
    ['cat a | egrep b | sort', 'egrep'],
    ['sudo diff a b | head', 'sudo'],
    ['which a | xargs b', 'which'],
    ['command -v a | xargs b', 'command'],
  ])('%s: %s', (text, program) => {
    expect(answerIn(pipe(text))?.name).toBe(program);
  });

  test.each(['sort a | grep b', 'agrep a | b', 'differ a | b', '(grep a) | b'])('nobody: %s', (text) => {
    expect(answerIn(pipe(text))).toBeUndefined();
  });
});

test.each([
  ['sudo -E bash -', 'bash'],
  ['/usr/bin/tar x', 'tar'],
  ['A=b', ''],
])('%s starts %s', (text, program) => {
  expect(programOf(command(text))).toBe(program);
});
