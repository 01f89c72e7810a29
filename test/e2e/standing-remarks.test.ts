import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PullRequest, Thread } from '../../src/sandbox/state.ts';
import type { PullRequestView } from '../../src/sandbox/view-model.ts';
import { startPair, type Pair } from './pair.ts';

const shop = { owner: 'acme', name: 'shop' };
const top = 'FROM node:24\nWORKDIR /app\nCOPY . .\n';
const broken = "CMD ['node', 'server.js']\n";
const mended = 'CMD ["node", "server.js"]\n';
const lost = 'RUN cd /tmp\n';

/** One pull request and what each push to it costs. */
interface Life {
  readonly pull: PullRequest;
  /** Pushes this Dockerfile (null: deletes it), waits for the check run of it; the calls by their last word. */
  push(text: string | null): Promise<readonly string[]>;
  view(): Promise<PullRequestView>;
  threads(): readonly Thread[];
  /** The body of the review that carries the summary. */
  summary(): string;
}

async function open(pair: Pair, head: string, text: string): Promise<Life & { readonly calls: readonly string[] }> {
  const from = pair.sandbox.requests.length;
  const pull = await pair.sandbox.openPullRequest({ ...shop, files: { [`${head}/Dockerfile`]: text }, head });
  await pair.reviewed(pull.headSha);
  const callsSince = (start: number) => pair.callsSince(start).map((call) => call.split('/').at(-1) ?? '');
  return {
    pull,
    calls: callsSince(from),
    async push(now) {
      const start = pair.sandbox.requests.length;
      await pair.reviewed(await pair.sandbox.push({ ...shop, branch: head, files: { [`${head}/Dockerfile`]: now } }));
      return callsSince(start);
    },
    view: () => pair.view(shop, pull),
    threads: () => pull.threads,
    summary: () => pull.reviews[0]?.body.replace(/^<!--.*-->\n/, '') ?? '',
  };
}

