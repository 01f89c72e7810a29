import { describe, expect, test } from 'vitest';
import { allCommands } from '../../src/shell/commands.ts';
import { lastingLines, looksLikeSecret } from '../../src/shell/lasting.ts';
import { parseScript } from '../../src/shell/parse.ts';
import type { StateKind } from '../../src/shell/state.ts';

const lines = (kind: StateKind, text: string, workdir?: string): readonly string[] | undefined =>
  lastingLines(kind, allCommands(parseScript(text))[0]!, { before: '', workdir });

describe('what does the same for the rest of the build', () => {
  test.each<[StateKind, string, readonly string[]]>([
    ['cd', 'cd /app', ['WORKDIR /app']],
    ['cd', 'cd a-b/${C}', ['WORKDIR a-b/${C}']],
    ['set', 'set -e', []],
    ['export', 'export A=b C="d e"', ['ENV A=b C="d e"']],
    ['export', 'export DEBIAN_FRONTEND=noninteractive', ['ARG DEBIAN_FRONTEND=noninteractive']],
    ['export', 'export A=b DEBIAN_FRONTEND=c', ['ARG DEBIAN_FRONTEND=c', 'ENV A=b']],
    ['source', '. /venv/bin/activate', ['ENV PATH="/venv/bin:$PATH"']],
    ['source', 'source $VENV/bin/activate', ['ENV PATH="$VENV/bin:$PATH"']],
  ])('%s: %s', (kind, text, expected) => {
    expect(lines(kind, text)).toEqual(expected);
  });

  test('a relative path counts from the working directory', () => {
    expect(lines('source', '. ./a./venv/bin/activate', '/app')).toEqual(['ENV PATH="/app/a./venv/bin:$PATH"']);
    expect(lines('source', '. venv/bin/activate')).toBeUndefined();
  });

  test.each<[StateKind, string]>([
    ['cd', 'cd'],
    ['cd', 'cd -'],
    ['cd', 'cd -P'],
    ['cd', 'cd ../a'],
    ['cd', 'cd /a /b'],
    ['cd', 'cd "/my app"'],
    ['cd', 'cd /a*'],
    ['cd', 'cd *a'],
    ['cd', 'cd /app > log'],
    ['cd', 'A=b cd /app'],
    ['set', 'set -e > log'],
    ['export', 'export A'],
    ['export', 'export A=b C'],
    ['export', 'export -n A=b'],
    ['export', 'export A=$(date)'],
    ['export', 'export A=b TOKEN=c'],
    ['source', '. /env'],
    ['source', '. /venv/bin/activate.fish'],
    ['source', '. /venv/bin/activate x'],
    ['umask', 'umask 022'],
    ['alias', 'alias /a'],
  ] as [StateKind, string][])('%s: nothing surely does the same as %s', (kind, text) => {
    expect(lines(kind, text, '/app')).toBeUndefined();
  });
});

test.each([
  ['NPM_TOKEN=a', true],
  ['db_password=a', true],
  ['AWS_ACCESS_KEY_ID=a', true],
  ['APIKEY=a', true],
  ['KEY=a', false],
  ['A=TOKEN=b', false],
])('%s names a secret: %s', (text, expected) => {
  expect(looksLikeSecret(text)).toBe(expected);
});
