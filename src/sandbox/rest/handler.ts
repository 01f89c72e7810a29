import type { Needs } from '../auth.ts';
import { notFound, refuse } from '../refusal.ts';
import type { Comment, PullRequest, Repository } from '../state.ts';
import type { Answer, Call, RepositoryCall, TokenCall } from '../world.ts';

/** How one operation is answered, and who may ask. */
export type Handler =
  /** The App itself, with its JWT. */
  | { readonly for: 'app'; readonly run: (call: Call) => Answer | Promise<Answer> }
  /** Whoever holds a token. */
  | { readonly for: 'token'; readonly run: (call: TokenCall) => Answer | Promise<Answer> }
  /** A token that sees the repository of the address and has one of these sets of permissions. */
  | {
      readonly for: 'repository';
      readonly needs: Needs;
      readonly run: (call: RepositoryCall) => Answer | Promise<Answer>;
    };

export type Handlers = Readonly<Record<string, Handler>>;

/** The pull request of the address. */
export function pullOf(call: RepositoryCall, parameter = 'pull_number'): PullRequest {
  const pull = call.repository.pulls.get(Number(call.parameters[parameter]));
  if (pull === undefined) throw notFound();
  return pull;
}

/** An App edits what it wrote itself; people with the right to write edit anything. */
export function checkAuthor(call: RepositoryCall, comment: Comment): void {
  if (isApp(call) && comment.user.id !== call.account.id) throw refuse(403, 'Resource not accessible by integration');
}

/** An App is no collaborator: a locked conversation takes nothing of it. */
export function checkUnlocked(call: RepositoryCall, pull: PullRequest): void {
  if (pull.locked && isApp(call)) throw refuse(403, 'Unable to create comment because issue is locked.');
}

export function isApp({ actor }: Call): boolean {
  return actor.kind === 'token' && actor.token.installation !== undefined;
}

/** The pull request that holds something, with that something. */
export function findInPulls<Found>(
  repository: Repository,
  find: (pull: PullRequest) => Found | undefined,
): { pull: PullRequest; found: Found } {
  for (const pull of repository.pulls.values()) {
    const found = find(pull);
    if (found !== undefined) return { pull, found };
  }
  throw notFound();
}

const DEFAULT_PAGE = 30;
const MAX_PAGE = 100;

/** One page of a list, with GitHub's `link` header: 30 a page, at most 100. */
export function paginate<Item>(call: Call, items: readonly Item[]): { page: readonly Item[]; link: Answer['headers'] } {
  const size = Math.min(Number(call.query.get('per_page') ?? DEFAULT_PAGE) || DEFAULT_PAGE, MAX_PAGE);
  const number = Math.max(1, Number(call.query.get('page') ?? 1));
  const last = Math.max(1, Math.ceil(items.length / size));
  const links = [
    ...(number > 1 ? [link(call, Math.min(number - 1, last), 'prev')] : []),
    ...(number < last ? [link(call, number + 1, 'next'), link(call, last, 'last')] : []),
    ...(number > 1 ? [link(call, 1, 'first')] : []),
  ];
  const page = items.slice((number - 1) * size, number * size);
  return { page, link: links.length === 0 ? {} : { link: links.join(', ') } };
}

function link(call: Call, page: number, relation: string): string {
  const address = new URL(call.address);
  address.searchParams.set('page', String(page));
  return `<${address.href}>; rel="${relation}"`;
}

/** A text of the (already valid) body. */
export function text(call: Call, key: string): string | undefined {
  const value = call.body[key];
  return typeof value === 'string' ? value : undefined;
}