describe('the remarks of a review', { timeout: 120_000 }, () => {
  let pair: Pair;
  let life: Life;

  beforeAll(async () => {
    pair = await startPair();
    await pair.sandbox.addRepository({ ...shop, files: { 'README.md': 'shop\n' } });
  }, 120_000);
  afterAll(() => pair[Symbol.asyncDispose]());

  it('cost four calls, and the first review carries the summary', async () => {
    const opened = await open(pair, 'one', `${top}${lost}${broken}`);
    life = opened;
    expect(opened.calls).toEqual(['files', 'graphql', 'reviews', 'check-runs']);
    expect(life.threads()).toHaveLength(2);
    expect(life.summary()).toBe('Found 1 error and 1 warning in what this pull request changes.');
  });

  it('stay when their lines move: three calls, and nothing is written but the check run', async () => {
    expect(await life.push(`# why\n\n${top}${lost}${broken}`)).toEqual(['files', 'graphql', 'check-runs']);
    expect(life.threads()).toHaveLength(2);
    expect((await life.view()).checks[0]).toMatchObject({ conclusion: 'failure' });
  });

  it('are resolved when they are done, with the summary, by one more call', async () => {
    expect(await life.push(`${top}${lost}${mended}`)).toEqual(['files', 'graphql', 'graphql', 'check-runs']);
    const [done, open_] = [...life.threads()].sort(
      (a, b) => Number(b.resolvedBy !== null) - Number(a.resolvedBy !== null),
    );
    expect(done?.comments[0]?.body).toContain('This is not a JSON array');
    expect(done?.resolvedBy?.type).toBe('Bot');
    expect(done?.comments[0]).toMatchObject({ minimized: null });
    expect(open_?.resolvedBy).toBeNull();
    expect(life.summary()).toBe('Found 1 warning in what this pull request changes.');
    expect(life.pull.reviews).toHaveLength(1);
  });

  it('are said again when they come back, where they are now', async () => {
    expect(await life.push(`${top}${lost}USER node\n${broken}`)).toEqual([
      ...['files', 'graphql', 'reviews', 'graphql', 'check-runs'],
    ]);
    expect(life.threads()).toHaveLength(3);
    expect(life.threads()[2]).toMatchObject({ line: 6, resolvedBy: null });
    expect(life.pull.reviews[1]?.body.split('\n').slice(1)).toEqual([
      'Found 1 error more in what this pull request changes.',
    ]);
    expect(life.summary()).toBe('Found 1 error and 1 warning in what this pull request changes.');
  });

  it('are not said again when a person resolved them', async () => {
    const thread = life.threads().find(({ resolvedBy }) => resolvedBy === null)!;
    const { id: commentId } = thread.comments[0]!;
    await pair.sandbox.resolveThread(shop, { number: life.pull.number, commentId });
    expect(await life.push(`${top}${lost}USER node\n# again\n${broken}`)).toEqual(['files', 'graphql', 'check-runs']);
    expect(life.threads()).toHaveLength(3);
    expect(thread.resolvedBy).toBe(life.pull.author);
  });

  it('are resolved and kept with all replies when people talked below them', async () => {
    const thread = life.threads()[2]!;
    const inReplyTo = thread.comments[0]!.id;
    await pair.sandbox.comment({ ...shop, number: life.pull.number, inReplyTo, body: 'Why?' });
    expect(await life.push(`${top}${mended}`)).toEqual(['files', 'graphql', 'graphql', 'check-runs']);
    expect(thread.resolvedBy?.type).toBe('Bot');
    expect(thread.comments.map(({ body, minimized }) => [body === 'Why?', minimized])).toEqual([
      [false, null],
      [true, null],
    ]);
    expect(life.summary()).toBe('Nothing is left of what was found in what this pull request changes.');
  });

  it('are resolved when the pull request changes no Dockerfile any more', async () => {
    expect(await life.push(`${top}${broken}# once more\n`)).toContain('reviews');
    expect(life.threads().filter(({ resolvedBy }) => resolvedBy === null)).toHaveLength(1);
    expect(await life.push(null)).toEqual(['files', 'graphql', 'graphql', 'check-runs']);
    expect(life.threads().filter(({ resolvedBy }) => resolvedBy === null)).toEqual([]);
  });

  it('leave nothing to write once nothing changes', async () => {
    expect(await life.push(`${top}${mended}# end\n`)).toEqual(['files', 'graphql', 'check-runs']);
    expect(pair.sandbox.violations).toEqual([]);
  });
});

describe('without the right to write contents', { timeout: 120_000 }, () => {
  let pair: Pair;

  beforeAll(async () => {
    const permissions = { metadata: 'read', contents: 'read', pull_requests: 'write', checks: 'write' } as const;
    pair = await startPair({ app: { permissions } });
    await pair.sandbox.addRepository({ ...shop, files: { 'README.md': 'shop\n' } });
  }, 120_000);
  afterAll(() => pair[Symbol.asyncDispose]());

  it('what is done is edited and hidden, once, and the button to apply fixes is not there', async () => {
    const life = await open(pair, 'two', `${top}${lost}${broken}`);
    expect((await life.view()).checks[0]?.actions.map(({ identifier }) => identifier)).toEqual(['recheck']);
    expect(await life.push(`${top}${lost}${mended}`)).toEqual(['files', 'graphql', 'graphql', 'check-runs']);
    const done = life.threads().find(({ comments }) => comments[0]?.minimized !== null);
    expect(done?.resolvedBy).toBeNull();
    expect(done?.comments[0]).toMatchObject({ minimized: 'resolved' });
    expect(done?.comments[0]?.body.split('\n')[1]).toBe(`Fixed in ${life.pull.headSha.slice(0, 7)}.`);
    expect(await life.push(`${top}${lost}${mended}# end\n`)).toEqual(['files', 'graphql', 'check-runs']);
    expect(pair.sandbox.violations).toEqual([]);
  });
});
