import { createSign } from 'node:crypto';
import { verdictOn } from '../../src/github/errors.ts';
import { Installations } from '../../src/github/installations.ts';
import type { Job } from '../../src/jobs/job.ts';
import { giveUp, perform, type Services } from '../../src/jobs/perform.ts';
import { nextOf, type Entry } from '../../src/queue/entry.ts';
import { rules } from '../../src/rules/index.ts';
import { startSandbox } from '../../src/sandbox/server.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { PullRequest, Repository } from '../../src/sandbox/state.ts';
import { silentLog, virtualClock, type VirtualClock } from '../github/support.ts';

/** Real jobs, the real client and the stand-in for GitHub over HTTP; the queue's decisions, but nobody waits for a clock. */
export interface FaultWorld {
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly shop: { readonly owner: string; readonly name: string };
  readonly repository: Repository;
  /** Milliseconds after which a call without an answer ends; short only where a test waits for that. */
  patience: number;
  /** Does a job until it is done or given up; how many tries it took. */
  readonly work: (job: Job) => Promise<Worked>;
  readonly review: (pull: PullRequest) => Promise<Worked>;
}

export interface Worked {
  readonly ended: 'done' | 'dropped' | 'given up';
  readonly tries: number;
}

export async function createFaultWorld(): Promise<FaultWorld> {
  const clock = virtualClock(Date.now());
  const sandbox = await startSandbox({ clock: () => clock.now() });
  const shop = { owner: 'acme', name: 'shop' };
  const repository = await sandbox.addRepository({ ...shop, files: { 'README.md': 'Shop\n' } });
  sandbox.setPermission(shop, 'mina-k', 'write');
  const work: FaultWorld['work'] = (job) => workOn(job, sandbox, clock, world.patience);
  const installationId = sandbox.installationId(shop.owner);
  const common = { installationId, repository: { ...shop, id: repository.id } };
  const review: FaultWorld['review'] = ({ number, headSha }) =>
    work({ kind: 'review-pull-request', ...common, number, headSha, delivery: `review-${number}-${headSha}` });
  const world: FaultWorld = { sandbox, clock, shop, repository, patience: 30_000, work, review };
  return world;
}

/** Each job has a process of its own: nothing is known from the one before, not even a token. */
async function workOn(job: Job, sandbox: Sandbox, clock: VirtualClock, timeout: number): Promise<Worked> {
  const installations = new Installations({
    ...{ appId: sandbox.app.id, baseUrl: `${sandbox.url}/api/v3`, log: silentLog, clock, timeout },
    appToken: () => Promise.resolve(appToken(sandbox, clock.now())),
  });
  let entry: Entry = { job, tries: 0, postponed: 0 };
  for (let tries = 1; ; tries += 1) {
    const services = servicesOf(installations, clock, tries > 1);
    try {
      await perform(job, services);
      return { ended: 'done', tries };
    } catch (error) {
      const next = nextOf(entry, verdictOn(error), clock.now(), () => 5_000);
      if (next.kind === 'drop') return { ended: 'dropped', tries };
      if (next.kind === 'give-up') {
        await giveUp(job, String(error), services);
        return { ended: 'given up', tries };
      }
      entry = next.entry;
      clock.advance(Math.max(0, next.at.getTime() - clock.now()));
    }
  }
}

function servicesOf(installations: Installations, clock: VirtualClock, isRepeated: boolean): Services {
  const values = new Map<string, string>();
  return {
    ...{ rules, log: silentLog, app: installations.app, now: () => clock.now(), handled: new Set<string>() },
    hostFor: (id, repository) => installations.hostFor(id, repository, silentLog, isRepeated),
    commandHostFor: (id, repository) => installations.commandHostFor(id, repository, silentLog),
    lookerFor: (id) => installations.lookerFor(id),
    enqueue: () => Promise.resolve(),
    enqueueLater: () => Promise.resolve(),
    cache: {
      get: (key) => Promise.resolve(values.get(key)),
      set: (key, value) => Promise.resolve(void values.set(key, value)),
    },
  };
}

/** https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app */
function appToken({ app }: Sandbox, now: number): string {
  const seconds = Math.floor(now / 1_000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: seconds - 60, exp: seconds + 500, iss: app.id })}`;
  return `${head}.${createSign('RSA-SHA256').update(head).sign(app.privateKey, 'base64url')}`;
}
