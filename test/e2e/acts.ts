import { expect, vi } from 'vitest';
import type { Files, RepositoryName } from '../../src/sandbox/actions.ts';
import type { PullRequest } from '../../src/sandbox/state.ts';
import type { PullRequestView } from '../../src/sandbox/view-model.ts';
import type { Pair } from './pair.ts';

export const clean = 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js"]\n';
/** One error, on its last line. */
export const broken = clean.replace('["node", "server.js"]', "['node', 'server.js']");
/** And a warning above it. */
export const lost = broken.replace('CMD', 'RUN cd /tmp\nCMD');

export interface Opened {
  readonly pull: PullRequest;
  readonly calls: readonly string[];
  readonly view: () => Promise<PullRequestView>;
}

/** What tests do with one repository of a pair, and what it costs; calls by the last word of their address. */
export interface Acts {
  nextBranch(): string;
  /** Opens a pull request that writes these files, and waits until its review has ended. */
  open(files: Files, more?: { readonly draft?: boolean }): Promise<Opened>;
  /** The calls of the review that this leads to. */
  costOf(happen: () => Promise<void>): Promise<readonly string[]>;
  callsSince(from: number): readonly string[];
  metric(name: string): Promise<number>;
  /** Resolves when nothing waits and nobody works: what one test began does not reach into the next. */
  idle(): Promise<void>;
}

export function actsOn(pair: Pair, repository: RepositoryName): Acts {
  let branches = 0;
  const nextBranch = (): string => `change-${(branches += 1)}`;
  const callsSince = (from: number) => pair.callsSince(from).map((call) => call.split('/').at(-1) ?? '');
  const metric = async (name: string): Promise<number> => {
    const metrics = await (await fetch(`${pair.app.address}/metrics`)).text();
    const line = metrics.split('\n').find((one) => one.includes(name)) ?? '';
    return Number(line.split(' ').at(-1) ?? 0);
  };
  const idle = async (): Promise<void> => {
    await vi.waitFor(async () => {
      expect([await metric('jobs{state="waiting"}'), await metric('jobs{state="active"}')]).toEqual([0, 0]);
    }, 60_000);
    await pair.sandbox.settled();
  };
  return {
    ...{ nextBranch, callsSince, metric, idle },
    async open(files, more = {}) {
      const from = pair.sandbox.requests.length;
      const pull = await pair.sandbox.openPullRequest({ ...repository, files, head: nextBranch(), ...more });
      await pair.reviewed(pull.headSha);
      await idle();
      return { pull, calls: callsSince(from), view: () => pair.view(repository, pull) };
    },
    async costOf(happen) {
      const [from, after] = [pair.sandbox.requests.length, pair.sandbox.events.history.length];
      await happen();
      await pair.sandbox.events.waitFor('check_run.completed', { after, timeoutMs: 60_000 });
      await idle();
      return callsSince(from);
    },
  };
}
