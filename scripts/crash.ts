import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../src/sandbox/server.ts';
import { dataDirectory } from '../test/support/data-directory.ts';
import { startPostgresql } from '../test/support/postgresql.ts';
import { freePort, kill, startServer, webhookAddress, webhookSecret, type ServerProcess } from './server-process.ts';

const usage = `npm run crash -- [--kills 100] [--pulls 200] [--postgres]

Opens pull requests while the server is killed (SIGKILL) at random moments, then counts reviews and check runs: each pull
request must have one of each. The webhooks that nobody took are found again by the server itself.
--postgres: two processes on one PostgreSQL, one of which is killed; else one on the embedded database.
`;

/** Writes of one installation are a second apart, so more of them end sooner. */
const owners = 10;
const dockerfile = 'FROM debian:12\nCMD node server.js\n';

interface Pull {
  readonly owner: string;
  readonly number: number;
  readonly headSha: string;
}

async function open(sandbox: Sandbox, index: number): Promise<Pull> {
  const owner = `org-${index % owners}`;
  const files = { [`service-${index}/Dockerfile`]: dockerfile };
  const { number, headSha } = await sandbox.openPullRequest({ owner, name: 'shop', head: `change-${index}`, files });
  return { owner, number, headSha };
}

interface Tally {
  readonly reviews: number;
  readonly checks: number;
}

function tally(sandbox: Sandbox, { owner, number, headSha }: Pull): Tally {
  const repository = sandbox.state.repositories.get(`${owner}/shop`);
  const reviews = repository?.pulls.get(number)?.reviews.filter(({ user }) => user.type === 'Bot') ?? [];
  const runs = [...(repository?.checkRuns.values() ?? [])].filter(
    (run) => run.headSha === headSha && run.status === 'completed',
  );
  return { reviews: reviews.length, checks: runs.length };
}

interface World {
  readonly sandbox: Sandbox;
  readonly database: Readonly<Record<string, string>>;
  readonly port: number;
  /** The process that nobody kills. */
  readonly steady: ServerProcess | undefined;
  readonly close: () => Promise<void>;
}

async function createWorld(withPostgresql: boolean): Promise<World> {
  const sandbox = await startSandbox();
  for (let index = 0; index < owners; index += 1) {
    await sandbox.addRepository({ owner: `org-${index}`, name: 'shop', files: { 'README.md': 'A shop.\n' } });
  }
  const folder = await dataDirectory();
  const postgresql = withPostgresql ? await startPostgresql() : undefined;
  const database: World['database'] =
    postgresql === undefined ? { DATA_DIR: folder.path } : { DATABASE_URL: postgresql.url };
  const port = await freePort();
  sandbox.setWebhook(webhookAddress(port), webhookSecret);
  const steady = withPostgresql ? startServer(sandbox, await freePort(), database) : undefined;
  await steady?.listening;
  const close = async (): Promise<void> => {
    if (steady !== undefined) await kill(steady);
    await sandbox.close();
    postgresql?.stop();
    folder[Symbol.dispose]();
  };
  return { sandbox, database, port, steady, close };
}

/** Opens the pull requests bit by bit, each bit while a server lives that is killed at some moment after. */
async function openAndKill({ sandbox, port, database }: World, kills: number, count: number): Promise<readonly Pull[]> {
  const pulls: Pull[] = [];
  for (let round = 1; round <= kills; round += 1) {
    const server = startServer(sandbox, port, database);
    const patience = Math.random() * 8_000;
    await Promise.race([server.listening, sleep(patience)]);
    while (pulls.length < Math.round((round * count) / kills)) pulls.push(await open(sandbox, pulls.length));
    await sleep(Math.random() * patience);
    await kill(server);
    if (round % 10 === 0) console.log(`${round} kills, ${pulls.length} pull requests`);
  }
  return pulls;
}

/** Waits until every pull request has its check run, or GitHub was asked nothing for three minutes. */
async function settle(sandbox: Sandbox, pulls: readonly Pull[]): Promise<void> {
  let [seen, since] = [-1, Date.now()];
  while (pulls.some((pull) => tally(sandbox, pull).checks === 0) && Date.now() - since < 180_000) {
    await sleep(1_000);
    if (sandbox.requests.length !== seen) [seen, since] = [sandbox.requests.length, Date.now()];
  }
  // What is done twice is done soon after.
  await sleep(10_000);
  await sandbox.settled();
}

function report(sandbox: Sandbox, pulls: readonly Pull[], kills: number): boolean {
  const tallies = pulls.map((pull) => tally(sandbox, pull));
  const sum = (fits: (one: Tally) => boolean): number => tallies.filter(fits).length;
  console.table({
    kills: kills,
    'pull requests': pulls.length,
    'with one review': sum(({ reviews }) => reviews === 1),
    'with more reviews': sum(({ reviews }) => reviews > 1),
    'with none': sum(({ reviews }) => reviews === 0),
    'with one completed check run': sum(({ checks }) => checks === 1),
    'with more check runs': sum(({ checks }) => checks > 1),
    'with no check run': sum(({ checks }) => checks === 0),
    'breaches of GitHub’s contract': sandbox.violations.length,
  });
  return tallies.every(({ reviews, checks }) => reviews === 1 && checks === 1) && sandbox.violations.length === 0;
}

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    pulls: { type: 'string', default: '200' },
    postgres: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

async function main(): Promise<number> {
  const world = await createWorld(values.postgres);
  const pulls = await openAndKill(world, Number(values.kills), Number(values.pulls));
  const last = startServer(world.sandbox, world.port, world.database);
  await settle(world.sandbox, pulls);
  const isRight = report(world.sandbox, pulls, Number(values.kills));
  await kill(last);
  await world.close();
  return isRight ? 0 : 1;
}

if (values.help) console.log(usage);
else process.exitCode = await main();
