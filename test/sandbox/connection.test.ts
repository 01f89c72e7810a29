import { describe, expect, it } from 'vitest';
import { connection } from '../../src/sandbox/graphql/connection.ts';

const items = ['a', 'b', 'c', 'd'];
const nodes = (page: Parameters<typeof connection>[1]) => connection(items, page, (item) => item).nodes;

describe('connection', () => {
  it('takes a null cursor for none: variables send it for the first page', () => {
    expect(nodes({ first: 2, after: null })).toEqual(['a', 'b']);
    expect(nodes({ last: 2, before: null })).toEqual(['c', 'd']);
  });

  it('goes on after the end of a page', () => {
    const { pageInfo } = connection(items, { first: 3 }, (item) => item);
    expect(pageInfo.hasNextPage).toBe(true);
    expect(nodes({ first: 3, after: pageInfo.endCursor })).toEqual(['d']);
  });
});
