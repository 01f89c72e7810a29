import type { Rule } from '../lint/rule.ts';
import { sayClosed, sayFailed, sayHelp, sayNotAllowed, sayUnknownRule } from '../review/answers.ts';
import { commitFixes, type Done } from './commit-fixes.ts';
import { findRule, nearestRule } from './find-rule.ts';
import { askOf, type Job, type RunCommand } from './job.ts';
import type { Access, Cache, CommandHost, ImageSource, Log, PullRef } from './ports.ts';
import { suggestIgnore } from './suggest-ignore.ts';

/** What running a command works with. */
export interface CommandServices {
  readonly host: CommandHost;
  readonly rules: readonly Rule[];
  readonly log: Log;
  readonly images: ImageSource | undefined;
  readonly cache?: Cache;
  readonly enqueue: (job: Job) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Does what a person asks for: shows that it was seen, checks that they may ask, does it, and answers once. Safe to
 * repeat: a commit and an answer of an earlier try are found. Throws what the host throws and what may pass.
 */
export async function runCommand(job: RunCommand, services: CommandServices): Promise<{ readonly kind: 'answered' }> {
  const { host, log } = services;
  const pull: PullRef = { repository: job.repository, number: job.number };
  await host.acknowledge(pull, job.from);
  const done = await run(job, services, pull);
  if (done.recheck !== undefined) await services.enqueue(reviewOf(job, done.recheck));
  if (done.say !== undefined) {
    const { ask = askOf(job), standing } = done;
    const thread = done.ask === undefined ? threadOf(job) : undefined;
    await host.answer(pull, { ask, thread, body: done.say, ...(standing === undefined ? {} : { standing }) });
  }
  const { owner, name } = job.repository;
  const fields = { repository: `${owner}/${name}`, pull: job.number, delivery: job.delivery };
  log.info({ ...fields, command: job.command.kind, answered: done.say !== undefined }, 'Did as a person asked');
  return { kind: 'answered' };
}

/** Tells whoever asked that it could not be done; `reason` is public. Throws what the host throws. */
export async function reportCommandFailure(job: RunCommand, reason: string, host: CommandHost): Promise<void> {
  const pull: PullRef = { repository: job.repository, number: job.number };
  await host.answer(pull, { ask: askOf(job), thread: threadOf(job), body: sayFailed(reason) });
}

interface Ran extends Done {
  /** What is answered, where that is more than this one ask; the answer then stands in the conversation. */
  readonly ask?: string;
}

function threadOf({ from }: RunCommand): number | undefined {
  return from.kind === 'reply' ? from.thread : undefined;
}

async function run(job: RunCommand, services: CommandServices, pull: PullRef): Promise<Ran> {
  const { command } = job;
  const access = await accessOf(job, services.host, pull);
  const mayPush = access === 'admin' || access === 'write';
  if (!mayPush && !job.byAuthor) {
    // One such answer for a person: whoever may comment could have us write comments without end.
    const ask = `refused-${job.asker.id}`;
    return { say: sayNotAllowed(job.asker.login, command.kind), ask };
  }
  switch (command.kind) {
    case 'help':
      return { say: sayHelp() };
    case 'recheck':
      return recheck(services.host, pull);
    case 'ignore':
      return suggestIgnore(job, command, services);
    case 'fix': {
      const { rule: word } = command;
      const rule = word === undefined ? undefined : findRule(word, services.rules);
      if (word !== undefined && rule === undefined) return { say: unknown(word, services.rules) };
      return commitFixes(job, services, { rule, word, mayPush, now: services.now() });
    }
  }
}

/** The check run is the answer. */
async function recheck(host: CommandHost, pull: PullRef): Promise<Ran> {
  const { open, headSha, answers } = await host.readBranch(pull, { head: [], base: [] });
  return open ? { say: undefined, recheck: headSha } : { say: sayClosed(), standing: answers };
}

/** Of the author nothing needs to be known but for a commit. */
async function accessOf(
  { command, asker, byAuthor }: RunCommand,
  host: CommandHost,
  pull: PullRef,
): Promise<Access | undefined> {
  return byAuthor && command.kind !== 'fix' ? undefined : host.accessOf(pull, asker);
}

function unknown(word: string, rules: readonly Rule[]): string {
  return sayUnknownRule(word, nearestRule(word, rules));
}

function reviewOf({ installationId, repository, number, delivery }: RunCommand, headSha: string): Job {
  // A delivery that is done makes no second job: the review has a name of its own.
  return { kind: 'review-pull-request', installationId, repository, number, headSha, delivery: `${delivery}-review` };
}
