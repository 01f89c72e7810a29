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
  // Pagination follows absolute links; their numbers would make every one a route of its own.
  const route = /^https?:/.test(url) ? `${method} (next page)` : `${method} ${url}`;
  if (method === 'GET' || method === 'HEAD' || route === tokenRoute) return { route, kind: 'read' };
  return { route, kind: notifyingRoutes.has(route) ? 'notifying write' : 'write' };
}
