import type { LintConfig } from '../lint/config.ts';
import type { Facts, Rule } from '../lint/rule.ts';
import { gatherImages } from './base-images.ts';
import { gatherFacts } from './gather-facts.ts';
import { policyOf } from './policy.ts';
import type { BranchState, CommandHost, ImageSource, Log, PullRef } from './ports.ts';
import { prepare, type Prepared } from './prepare.ts';
import { readPullRequest } from './read-pull-request.ts';

/** A pull request as a command finds it: its Dockerfiles read with the same facts and policy as the review reads them. */
export interface ReadForCommand extends Prepared {
  readonly branch: BranchState;
  readonly facts: Facts;
  readonly config: LintConfig;
}

export interface Reading {
  readonly host: CommandHost;
  readonly rules: readonly Rule[];
  readonly log: Log;
  readonly images: ImageSource | undefined;
}

/** undefined when no Dockerfile changed. Throws what the host throws, and MovingHead. */
export async function readForCommand(
  { host, rules, log, images }: Reading,
  pull: PullRef,
): Promise<ReadForCommand | undefined> {
  let branch: BranchState | undefined;
  const readingBranch: CommandHost = {
    ...host,
    readPullRequest: async (of, wanted) => (branch = await host.readBranch(of, wanted)),
  };
  const read = await readPullRequest(readingBranch, pull, rules);
  if (read === undefined || branch === undefined) return undefined;
  const facts = await gatherFacts(host, pull, read, rules, await gatherImages(read, images), log);
  const { lint: config } = policyOf(read.state.base, rules);
  return { branch, facts, config, ...(await prepare(read, rules, facts, config)) };
}
