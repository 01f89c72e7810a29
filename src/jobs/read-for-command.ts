import type { LintConfig } from '../lint/config.ts';
import type { Facts, Rule } from '../lint/rule.ts';
import { gatherImages } from './base-images.ts';
import { gatherFacts } from './gather-facts.ts';
import { policyOf } from './policy.ts';
import type { BranchState, Cache, ChangedFile, CommandHost, ImageSource, Log, PullRef } from './ports.ts';
import { prepare, type Prepared } from './prepare.ts';
import { readPullRequest, type ReadPullRequest } from './read-pull-request.ts';
import { recall } from './remembered-files.ts';

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
  /** Where reviews note what they were told; without it GitHub is asked again. */
  readonly cache?: Cache;
}

/**
 * undefined when no Dockerfile changed. Which ones did is known from the review of the same head, if that was lately;
 * else GitHub is asked. Throws what the host throws, and MovingHead.
 */
export async function readForCommand(reading: Reading, pull: PullRef): Promise<ReadForCommand | undefined> {
  const { host, rules, log, images, cache } = reading;
  const remembered = await recall(cache, pull);
  let found = await readState(reading, pull, remembered?.files);
  // Another head may change other files.
  const isOld = found?.isRemembered === true && found.branch.headSha !== remembered?.headSha;
  if (isOld) found = await readState(reading, pull);
  if (found === undefined) return undefined;
  const { read, branch } = found;
  const facts = await gatherFacts(host, pull, read, rules, await gatherImages(read, images), log);
  const { lint: config } = policyOf(read.state.base, rules);
  return { branch, facts, config, ...(await prepare(read, rules, facts, config)) };
}

interface Found {
  readonly read: ReadPullRequest;
  readonly branch: BranchState;
  /** Whether the files are those that were given. */
  readonly isRemembered: boolean;
}

/** `files`: the list that is tried first. */
async function readState(
  { host, rules }: Reading,
  pull: PullRef,
  files?: readonly ChangedFile[],
): Promise<Found | undefined> {
  let known = files;
  let isRemembered = false;
  let branch: BranchState | undefined;
  const readingBranch: CommandHost = {
    ...host,
    listFiles: (of) => {
      const list = known;
      known = undefined;
      isRemembered = list !== undefined;
      return list === undefined ? host.listFiles(of) : Promise.resolve(list);
    },
    readPullRequest: async (of, wanted) => (branch = await host.readBranch(of, wanted)),
  };
  const read = await readPullRequest(readingBranch, pull, rules);
  return read === undefined || branch === undefined ? undefined : { read, branch, isRemembered };
}
