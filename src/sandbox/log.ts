/** What happened between the stand-in and the App, kept for tests and for the recovery API. */
export interface WebhookDelivery {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly payload: object;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly redelivery: boolean;
  readonly deliveredAt: number;
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly duration: number;
  /** GitHub's words: `OK`, `timed out`, `failed to connect to host`, `Invalid HTTP Response: 500`. */
  readonly status: string;
  /** 0 when nothing answered. */
  readonly statusCode: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
}

/** One call to the API, for tests that count them. */
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  /** With the query, without `/api/v3`. */
  readonly path: string;
  /** GitHub's operation id, `graphql:query` or `graphql:mutation`; undefined when nothing answers there. */
  readonly operation: string | undefined;
  readonly status: number;
  /** The login of the token's account, `app` for a JWT. */
  readonly actor: string | undefined;
}

/** The App broke GitHub's contract, asked for what this stand-in lacks, or met a bug of it (`sandbox`). */
export interface Violation {
  readonly kind: 'request' | 'graphql' | 'unsupported' | 'sandbox';
  readonly operation: string;
  readonly details: readonly string[];
}
