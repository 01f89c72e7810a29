/** The arguments of every GraphQL connection; a variable may hand in null, which means as much as nothing. */
export interface PageArguments {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

export interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** One page of a list; that `first` or `last` is there has been checked on the document. */
export function connection<Item, Node>(
  items: readonly Item[],
  page: PageArguments,
  toNode: (item: Item) => Node,
): Connection<Node> {
  const { first, last, after, before } = page;
  const start = typeof after === 'string' ? readCursor(after) + 1 : 0;
  const end = typeof before === 'string' ? readCursor(before) : items.length;
  const to = typeof first === 'number' ? Math.min(end, start + first) : end;
  const from = typeof last === 'number' ? Math.max(start, to - last) : start;
  const edges = items.slice(from, to).map((item, index) => ({ cursor: cursor(from + index), node: toNode(item) }));
  return {
    nodes: edges.map((edge) => edge.node),
    edges,
    totalCount: items.length,
    pageInfo: {
      hasNextPage: to < items.length,
      hasPreviousPage: from > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function cursor(index: number): string {
  return Buffer.from(`cursor:${index}`).toString('base64');
}

function readCursor(text: string): number {
  return Number(Buffer.from(text, 'base64').toString('utf8').slice('cursor:'.length));
}
