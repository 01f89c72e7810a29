/** The arguments of every GraphQL connection. */
export interface PageArguments {
  readonly first?: number;
  readonly last?: number;
  readonly after?: string;
  readonly before?: string;
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
  const start = page.after === undefined ? 0 : readCursor(page.after) + 1;
  const end = page.before === undefined ? items.length : readCursor(page.before);
  const to = page.first === undefined ? end : Math.min(end, start + page.first);
  const from = page.last === undefined ? start : Math.max(start, to - page.last);
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
