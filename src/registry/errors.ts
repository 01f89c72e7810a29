/** Why nothing was learned of an image. */
export type Reason =
  /** Ours: not on the allow-list, a redirect to a private address, plain http where https is asked for. */
  | 'refused'
  /** The registry says that there is no such image, or none for the platform. */
  | 'not-found'
  /** The registry wants credentials that we do not have. */
  | 'denied'
  /** Too many requests. */
  | 'limited'
  /** No answer, a late one, or a server error. */
  | 'unreachable'
  /** An answer that is none: no JSON, too large, a wrong digest. */
  | 'malformed';

/** What reading an image of a registry throws. The message names hosts and images, never credentials. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly reason: Reason;
  /** `limited`: seconds that the registry asks us to wait, when it says so. */
  readonly retryAfter: number | undefined;

  constructor(reason: Reason, message: string, options: ErrorOptions & { readonly retryAfter?: number } = {}) {
    super(message, options);
    this.reason = reason;
    this.retryAfter = options.retryAfter;
  }
}
