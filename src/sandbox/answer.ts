/** What is sent back. */
export interface Answer {
  readonly status: number;
  /** JSON; undefined for none. */
  readonly body?: unknown;
  /** Instead of JSON: a raw body. */
  readonly raw?: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
}
