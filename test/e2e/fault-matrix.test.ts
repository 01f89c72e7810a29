import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunCommand } from '../../src/jobs/job.ts';
import type { FaultKind, When } from '../../src/sandbox/faults.ts';
import type { PullRequest } from '../../src/sandbox/state.ts';
import { createFaultWorld, type FaultWorld, type Worked } from './fault-world.ts';

/**
 * Every fault of GitHub's at every call of a review, of a settling and of a fix: in the end there is exactly one of each.
 * The table of it is printed.
 */
const bad = "FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ['node', 'server.js']\n";
const good = bad.replaceAll("'", '"');

// Faults that the client takes alike are stood for by one of them, since CI has its time; FAULTS=all takes each.
const each = process.env['FAULTS'] === 'all';
const broken: readonly FaultKind[] = each
  ? ['500', '502', '503', 'reset', 'truncated', 'timeout']
  : ['502', 'truncated'];
const refused: readonly FaultKind[] = each
  ? ['401', '403 secondary', '403 secondary without retry-after', '403 primary', '429']
  : ['401', '403 secondary'];

/** After a write that took effect only an answer can be lost; a refusal is one before it does anything. */
const onReads: readonly (readonly [FaultKind, When])[] = [...broken, ...refused].map((kind) => [kind, 'before']);
const onWrites: typeof onReads = [...onReads, ...broken.map((kind) => [kind, 'after'] as const)];
const onNotifying: typeof onReads = [...onWrites, ['422 abuse', 'before']];
const onQueries: typeof onReads = [
  ...onReads,
  ['RATE_LIMITED', 'before'],
  ['partial', 'before'],
  ['went wrong', 'before'],
];
const onMutations: typeof onReads = [
  ...onWrites,
  ['RATE_LIMITED', 'before'],
  ['went wrong', 'before'],
  ['went wrong', 'after'],
];

let world: FaultWorld;
let branches = 0;
const rows: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  world = await createFaultWorld();
}, 60_000);

afterAll(async () => {
  for (const [name, cells] of Object.entries(rows)) {
    process.stdout.write(`${name}\n`);
    // eslint-disable-next-line no-console -- the table is what the issue asks to see
    console.table(cells);
  }
  expect(world.sandbox.violations).toEqual([]);
  await world.sandbox.close();
});

function open(text: string, mode?: '100755'): Promise<PullRequest> {
  const { sandbox, shop } = world;
  const file = { path: 'Dockerfile', content: text, ...(mode === undefined ? {} : { mode }) };
  return sandbox.openPullRequest({ ...shop, head: `change-${(branches += 1)}`, author: 'mina-k', files: [file] });
}

/** What there is of ours on a pull request and its head. */
function tally(pull: PullRequest): Record<string, number> {
  const runs = [...world.repository.checkRuns.values()].filter(
    (run) => run.headSha === pull.headSha && run.status === 'completed',
  );
  return {
    reviews: pull.reviews.filter(({ user, state }) => user.type === 'Bot' && state !== 'PENDING').length,
    pending: pull.reviews.filter(({ state }) => state === 'PENDING').length,
    comments: pull.threads.flatMap((thread) => thread.comments).filter(({ user }) => user.type === 'Bot').length,
    resolved: pull.threads.filter(({ resolvedBy }) => resolvedBy?.type === 'Bot').length,
    checks: runs.length,
    commits: pull.pushes.filter(({ by }) => by.type === 'Bot').length,
    answers: pull.comments.filter(({ user }) => user.type === 'Bot').length,
  };
}

async function struck(operation: string, kind: FaultKind, when: When, work: () => Promise<Worked>): Promise<Worked> {
  const { faults } = world.sandbox;
  faults.clear();
  faults.add({ operation, kind, when, retryAfter: 120 });
  world.patience = kind === 'timeout' ? 600 : 30_000;
  const worked = await work();
  world.patience = 30_000;
  expect(
    faults.list().map(({ used }) => used),
    'the fault struck',
  ).toEqual([1]);
  faults.clear();
  // What GitHub limits in one hour does not reach into the next cell.
  world.clock.advance(3_600_000);
  return worked;
}

