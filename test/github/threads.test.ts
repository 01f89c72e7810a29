import { describe, expect, test } from 'vitest';
import { conversationFields, cursorDeclarations, readStanding, type Conversation } from '../../src/github/threads.ts';
import { markerComment } from '../../src/review/fingerprint.ts';
import { bench, graphqlAnswers, pull, schemaErrors, withoutNetwork } from './support.ts';

withoutNetwork();

const bot = { login: 'dockerfile-review' };

function page<Node>(nodes: readonly Node[], startCursor: string | null = null) {
  return { pageInfo: { hasPreviousPage: startCursor !== null, startCursor }, nodes };
}

function review(marker: string, viewerDidAuthor = true) {
  return { id: `R-${marker}`, body: `${markerComment([marker])}\nwords`, viewerDidAuthor };
}

function thread(marker: string, more: object = {}, comment: object = {}, totalCount = 1) {
  const first = { id: `C-${marker}`, body: `${markerComment([marker])}\nwords`, viewerDidAuthor: true, author: bot };
  return {
    ...{ id: `T-${marker}`, path: 'Dockerfile', line: 3, isOutdated: false, isResolved: false, resolvedBy: null },
    ...more,
    comments: { totalCount, nodes: [{ ...first, ...comment }] },
  };
}

async function standing(newest: Conversation) {
  return readStanding(bench().client, pull, newest);
}

const threadsOf = (...threads: ReturnType<typeof thread>[]) =>
  standing({ reviews: page([]), reviewThreads: page(threads) });

describe('what we have said', () => {
  test('is read with place, state and comment', async () => {
    const { threads } = await threadsOf(thread('a1'), thread('a2', { line: null, isOutdated: true }, {}, 2));
    expect(threads).toEqual([
      {
        ...{ id: 'T-a1', commentId: 'C-a1', path: 'Dockerfile', line: 3, isOutdated: false },
        ...{ resolved: 'no', hasReply: false, body: `${markerComment(['a1'])}\nwords` },
      },
      {
        ...{ id: 'T-a2', commentId: 'C-a2', path: 'Dockerfile', line: undefined, isOutdated: true },
        ...{ resolved: 'no', hasReply: true, body: `${markerComment(['a2'])}\nwords` },
      },
    ]);
  });

  test('is not what others say, with our markers or without, nor what we say without one', async () => {
    const { threads, reviews } = await standing({
      reviews: page([review('r1'), review('forged', false), { ...review('r2'), body: 'An answer.' }]),
      reviewThreads: page([
        thread('a1'),
        thread('forged', {}, { viewerDidAuthor: false }),
        thread('x', {}, { body: '' }),
      ]),
    });
    expect(threads.map(({ id }) => id)).toEqual(['T-a1']);
    expect(reviews).toEqual([{ id: 'R-r1', body: review('r1').body }]);
  });

  test.each([
    ['us', bot, 'by us'],
    ['us, named in full', { login: 'dockerfile-review[bot]' }, 'by us'],
    ['a person', { login: 'octocat' }, 'by a person'],
    ['somebody who is gone', null, 'by a person'],
  ])('a thread resolved by %s', async (_, resolvedBy, resolved) => {
    const { threads } = await threadsOf(thread('a1', { isResolved: true, resolvedBy }));
    expect(threads).toMatchObject([{ resolved }]);
  });

  test('is read back to the first, one call a page, asking only for what has more', async () => {
    const older = (more: object): object => ({ data: { repository: { pullRequest: more } } });
    const asked = graphqlAnswers(
      older({ reviews: page([review('r2')], 'r1'), reviewThreads: page([thread('b2')]) }),
      older({ reviews: page([review('r1')]) }),
    );
    const b = bench();
    const { threads, reviews } = await readStanding(b.client, pull, {
      reviews: page([review('r3')], 'r2'),
      reviewThreads: page([thread('b3')], 't2'),
    });
    expect(threads.map(({ id }) => id)).toEqual(['T-b2', 'T-b3']);
    expect(reviews.map(({ id }) => id)).toEqual(['R-r1', 'R-r2', 'R-r3']);
    expect(asked[0]?.variables).toMatchObject({
      reviews: true,
      reviewsBefore: 'r2',
      threads: true,
      threadsBefore: 't2',
    });
    expect(asked[1]?.variables).toMatchObject({ reviews: true, reviewsBefore: 'r1', threads: false });
    expect(asked.flatMap(({ query }) => schemaErrors(query))).toEqual([]);
    expect(b.calls).toHaveLength(2);
  });
});

test('the selection is one that GitHub’s schema knows', () => {
  const query = `query Q($id: ID!, ${cursorDeclarations}) { node(id: $id) { ... on PullRequest { ${conversationFields} } } }`;
  expect(schemaErrors(query)).toEqual([]);
});
