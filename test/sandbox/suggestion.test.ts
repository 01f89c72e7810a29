import { describe, expect, test } from 'vitest';
import { readLines, readSuggestion, replaceLines } from '../../src/sandbox/suggestion.ts';
import { call, openScene, PATH, REPO } from './client.ts';

describe('a suggestion block', () => {
  test.each<[why: string, body: string, lines: string[] | undefined]>([
    ['its lines', 'Try:\n```suggestion\nCMD ["a"]\n```\nDone.', ['CMD ["a"]']],
    ['no line: a deletion', '```suggestion\n```', []],
    ['one empty line', '```suggestion\n\n```', ['']],
    ['blanks at a line’s end', '```suggestion\na  \n\tb\n```', ['a  ', '\tb']],
    ['a body with CRLF', '```suggestion\r\na\r\n```\r\n', ['a']],
    ['a fence inside a longer one', '````suggestion\n```\na\n```\n````', ['```', 'a', '```']],
    ['tildes', '~~~suggestion\na\n~~~', ['a']],
    ['words after the info string', '```suggestion:-0+0\na\n```', ['a']],
    ['only the first of two', '```suggestion\na\n```\n```suggestion\nb\n```', ['a']],
    ['one after another kind of block', '```sh\n```suggestion\n```\n```suggestion\nb\n```', ['b']],
    ['an indent taken off', '  ```suggestion\n  a\n    b\n  ```', ['a', '  b']],
    ['an open block, to the end', '```suggestion\na', ['a']],
    ['nothing in plain words', 'suggestion: a', undefined],
    ['nothing in another language', '```suggestions\na\n```', undefined],
    ['nothing in an indented code block', '    ```suggestion\n    a\n    ```', undefined],
  ])('gives %s', (_why, body, lines) => {
    expect(readSuggestion(body)).toEqual(lines);
  });
});

describe('lines are replaced byte for byte', () => {
  test.each<[why: string, text: string, first: number, last: number, lines: string[], result: string]>([
    ['one by one', 'a\nb\nc\n', 2, 2, ['x'], 'a\nx\nc\n'],
    ['many by one', 'a\nb\nc\n', 1, 2, ['x'], 'x\nc\n'],
    ['one by many', 'a\nb\nc\n', 3, 3, ['x', 'y'], 'a\nb\nx\ny\n'],
    ['a deletion', 'a\nb\nc\n', 2, 2, [], 'a\nc\n'],
    ['all of it', 'a\nb\n', 1, 2, [], ''],
    ['the last line without a line break', 'a\nb', 2, 2, ['x'], 'a\nx'],
    ['its deletion', 'a\nb', 2, 2, [], 'a\n'],
    ['before a last line without one', 'a\nb', 1, 1, ['x'], 'x\nb'],
    ['CRLF around it stays; what is new has LF, as on GitHub', 'a\r\nb\r\nc\r\n', 2, 2, ['x'], 'a\r\nx\nc\r\n'],
    ['a lone CR is no line break', 'a\rb\nc\n', 1, 1, ['x'], 'x\nc\n'],
  ])('%s', (_why, text, first, last, lines, result) => {
    expect(replaceLines(Buffer.from(text), first, last, lines).toString()).toBe(result);
  });

  test('bytes that are no UTF-8 survive', () => {
    const content = Buffer.from([0xff, 0x0a, 0x61, 0x0a, 0xfe]);
    expect([...replaceLines(content, 2, 2, ['b'])]).toEqual([0xff, 0x0a, 0x62, 0x0a, 0xfe]);
  });

  test('lines that are not there are refused', () => {
    expect(() => replaceLines(Buffer.from('a\n'), 2, 2, [])).toThrow(RangeError);
    expect(() => replaceLines(Buffer.from(''), 1, 1, [])).toThrow(RangeError);
    expect(() => replaceLines(Buffer.from('a\nb\n'), 2, 1, [])).toThrow(RangeError);
  });

  test('lines are read without their ends', () => {
    expect(readLines(Buffer.from('a\r\nb\nc'), 1, 3)).toEqual(['a', 'b', 'c']);
    expect(readLines(Buffer.from('a\n'), 2, 2)).toEqual([]);
  });
});

async function comment(scene: Awaited<ReturnType<typeof openScene>>, place: object, body: string): Promise<number> {
  const { sandbox, token, head } = scene;
  const wanted = { path: 'Dockerfile', side: 'RIGHT', commit_id: head, body, ...place };
  const reply = await call(sandbox, token, 'POST', `${PATH}/pulls/1/comments`, wanted);
  expect(reply.status).toBe(201);
  return reply.body.id as number;
}

const FIX = '```suggestion\nWORKDIR /app\n```';

test('applied, it is one commit by the person, resolves its thread and gives the pull request a new head', async () => {
  const scene = await openScene();
  const { sandbox, head } = scene;
  const id = await comment(scene, { line: 2 }, FIX);
  const other = await comment(scene, { line: 3 }, '```suggestion\nCMD ["npm", "start"]\n```');
  const sha = await sandbox.applySuggestion(id, 'grace');
  const { git, pulls } = sandbox.state.repositories.get('acme/services')!;
  const info = await git.commitInfo(sha);
  expect(info).toMatchObject({ parents: [head], author: { name: 'grace' } });
  expect(info.message).toMatch(/^Update Dockerfile\n\nCo-authored-by: dockerfile-review\[bot\] </);
  const text = await git.blob((await git.entry(sha, 'Dockerfile'))!.oid);
  expect(text.toString()).toBe('FROM node:24\nWORKDIR /app\nCMD npm start\n');
  expect(pulls.get(1)?.headSha).toBe(sha);
  expect(await git.resolve('refs/pull/1/head')).toBe(sha);
  await sandbox.events.waitFor('pull_request.synchronize', { where: (one) => one.detail['head'] === sha });
  const view = await sandbox.view.pullRequest(REPO.owner, REPO.name, 1);
  expect(view?.threads).toMatchObject([
    { resolved: true, resolvedBy: { login: 'grace' }, outdated: true, line: null, originalLine: 2 },
    { resolved: false, outdated: false, line: 3 },
  ]);
  await expect(sandbox.applySuggestion(id)).rejects.toThrow(/cannot be applied/);
  await sandbox.applySuggestion(other);
  await sandbox.close();
});

test('what GitHub’s button would refuse is refused', async () => {
  const scene = await openScene();
  const { sandbox } = scene;
  const none = await comment(scene, { line: 1 }, 'No suggestion.');
  const left = await comment(scene, { path: 'long.txt', side: 'LEFT', line: 10 }, FIX);
  const same = await comment(scene, { line: 1 }, '```suggestion\nFROM node:24\n```');
  const stale = await comment(scene, { line: 2 }, FIX);
  await expect(sandbox.applySuggestion(none)).rejects.toThrow('there is none');
  await expect(sandbox.applySuggestion(left)).rejects.toThrow('on a deleted line');
  await expect(sandbox.applySuggestion(same)).rejects.toThrow('it changes nothing');
  await sandbox.push({ ...REPO, branch: 'change', files: { Dockerfile: 'FROM node:24\nRUN true\nCMD npm start\n' } });
  await expect(sandbox.applySuggestion(stale)).rejects.toThrow('outdated');
  await sandbox.setPullRequest(REPO, 1, { state: 'closed' });
  await expect(sandbox.applySuggestion(same)).rejects.toThrow('the pull request is closed');
  await sandbox.close();
});
