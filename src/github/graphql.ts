import type { Call } from './calls.ts';
import { GitHubError, isRecord, RateLimited, retryAtOf, type Refusal } from './errors.ts';

/** One of the errors of an answer; `path` begins with the name or alias of the field that failed. */
export interface GraphqlProblem {
  readonly type: string | undefined;
  readonly path: readonly unknown[];
  readonly message: string;
}

/** GraphQL's 200 that was a refusal; what else the document asked for may have been done. */
export class GraphqlRefused extends GitHubError {
  override readonly name: string = 'GraphqlRefused';
  readonly problems: readonly GraphqlProblem[];

  constructor(refusal: Refusal, problems: readonly GraphqlProblem[]) {
    super(refusal);
    this.problems = problems;
  }
}

interface Answer {
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  data: unknown;
}

/**
 * GraphQL answers 200 and puts what went wrong into `errors`. Makes our errors of them; but a read that merely asked for
 * things that do not exist (all errors `NOT_FOUND`) keeps its good half, with `null` in the places of the others.
 * https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api#exceeding-the-rate-limit
 */
export function settleGraphql(answer: Answer, call: Call, now: number): void {
  if (!isRecord(answer.data) || !Array.isArray(answer.data['errors'])) return;
  const errors = (answer.data['errors'] as readonly unknown[]).filter(isRecord);
  const data = answer.data['data'];
  const types = errors.map((error) => error['type']);
  if (call.kind === 'read' && isRecord(data) && types.every((type) => type === 'NOT_FOUND')) {
    answer.data = { data };
    return;
  }
  const id = answer.headers['x-github-request-id'];
  const refusal = {
    route: call.route,
    // Errors without a type are GitHub's own accidents ("Something went wrong while executing your query").
    status: types.some((type) => type === undefined) && !isRecord(data) ? 500 : 200,
    requestId: id === undefined ? undefined : String(id),
    reason: errors.map((error) => String(error['message'])).join('; '),
  };
  if (types.includes('RATE_LIMITED')) throw new RateLimited(refusal, retryAtOf(answer.headers, now));
  if (refusal.status !== 200) throw new GitHubError(refusal);
  throw new GraphqlRefused(refusal, errors.map(problemOf));
}

function problemOf({ type, path, message }: Readonly<Record<string, unknown>>): GraphqlProblem {
  return {
    type: typeof type === 'string' ? type : undefined,
    path: Array.isArray(path) ? path : [],
    message: String(message),
  };
}
