import { existsSync } from 'node:fs';
import { createNodeMiddleware, Probot, type Logger } from 'probot';
import { createApp, events } from './app.ts';
import { GitHubError, verdictOn } from './github/errors.ts';
import { Installations } from './github/installations.ts';
import type { Job } from './jobs/job.ts';
import { giveUp, perform, type Services } from './jobs/perform.ts';
import type { ImageSource } from './jobs/ports.ts';
import { Queue } from './queue/queue.ts';
import { openRegistries, type Registries } from './registry/open.ts';
import { rules } from './rules/index.ts';
import { readEnvironment, type Environment } from './server/environment.ts';
import { listen, webhookPath, type HttpServer } from './server/http.ts';
import { createLog } from './server/log.ts';
import { createMetrics, type Metrics } from './server/metrics.ts';
import { startRounds } from './server/rounds.ts';
import { stopOnSignals } from './server/signals.ts';

export interface Running {
  /** `http://HOST:PORT`, with the port that was really taken. */
  readonly address: string;
  /** Takes nothing new, ends what is under way within a limit, closes the queue. */
  readonly stop: () => Promise<void>;
}

/** Jobs worked on at once; they mostly wait for GitHub. */
const concurrency = 5;

/** Together under the 10 s after which Docker kills. Jobs that are cut are tried again after the next start. */
const closeWithin = 2_000;
const drainWithin = 7_000;

/** Starts queue, workers and server. Throws when one of them cannot be had. */
export async function start(environment: Environment, log: Logger): Promise<Running> {
  const { appId, privateKey, webhookSecret: secret, oldWebhookSecret: old, apiUrl: baseUrl, host, port } = environment;
  const probot = new Probot({ appId, privateKey, secret, baseUrl, log, webhookPath });
  const metrics = createMetrics(() => queue.counts());
  const queue = await openQueue(environment, metrics, log);
  let registries: Registries | undefined;
  try {
    registries = openImageSource(environment, queue, log);
    const installations = new Installations({
      appId,
      baseUrl,
      log,
      appToken: () => appToken(probot),
      onCall: metrics.githubCall,
      budgetOf: (installationId) => queue.shared(installationId),
    });
    const servicesFor = services(installations, queue, registries?.source, log);
    await startWorkers(queue, servicesFor, metrics);
    const app = createApp(
      {
        enqueue: (job) => queue.enqueue(job),
        forget: (repository, number) => queue.forget(repository, number),
      },
      appId,
    );
    const server = await listen(host, port, {
      webhooks: await createNodeMiddleware(app, { probot }),
      secrets: old === undefined ? undefined : { current: secret, old },
      ready: () => queue.check(),
      metrics,
      onError: (error) => {
        log.error({ err: error }, 'request failed');
      },
    });
    log.info({ address: server.address }, 'listening');
    const endRounds = startRounds((job) => {
      queue.enqueue(job, 'background').catch((error: unknown) => {
        log.error({ err: error, job: job.kind }, 'a round could not be stored; the next one is due in its time');
      });
    });
    return {
      address: server.address,
      stop: async () => {
        endRounds();
        await stop(server, queue, registries);
      },
    };
  } catch (error) {
    registries?.close();
    await queue.stop(0);
    throw error;
  }
}

function openQueue({ database }: Environment, metrics: Metrics, log: Logger): Promise<Queue> {
  return Queue.open({
    location: database,
    judge: verdictOn,
    reasonOf: publicReason,
    onTrouble: (level, trouble) => {
      log[level]({ err: trouble }, 'trouble in the queue');
    },
    onOutcome: ({ job, outcome, error, seconds }) => {
      metrics.job(outcome, seconds);
      if (error !== undefined) log.warn({ ...job, outcome, err: error }, 'a try of a job failed');
    },
  });
}

/** undefined where no registry may be asked. */
function openImageSource({ registries }: Environment, queue: Queue, log: Logger): Registries | undefined {
  if (registries === undefined) return undefined;
  log.info({ hosts: registries.hosts }, 'registries are asked about base images');
  return openRegistries(registries.hosts, registries.credentials, queue.cache(), log);
}

type ServicesFor = (job: Job, isRepeated: boolean) => Services;

/** What a job works with. Every line that it writes names the delivery that asked for it. */
function services(
  installations: Installations,
  queue: Queue,
  images: ImageSource | undefined,
  log: Logger,
): ServicesFor {
  return ({ kind, delivery }, isRepeated) => {
    const own = log.child({ job: kind, delivery });
    return {
      ...{ rules, log: own, images, app: installations.app, cache: queue.cache(), now: Date.now },
      hostFor: (id, repository) => installations.hostFor(id, repository, own, isRepeated),
      commandHostFor: (id, repository) => installations.commandHostFor(id, repository, own),
      lookerFor: (id) => installations.lookerFor(id),
      enqueue: (job) => queue.enqueue(job),
      enqueueLater: (job) => queue.enqueue(job, 'background'),
      handled: new Set(events),
    };
  };
}

async function startWorkers(queue: Queue, servicesFor: ServicesFor, metrics: Metrics): Promise<void> {
  await queue.onFailure((job, reason) => giveUp(job, reason, servicesFor(job, true)));
  await queue.work(concurrency, async (job, _signal, isRepeated) => {
    const outcome = await perform(job, servicesFor(job, isRepeated));
    if (outcome.kind === 'reviewed') metrics.review(outcome.comments, outcome.conclusion);
  });
}

/** What may be shown on the pull request: GitHub's own words, but nothing of an error of ours. */
function publicReason(error: unknown): string {
  return error instanceof GitHubError ? error.message : 'An error inside dockerfile-review; its log has the details.';
}

/** Only the App's JWT is Probot's business: its installation tokens ignore the base URL and are not scoped. */
async function appToken(probot: Probot): Promise<string> {
  const octokit = await probot.auth();
  const { token } = (await octokit.auth({ type: 'app' })) as { readonly token: string };
  return token;
}

async function stop(server: HttpServer, queue: Queue, registries: Registries | undefined): Promise<void> {
  await server.close(closeWithin);
  await queue.stop(drainWithin);
  registries?.close();
}

/** What is set already wins over `.env`. */
async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const environment = readEnvironment(process.env);
  const log = createLog(environment.logLevel);
  const running = await start(environment, log);
  stopOnSignals(running.stop, log);
}

/** One line per cause, the outermost first. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}\n  because: ${explain(error.cause)}`;
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  });
}
