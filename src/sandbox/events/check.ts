import { happen, send } from './send.ts';
import { baseOf } from '../shapes/pull.ts';
import { checkRunEventShape, checkSuiteShape, type CheckContext } from '../shapes/check.ts';
import { newId, type Account, type CheckAction, type CheckRun, type Repository } from '../state.ts';
import type { World } from '../world.ts';

export async function announceCheckRun(
  world: World,
  repository: Repository,
  run: CheckRun,
  action: 'created' | 'completed' | 'rerequested' | 'requested_action',
  sender: Account,
  requested?: CheckAction,
): Promise<void> {
  const context = await checkContext(world, repository, run);
  const shape = checkRunEventShape(world.url, repository, run, context);
  const extra = requested === undefined ? {} : { requested_action: { identifier: requested.identifier } };
  send(world, repository, sender, 'check_run', { action, check_run: shape, ...extra });
  // The page and the tests know the pull request also where the event must not name it.
  const number = [...repository.pulls.values()].find((pull) => pull.headSha === run.headSha)?.number ?? null;
  const detail = { id: run.id, head: run.headSha, conclusion: run.conclusion };
  happen(world, repository, `check_run.${action}`, number, detail);
}

/** The suite of the run's head and the open pull requests that stand there. */
export async function checkContext(world: World, repository: Repository, run: CheckRun): Promise<CheckContext> {
  const suite = repository.suites.get(run.headSha) ?? newId(world.state);
  repository.suites.set(run.headSha, suite);
  // A fork's pull request is never named (contract section 4).
  const open = [...repository.pulls.values()].filter(
    (pull) => pull.state === 'open' && pull.headSha === run.headSha && pull.head === repository,
  );
  const pulls = await Promise.all(open.map(async (pull) => ({ pull, baseSha: await baseOf(repository, pull) })));
  return { app: world.state.app, suite, pulls };
}

/** "Re-run all checks": the suite of a head goes back to `queued`; its runs stay as they are (contract section 4). */
export async function announceSuite(
  world: World,
  repository: Repository,
  run: CheckRun,
  sender: Account,
): Promise<void> {
  const context = await checkContext(world, repository, run);
  const commit = await repository.git.commitInfo(run.headSha);
  const check_suite = checkSuiteShape(world.url, repository, run, context, commit);
  send(world, repository, sender, 'check_suite', { action: 'rerequested', check_suite });
  happen(world, repository, 'check_suite.rerequested', null, { head: run.headSha });
}
