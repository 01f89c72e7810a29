import type { PlannedSettling, SettledThread } from '../review/plan.ts';
import type { Client } from './client.ts';
import { GraphqlRefused, type GraphqlProblem } from './graphql.ts';
import { mutationsPerDocument } from './limits.ts';

/** One field of a mutation document: what it does, to which node, and with which text. */
interface Step {
  readonly kind: 'resolve' | 'edit' | 'hide' | 'summary';
  readonly id: string;
  readonly body?: string;
  /** The thread that a `resolve` is about. */
  readonly thread?: SettledThread;
}

/**
 * Resolves the threads and edits the summary, all in one document of at most fifty mutations. Resolving needs the right
 * to write contents (https://github.com/github/gh-aw/issues/35726); where GitHub refuses it, `mayResolve` is false from
 * the start or the refusal is the answer to the first document, and the comments are edited and hidden instead. Each step
 * may be repeated: done twice it is the same.
 */
export async function settle(
  client: Client,
  { threads, summary }: PlannedSettling,
  mayResolve: boolean,
): Promise<void> {
  const edits = summary === undefined ? [] : [{ kind: 'summary' as const, id: summary.reviewId, body: summary.body }];
  const steps = [...edits, ...threads.flatMap((thread) => stepsFor(thread, mayResolve))];
  const refused = await run(client, steps);
  const instead = refused.flatMap(({ kind, thread }) =>
    kind === 'resolve' && thread !== undefined ? stepsFor(thread, false) : [],
  );
  await run(client, instead);
}

function stepsFor(thread: SettledThread, mayResolve: boolean): readonly Step[] {
  const { id, commentId, body, mayHide } = thread;
  if (mayResolve) return [{ kind: 'resolve', id, thread }];
  const edit: Step = { kind: 'edit', id: commentId, body };
  return mayHide ? [edit, { kind: 'hide', id: commentId }] : [edit];
}

/** The steps that GitHub did not permit. Throws when one failed for another reason than that its node is gone. */
async function run(client: Client, steps: readonly Step[]): Promise<readonly Step[]> {
  const refused: Step[] = [];
  for (let from = 0; from < steps.length; from += mutationsPerDocument) {
    const part = steps.slice(from, from + mutationsPerDocument);
    try {
      await client.graphql(documentOf(part), variablesOf(part));
    } catch (error) {
      if (!(error instanceof GraphqlRefused) || !error.problems.every(isBearable)) throw error;
      const names = error.problems.filter(({ type }) => type === 'FORBIDDEN').map(({ path }) => path[0]);
      refused.push(...part.filter((_, index) => names.includes(`m${index}`)));
    }
  }
  return refused;
}

/** Not permitted, or deleted by somebody meanwhile. */
function isBearable({ type, path }: GraphqlProblem): boolean {
  return (type === 'FORBIDDEN' || type === 'NOT_FOUND') && path.length > 0;
}

const fields: Readonly<Record<Step['kind'], (id: string, body: string) => string>> = {
  resolve: (id) => `resolveReviewThread(input: { threadId: ${id} }) { clientMutationId }`,
  edit: (id, body) =>
    `updatePullRequestReviewComment(input: { pullRequestReviewCommentId: ${id}, body: ${body} }) { clientMutationId }`,
  hide: (id) => `minimizeComment(input: { subjectId: ${id}, classifier: RESOLVED }) { clientMutationId }`,
  summary: (id, body) =>
    `updatePullRequestReview(input: { pullRequestReviewId: ${id}, body: ${body} }) { clientMutationId }`,
};

/** Nodes and texts are variables and no part of the document. */
function documentOf(steps: readonly Step[]): string {
  const declared = steps.flatMap(({ body }, index) => [
    `$id${index}: ID!`,
    ...(body === undefined ? [] : [`$body${index}: String!`]),
  ]);
  const lines = steps.map(({ kind }, index) => `  m${index}: ${fields[kind](`$id${index}`, `$body${index}`)}`);
  return `mutation Settle(${declared.join(', ')}) {\n${lines.join('\n')}\n}`;
}

function variablesOf(steps: readonly Step[]): Readonly<Record<string, string>> {
  const entries = steps.flatMap(({ id, body }, index): [string, string][] => [
    [`id${index}`, id],
    ...(body === undefined ? [] : [[`body${index}`, body] satisfies [string, string]]),
  ]);
  return Object.fromEntries(entries);
}
