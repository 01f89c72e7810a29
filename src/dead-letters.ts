import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Job } from './jobs/job.ts';
import type { DeadLetter } from './queue/dead-letters.ts';
import { Queue } from './queue/queue.ts';
import { readLocation } from './server/environment.ts';

const usage = `npm run jobs                  lists the jobs that were given up in the last two weeks
npm run jobs -- retry ID…     puts these back into the queue
npm run jobs -- retry --all   puts all of them back

Reads DATABASE_URL, else DATA_DIR, which a running server keeps for itself: stop it first.
`;

/** Lists what was given up, or puts it back. Returns the exit code: 0 done, 1 an ID that is not there, 2 wrong usage. */
export async function runJobs(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  write: (text: string) => void,
): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...args],
    options: { all: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  const [verb = 'list', ...ids] = positionals;
  if (values.help === true) {
    write(usage);
    return 0;
  }
  const isRight = verb === 'list' ? ids.length === 0 : verb === 'retry' && (values.all === true) !== ids.length > 0;
  if (!isRight) {
    write(usage);
    return 2;
  }
  const queue = await Queue.open({
    location: readLocation(env),
    judge: () => ({ kind: 'retry' }),
    onTrouble: (_, trouble) => {
      write(`${String(trouble)}\n`);
    },
  });
  try {
    const letters = await queue.deadLetters.list();
    if (verb === 'list') {
      write(letters.length === 0 ? 'No job was given up.\n' : letters.map(lineOf).join(''));
      return 0;
    }
    return await retry(queue, letters, values.all === true ? letters.map(({ id }) => id) : ids, write);
  } finally {
    await queue.stop(0);
  }
}

async function retry(
  queue: Queue,
  letters: readonly DeadLetter[],
  ids: readonly string[],
  write: (text: string) => void,
): Promise<number> {
  const wanted = letters.filter(({ id }) => ids.includes(id));
  const unknown = ids.filter((id) => !wanted.some((letter) => letter.id === id));
  for (const { id, job } of wanted) {
    // First into the queue, then out of the list: what stops in between is done twice, which is safe, not never.
    await queue.enqueue(job);
    await queue.deadLetters.remove([id]);
  }
  write(`${wanted.length} put back into the queue.\n`);
  for (const id of unknown) write(`There is no job ${id}.\n`);
  return unknown.length === 0 ? 0 : 1;
}

function lineOf({ id, job, reason, at }: DeadLetter): string {
  return `${id}  ${at.toISOString()}  ${job.kind} ${placeOf(job)}  ${reason.replace(/\s+/g, ' ')}\n`;
}

function placeOf(job: Job): string {
  if (!('repository' in job)) return 'installationId' in job ? `installation ${job.installationId}` : '';
  const { owner, name } = job.repository;
  return `${owner}/${name}${'number' in job ? `#${job.number}` : `@${job.headSha}`}`;
}

if (import.meta.main) {
  if (existsSync('.env')) process.loadEnvFile('.env');
  try {
    process.exitCode = await runJobs(process.argv.slice(2), process.env, (text) => void process.stdout.write(text));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
