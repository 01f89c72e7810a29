import type { BeforeRequest } from './api.ts';
import type { LimitOptions } from './limits.ts';
import type { Permissions } from './state.ts';

export interface SandboxOptions {
  /** A free port of 127.0.0.1 unless told. */
  readonly port?: number;
  readonly host?: string;
  readonly app?: AppOptions;
  /** Milliseconds since the epoch: a test's own clock. */
  readonly clock?: () => number;
  /** Sees every API request first and may answer in GitHub's place. */
  readonly beforeRequest?: BeforeRequest;
  /** GitHub's own limits unless told. */
  readonly limits?: Partial<LimitOptions>;
  /** GitHub cuts a delivery after 10 seconds. */
  readonly webhookDeadlineMs?: number;
  /** Breaches of the contract are said here; silent unless told, as they are kept in `violations`. */
  readonly log?: (message: string) => void;
}

export interface AppOptions {
  readonly slug?: string;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
  /** PEM; a new one unless given. */
  readonly privateKey?: string;
}
