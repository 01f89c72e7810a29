import type { CommandHost, Host, Log } from '../jobs/ports.ts';
import { readBranch } from './branch-query.ts';
import type { Client } from './client.ts';
import type { Clock } from './clock.ts';
import { acknowledge, accessOf, answer, readThread } from './comments.ts';
import { commit } from './commits.ts';

/** GitHub as doing what a person asks needs it: all that a review's host does, and more. */
export function createCommandHost(host: Host, client: Client, log: Log, clock: Clock): CommandHost {
  return {
    ...host,
    acknowledge: (pull, from) => acknowledge({ client, log, clock }, pull, from),
    readBranch: (pull, wanted) => readBranch(client, pull, wanted),
    accessOf: (pull, person) => accessOf(client, pull, person),
    commit: (pull, wanted) => commit({ client, clock }, pull, wanted),
    answer: (pull, said) => answer({ client, log, clock }, pull, said),
    readThread: (pull, comment) => readThread(client, pull, comment),
  };
}
