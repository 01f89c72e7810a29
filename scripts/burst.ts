import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../src/sandbox/server.ts';
import { dataDirectory } from '../test/support/data-directory.ts';
import { startPostgresql } from '../test/support/postgresql.ts';
import { freePort, kill, startServer, webhookAddress, webhookSecret, type ServerProcess } from './server-process.ts';

const usage = `npm run burst -- [--pulls 1000] [--postgres]

Sends the webhooks of so many pull requests of five installations at once, then fifty a second for twenty seconds, and
prints how fast they were acknowledged, when each installation was done, and what memory the server took.
`;

const { values } = parseArgs({
  options: {
    pulls: { type: 'string', default: '1000' },
    postgres: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const owners = ['ada', 'bob', 'cid', 'dot', 'eve'];
const steadyRate = { perSecond: 50, seconds: 20 };
const clean = 'FROM debian:12\nCMD ["node", "server.js"]\n';

interface Pull {
  readonly owner: string;
  readonly number: number;
  readonly headSha: string;
}

async function openAll(sandbox: Sandbox, count: number): Promise<readonly Pull[]> {
  const pulls: Pull[] = [];
  for (const owner of owners) await sandbox.addRepository({ owner, name: 'shop', files: { 'README.md': 'A shop.\n' } });
  for (let index = 0; index < count; index += 1) {
    const owner = owners[index % owners.length] ?? 'ada';
    const files = { [`service-${index}/Dockerfile`]: clean };
    const { number, headSha } = await sandbox.openPullRequest({ owner, name: 'shop', head: `change-${index}`, files });
    pulls.push({ owner, number, headSha });
  }
  return pulls;
}

/** Milliseconds until the webhook was acknowledged. Throws when it was not. */
async function deliver(sandbox: Sandbox, address: string, { owner, number, headSha }: Pull): Promise<number> {
  const repository = sandbox.state.repositories.get(`${owner}/shop`);
  const body = JSON.stringify({
    action: 'opened',
    number,
    pull_request: { number, head: { sha: headSha } },
    repository: { id: repository?.id, name: 'shop', full_name: `${owner}/shop`, owner: { login: owner } },
    installation: { id: sandbox.installationId(owner) },
    sender: { login: owner, type: 'User' },
  });
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'pull_request',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': `sha256=${createHmac('sha256', webhookSecret).update(body).digest('hex')}`,
  };
  const start = performance.now();
  const response = await fetch(address, { method: 'POST', headers, body });
  await response.text();
  if (response.status !== 200) throw new Error(`A webhook was answered ${response.status}.`);
  return performance.now() - start;
}

/** The pull requests again and again, one every so many milliseconds, whatever the answers take. */
async function deliverSteadily(sandbox: Sandbox, address: string, pulls: readonly Pull[]): Promise<readonly number[]> {
  const under: Promise<number>[] = [];
  for (let sent = 0; sent < steadyRate.perSecond * steadyRate.seconds; sent += 1) {
    const pull = pulls[sent % pulls.length];
    if (pull !== undefined) under.push(deliver(sandbox, address, pull));
    await sleep(1_000 / steadyRate.perSecond);
  }
  return Promise.all(under);
}

function quantiles(times: readonly number[]): Record<string, string> {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string => `${Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)} ms`;
  return { webhooks: String(times.length), p50: at(0.5), p99: at(0.99), slowest: at(1) };
}

/** Seconds until the first and the last pull request of each installation had its check run. */
async function watch(sandbox: Sandbox, pulls: readonly Pull[], since: number): Promise<Record<string, object>> {
  const ends = new Map<string, { first: number; last: number; done: number }>();
  const seen = new Set<string>();
  while (seen.size < pulls.length) {
    await sleep(250);
    for (const owner of owners) {
      const runs = sandbox.state.repositories.get(`${owner}/shop`)?.checkRuns.values() ?? [];
      for (const { headSha, status } of runs) {
        if (status !== 'completed' || seen.has(headSha)) continue;
        seen.add(headSha);
        const now = Math.round((Date.now() - since) / 1_000);
        const known = ends.get(owner);
        ends.set(owner, { first: known?.first ?? now, last: now, done: (known?.done ?? 0) + 1 });
      }
    }
  }
  return Object.fromEntries(ends);
}

/** The most that the process ever took (Linux). https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function peakMemory({ child }: ServerProcess): string {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return `${Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1_024)} MiB`;
}

async function main(): Promise<void> {
  const sandbox = await startSandbox();
  const folder = await dataDirectory();
  const postgresql = values.postgres ? await startPostgresql() : undefined;
  const database: Readonly<Record<string, string>> =
    postgresql === undefined ? { DATA_DIR: folder.path } : { DATABASE_URL: postgresql.url };
  const pulls = await openAll(sandbox, Number(values.pulls));
  const port = await freePort();
  const server = startServer(sandbox, port, database);
  await server.listening;
  const since = Date.now();
  const burst = await Promise.all(pulls.map((pull) => deliver(sandbox, webhookAddress(port), pull)));
  const installations = await watch(sandbox, pulls, since);
  const steady = await deliverSteadily(sandbox, webhookAddress(port), pulls);
  console.table({ 'all at once': quantiles(burst), [`${steadyRate.perSecond} a second`]: quantiles(steady) });
  console.table(installations);
  const limited = sandbox.requests.filter(({ status }) => status === 403 || status === 429).length;
  console.log(`calls that met a limit: ${limited}; peak memory of the server: ${peakMemory(server)}`);
  await kill(server);
  await sandbox.close();
  postgresql?.stop();
  folder[Symbol.dispose]();
}

if (values.help) console.log(usage);
else await main();
