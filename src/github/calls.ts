import { notifyingRoutes } from './limits.ts';

/** What kind of call it is: repeated freely, never blindly, or never blindly and slowly. */
export type Kind = 'read' | 'write' | 'notifying write';

export interface Call {
  /** `METHOD /route/{with}/placeholders`: for messages and metrics, so it has few values. */
  readonly route: string;
  readonly kind: Kind;
}

/** What Octokit hands to its request hooks, as far as we look at it. */
interface Endpoint {
  readonly method: string;
  readonly url: string;
  readonly query?: unknown;
}

/** Asking twice for a token has no effect that anybody sees, so it counts as a read. */
const tokenRoute = 'POST /app/installations/{installation_id}/access_tokens';

/** Names a call and tells whether it writes. A GraphQL document is a read unless it begins with `mutation`. */
export function describe({ method, url, query }: Endpoint): Call {
  if (url.endsWith('/graphql') && typeof query === 'string') {
    const mutation = /^\s*mutation\b/.test(query);
    return { route: mutation ? 'POST /graphql (mutation)' : 'POST /graphql', kind: mutation ? 'write' : 'read' };
  }
  const route = `${method} ${/^https?:/.test(url) ? templateOf(url) : url}`;
  if (method === 'GET' || method === 'HEAD' || route === tokenRoute) return { route, kind: 'read' };
  return { route, kind: notifyingRoutes.has(route) ? 'notifying write' : 'write' };
}

/** Pagination asks by absolute addresses, where GitHub may name the repository by number: back to something of few values. */
function templateOf(url: string): string {
  return new URL(url).pathname
    .replace(/^\/api\/v3(?=\/)/, '')
    .replace(/^\/repos\/[^/]+\/[^/]+|^\/repositories\/\d+/, '/repos/{owner}/{repo}')
    .replace(/\/(?:\d+|[0-9a-f]{40})(?=\/|$)/g, '/{id}');
}
