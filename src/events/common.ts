import type { Person, RepositoryRef } from '../jobs/job.ts';

/** What every job of an event holds. */
export interface Common {
  readonly installationId: number;
  readonly repository: RepositoryRef;
  readonly delivery: string;
}

interface Sender {
  readonly login: string;
  readonly id: number;
  readonly type?: string | undefined;
}

/** undefined for bots, ourselves among them: what they write is no wish, and two that answer each other never end. */
export function personOf(sender: Sender | undefined): Person | undefined {
  return sender?.type === 'User' ? { login: sender.login, id: sender.id } : undefined;
}
