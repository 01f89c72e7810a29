import {
  sayClosed,
  sayCommitted,
  sayCommittedBefore,
  sayForeignFork,
  sayMayNotPush,
  sayMoved,
  sayNoDockerfiles,
  sayNotAgain,
  sayNothingToFix,
  sayPatch,
  sayRefused,
  saySkipped,
  sayTooMany,
} from '../review/answers.ts';
import type { Finding } from '../lint/finding.ts';
import type { Rule } from '../lint/rule.ts';
import { commitOf, madeBefore, mostCommitsAnHour, objectionTo } from './fix-commit.ts';
import { fixFiles, type Fixed } from './fix-files.ts';
import type { RunCommand } from './job.ts';
import type { BranchState, CommandHost, PullRef, StandingAnswer } from './ports.ts';
import { readForCommand, type ReadForCommand, type Reading } from './read-for-command.ts';

/** What was done, in the words of the answer. */
export interface Done {
  /** undefined: nothing needs to be said. */
  readonly say: string | undefined;
  /** Answers of ours that were seen on the way. */
  readonly standing?: readonly StandingAnswer[];
  /** The head to be reviewed again. */
  readonly recheck?: string;
}

export interface FixWish {
  /** All rules when undefined. */
  readonly rule: Rule | undefined;
  /** As it was written, which may be one of a rule's aliases. */
  readonly word: string | undefined;
  /** Whether whoever asks may write to the repository. */
  readonly mayPush: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Commits the safe fixes of what the pull request brings in: one commit, on the very head that was analysed. For the
 * button that is the head of its check run. Where we may not or cannot write, the answer holds a patch. A head that
 * moved on the way is read once more. Throws what the host throws and what may pass.
 */
export async function commitFixes(job: RunCommand, reading: Reading, wish: FixWish): Promise<Done> {
  const pull: PullRef = { repository: job.repository, number: job.number };
  const first = await tryOnce(job, reading, pull, wish);
  const last = isMoved(first) && job.from.kind !== 'button' ? await tryOnce(job, reading, pull, wish) : first;
  return isMoved(last) ? { say: sayMoved(), standing: last.standing, recheck: last.movedFrom } : last;
}

/** The head that was read, and is no more the one that was meant. */
interface Moved {
  readonly movedFrom: string;
  readonly standing: readonly StandingAnswer[];
}

function isMoved(tried: Done | Moved): tried is Moved {
  return 'movedFrom' in tried;
}

async function tryOnce(job: RunCommand, reading: Reading, pull: PullRef, wish: FixWish): Promise<Done | Moved> {
  const read = await readForCommand(reading, pull);
  if (read === undefined) return { say: sayNoDockerfiles() };
  const { branch } = read;
  const standing = branch.answers;
  if (!branch.open) return { say: sayClosed(), standing };
  const made = madeBefore(job, branch);
  if (made !== undefined) return { say: unlessButton(job, sayCommittedBefore(made)), standing };
  if (job.from.kind === 'button' && job.from.headSha !== branch.headSha) {
    return { movedFrom: branch.headSha, standing };
  }
  const fixed = await fixFiles(read.files, branch.head, contextOf(read, reading.rules, wish));
  if (fixed.files.length === 0) {
    return { say: sayNothingToFix(wish.rule?.id, fixed.left, [...fixed.skipped, ...read.notReviewed]), standing };
  }
  const barrier = barrierOf(job, branch, fixed, wish);
  if (barrier !== undefined) return { say: withPatch(barrier, fixed), standing };
  return write(job, reading.host, pull, branch, fixed);
}

function contextOf({ facts, config }: ReadForCommand, rules: readonly Rule[], { rule, word }: FixWish) {
  const wanted = word?.toLowerCase();
  const takes = (finding: Finding): boolean =>
    rule === undefined ||
    finding.rule === wanted ||
    (finding.rule === rule.id && finding.aliases.some((alias) => alias.toLowerCase() === wanted));
  return { rules, facts, config, takes };
}

/** Why nothing can be committed, before anything is tried. */
function barrierOf(job: RunCommand, branch: BranchState, { files }: Fixed, wish: FixWish): string | undefined {
  const { headRepository: head } = branch;
  if (head.kind === 'fork') return sayForeignFork(head.name, head.ofOrganization);
  if (head.kind === 'deleted') return sayForeignFork(undefined, false);
  if (!wish.mayPush) return sayMayNotPush(job.asker.login);
  const objection = objectionTo(files, branch, wish.now);
  if (objection === undefined) return undefined;
  return objection.kind === 'same' ? sayNotAgain(objection.sha) : sayTooMany(mostCommitsAnHour);
}

async function write(
  job: RunCommand,
  host: CommandHost,
  pull: PullRef,
  branch: BranchState,
  fixed: Fixed,
): Promise<Done | Moved> {
  const standing = branch.answers;
  const outcome = await host.commit(pull, commitOf(job, branch, fixed.files));
  switch (outcome.kind) {
    case 'committed':
      return { say: unlessButton(job, sayCommitted(outcome.sha, fixed.files, fixed.skipped)), standing };
    case 'moved':
      return { movedFrom: branch.headSha, standing };
    case 'refused':
      return { say: withPatch(sayRefused(outcome), fixed), standing };
  }
}

/** Whoever presses the button sees the commit appear, which names them. */
function unlessButton({ from }: RunCommand, text: string): string | undefined {
  return from.kind === 'button' ? undefined : text;
}

function withPatch(why: string, { files, skipped }: Fixed): string {
  return [why, sayPatch(files), saySkipped(skipped)].filter((text) => text !== '').join('\n\n');
}