function note(table: string, operation: string, kind: FaultKind, when: When, { tries }: Worked): void {
  const cells = (rows[table] ??= {});
  const name = when === 'after' ? `${kind}, after it took effect` : kind;
  cells[name] = { ...((cells[name] ?? {}) as object), [operation]: `${tries}` } as never;
}

function matrix(columns: Readonly<Record<string, typeof onReads>>): [string, FaultKind, When][] {
  return Object.entries(columns).flatMap(([operation, faults]) =>
    faults.map(([kind, when]): [string, FaultKind, When] => [operation, kind, when]),
  );
}

const token = 'apps/create-installation-access-token';

describe('a review', { timeout: 60_000 }, () => {
  const columns = {
    [token]: onReads,
    'pulls/list-files': onReads,
    'graphql:query': onQueries,
    'pulls/create-review': onNotifying,
    'checks/create': onWrites,
  };
  test.each(matrix(columns))('%s: %s %s', async (operation, kind, when) => {
    const pull = await open(bad);
    const worked = await struck(operation, kind, when, () => world.review(pull));
    note('Tries of a review', operation, kind, when, worked);
    expect(worked.ended).toBe('done');
    expect(tally(pull)).toMatchObject({ reviews: 1, pending: 0, comments: 1, checks: 1 });
  });
});

describe('a settling', { timeout: 60_000 }, () => {
  const columns = { 'graphql:query': onQueries, 'graphql:mutation': onMutations, 'checks/create': onWrites };
  test.each(matrix(columns))('%s: %s %s', async (operation, kind, when) => {
    const pull = await open(bad);
    await world.review(pull);
    world.clock.advance(3_600_000);
    await world.sandbox.push({ ...world.shop, branch: pull.headRef, files: { Dockerfile: good } });
    const worked = await struck(operation, kind, when, () => world.review(pull));
    note('Tries of a settling', operation, kind, when, worked);
    expect(worked.ended).toBe('done');
    expect(tally(pull)).toMatchObject({ reviews: 1, comments: 1, resolved: 1, checks: 1 });
  });
});

async function askForFix(pull: PullRequest): Promise<RunCommand> {
  const { sandbox, shop, repository } = world;
  const body = '/dockerfile-review fix';
  const id = await sandbox.comment({ ...shop, number: pull.number, body, by: 'mina-k' });
  return {
    ...{ kind: 'run-command', installationId: sandbox.installationId(shop.owner), number: pull.number },
    ...{ repository: { ...shop, id: repository.id }, command: { kind: 'fix' }, from: { kind: 'comment', id } },
    ...{ asker: { login: 'mina-k', id: 1 }, byAuthor: true, delivery: `fix-${id}` },
  };
}

describe('a fix', { timeout: 60_000 }, () => {
  const columns = {
    [token]: onReads,
    'graphql:query': onQueries,
    'repos/get-collaborator-permission-level': onReads,
    'graphql:mutation': [...onMutations, ['STALE_DATA', 'before'] as const],
    'issues/create-comment': onNotifying,
  };
  test.each(matrix(columns))('%s: %s %s', async (operation, kind, when) => {
    const pull = await open(bad);
    const job = await askForFix(pull);
    const worked = await struck(operation, kind, when, () => world.work(job));
    note('Tries of a fix', operation, kind, when, worked);
    expect(worked.ended).toBe('done');
    expect(tally(pull)).toMatchObject({ commits: 1, answers: 1 });
  });
});

describe('a fix of an executable file', { timeout: 60_000 }, () => {
  const columns = { 'git/create-tree': onWrites, 'git/create-commit': onWrites, 'git/update-ref': onWrites };
  test.each(matrix(columns))('%s: %s %s', async (operation, kind, when) => {
    const pull = await open(bad, '100755');
    const job = await askForFix(pull);
    const worked = await struck(operation, kind, when, () => world.work(job));
    note('Tries of a fix of an executable file', operation, kind, when, worked);
    expect(worked.ended).toBe('done');
    expect(tally(pull)).toMatchObject({ commits: 1, answers: 1 });
  });
});
