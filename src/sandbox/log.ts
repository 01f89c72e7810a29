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
  /** The id of the token's installation. */
  readonly installation: number | undefined;
  /** The fault that struck it. The call took effect when it struck `after`. */
  readonly fault: string | undefined;
}

/** The App broke GitHub's contract, asked for what this stand-in lacks, or met a bug of it (`sandbox`). */
export interface Violation {
  readonly kind: 'request' | 'graphql' | 'unsupported' | 'sandbox';
  readonly operation: string;
  readonly details: readonly string[];
}

/** A write that came sooner after the one before than GitHub asks for, by one installation. */
export interface Hurry {
  readonly at: number;
  readonly installation: number;
  readonly operation: string;
  readonly after: string;
  readonly gapMs: number;
}
