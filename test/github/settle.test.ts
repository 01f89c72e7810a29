import { describe, expect, test } from 'vitest';
import { settle } from '../../src/github/settle.ts';
import type { PlannedSettling, SettledThread } from '../../src/review/plan.ts';
import { bench, graphqlAnswers, schemaErrors, trace, withoutNetwork } from './support.ts';

withoutNetwork();

const threads = (count: number, mayHide = true): SettledThread[] =>
  Array.from({ length: count }, (_, i) => ({ id: `T${i}`, commentId: `C${i}`, body: `Fixed. ${i}`, mayHide }));
const planned = (more: Partial<PlannedSettling>): PlannedSettling => ({ threads: [], summary: undefined, ...more });
const summary = { reviewId: 'R1', body: 'Found 1 error.' };

const done = { data: {} };
const problem = (alias: string, type: string): object => ({ type, path: [alias], message: `no: ${type}` });
const refusal = (...errors: object[]): object => ({ data: {}, errors });

async function run(settling: PlannedSettling, mayResolve: boolean, ...answers: object[]) {
  const asked = graphqlAnswers(...answers);
  const b = bench();
  await settle(b.client, settling, mayResolve);
  expect(asked.flatMap(({ query }) => schemaErrors(query))).toEqual([]);
  return { asked, b };
}

/** The kinds of the mutations of a document, in order. */
function kinds(query: string | undefined): readonly string[] {
  return [...(query ?? '').matchAll(/m\d+: (\w+)/g)].map(([, name = '']) => name);
}

describe('threads that are done', () => {
  test('are resolved, and the summary edited, in one document that writes', async () => {
    const { asked, b } = await run(planned({ threads: threads(2), summary }), true, done);
    expect(kinds(asked[0]?.query)).toEqual(['updatePullRequestReview', 'resolveReviewThread', 'resolveReviewThread']);
    expect(asked[0]?.variables).toEqual({ id0: 'R1', body0: summary.body, id1: 'T0', id2: 'T1' });
    expect(trace(b)).toEqual(['200 POST /graphql (mutation)']);
  });

  test('come fifty to a document', async () => {
    const { asked } = await run(planned({ threads: threads(120) }), true, done, done, done);
    expect(asked.map(({ query }) => kinds(query).length)).toEqual([50, 50, 20]);
  });

  test('are edited and hidden where we may not write contents; edited alone where somebody replied', async () => {
    const some = [...threads(1), ...threads(1, false).map((one) => ({ ...one, commentId: 'C9' }))];
    const { asked } = await run(planned({ threads: some }), false, done);
    expect(kinds(asked[0]?.query)).toEqual([
      'updatePullRequestReviewComment',
      'minimizeComment',
      'updatePullRequestReviewComment',
    ]);
    expect(asked[0]?.variables).toEqual({ id0: 'C0', body0: 'Fixed. 0', id1: 'C0', id2: 'C9', body2: 'Fixed. 0' });
    expect(asked[0]?.query).toContain('classifier: RESOLVED');
  });

  test('so too when GitHub refuses what we thought we may: those that it refused', async () => {
    const refused = refusal(problem('m1', 'FORBIDDEN'));
    const { asked } = await run(planned({ threads: threads(2) }), true, refused, done);
    expect(kinds(asked[1]?.query)).toEqual(['updatePullRequestReviewComment', 'minimizeComment']);
    expect(asked[1]?.variables).toMatchObject({ id0: 'C1' });
  });

  test('are left when they may not even be hidden, or are gone', async () => {
    const gone = refusal(problem('m0', 'NOT_FOUND'));
    expect((await run(planned({ threads: threads(1) }), true, gone)).asked).toHaveLength(1);
    const refused = refusal(problem('m1', 'FORBIDDEN'));
    expect((await run(planned({ threads: threads(1) }), false, refused)).asked).toHaveLength(1);
  });
});

describe('trouble', () => {
  test('of GitHub’s is thrown, and not repeated here: the job is', async () => {
    graphqlAnswers({ errors: [{ message: 'Something went wrong while executing your query.' }] });
    const b = bench();
    await expect(settle(b.client, planned({ threads: threads(1) }), true)).rejects.toMatchObject({ status: 500 });
    expect(b.calls).toHaveLength(1);
  });

  test('with the document itself is thrown: it is our mistake', async () => {
    graphqlAnswers({ errors: [{ type: 'FORBIDDEN', message: 'no' }], data: null });
    await expect(settle(bench().client, planned({ threads: threads(1) }), true)).rejects.toThrow('no');
  });

  test('a limit surfaces as one', async () => {
    graphqlAnswers({ errors: [{ type: 'RATE_LIMITED', message: 'limit' }], data: null });
    await expect(settle(bench().client, planned({ summary }), true)).rejects.toMatchObject({ name: 'RateLimited' });
  });
});
