/** A process of its own for queue.test.ts: stores a job in the data directory given, says so, and waits to be killed. */
import { Queue } from '../../src/queue/queue.ts';
import { jobFor } from './support.ts';

const [directory = ''] = process.argv.slice(2);
const queue = await Queue.open({
  location: { directory },
  judge: () => ({ kind: 'give-up' }),
  onTrouble: () => undefined,
});
await queue.enqueue(jobFor(1, 'a1'));
process.stdout.write('stored\n');
