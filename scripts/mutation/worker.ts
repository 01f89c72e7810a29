import { TestRunner, type RunnerTask, type RunnerTestCase, type RunnerTestFile } from 'vitest';
import { channelName, type Answer, type Coverage, type Order, type Ran } from './protocol.ts';

/** What the instrumented code looks at: which mutant is on, and where to count. */
interface Instruments {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number;
  hitLimit?: number;
  mutantCoverage?: { static: Coverage; perTest: Record<string, Coverage> };
}

interface Known {
  readonly id: string;
  readonly run: () => Promise<unknown>;
  milliseconds: number;
  /** When it last killed a mutant, counted in mutants. */
  killed: number;
}

/**
 * Reads the tests once, and then runs of them what it is told to, over and over in the same process: a mutant takes
 * milliseconds where a run of vitest takes seconds. Hooks are not run; the pure rooms have none.
 */
export default class MutationRunner extends TestRunner {
  async onCollected(files: RunnerTestFile[]): Promise<void> {
    const tests = files.flatMap(({ tasks }) => tasks.flatMap(testsIn));
    await serve(tests.filter(({ mode }) => mode === 'run').map(known));
    for (const test of tests) test.mode = 'skip';
  }
}

function testsIn(task: RunnerTask): readonly RunnerTestCase[] {
  return task.type === 'test' ? [task] : task.tasks.flatMap(testsIn);
}

function known(test: RunnerTestCase, index: number): Known {
  const run = async (): Promise<unknown> => TestRunner.getTestFn(test)();
  return { id: `${index} ${test.fullTestName}`, run, milliseconds: 0, killed: 0 };
}

function instruments(): Instruments {
  return ((globalThis as { __stryker__?: Instruments }).__stryker__ ??= {});
}

function serve(tests: readonly Known[]): Promise<void> {
  const channel = new BroadcastChannel(channelName);
  const say = (answer: Answer): void => {
    channel.postMessage(answer);
  };
  return new Promise((resolve) => {
    channel.onmessage = ({ data }) => {
      const order = data as Order;
      if (order.kind === 'try') void tryOut(tests).then(say);
      else if (order.kind === 'judge') void judge(tests, order).then(say);
      else {
        channel.close();
        resolve();
      }
    };
    say({ kind: 'ready' });
  });
}

/** A test that takes longer than this, for the size of its text mostly, would be the most of a survivor's time. */
const tooSlow = 1000;

/** Every test once, with what it reached; those that are too slow count as none. */
async function tryOut(tests: readonly Known[]): Promise<Answer> {
  const all = instruments();
  // The instrumented code keeps hold of the object that it saw first.
  const coverage = (all.mutantCoverage ??= { static: {}, perTest: {} });
  const loading = { ...coverage.static };
  const ran: Ran[] = [];
  for (const test of tests) {
    all.currentTestId = test.id;
    const one = await runOne(test);
    all.currentTestId = undefined;
    if (one.failure !== undefined || one.milliseconds <= tooSlow) ran.push(one);
    else Reflect.deleteProperty(coverage.perTest, test.id);
  }
  return { kind: 'tried', ran, loading, each: coverage.perTest };
}

let judged = 0;

/** The tests of the mutant's own file come first, then those that killed one lately, then the quick ones. */
async function judge(
  tests: readonly Known[],
  { mutant, file, tests: ids, mostHits }: Extract<Order, { kind: 'judge' }>,
): Promise<Answer> {
  const wanted = new Set(ids);
  const own = ` ${file.replace(/^.*\/src\//, '').replace(/\.ts$/, '.test.ts')} `;
  const distance = ({ id }: Known): number => (id.includes(own) ? 0 : 1);
  const order = tests.filter(({ id }) => wanted.has(id));
  order.sort((a, b) => distance(a) - distance(b) || b.killed - a.killed || a.milliseconds - b.milliseconds);
  const all = instruments();
  Object.assign(all, { activeMutant: mutant, hitCount: 0, hitLimit: mostHits });
  judged++;
  const ran: Ran[] = [];
  for (const test of order) {
    const one = await runOne(test);
    ran.push(one);
    if (one.failure === undefined) continue;
    test.killed = judged;
    break;
  }
  all.activeMutant = undefined;
  return { kind: 'judged', ran, hits: all.hitCount ?? 0 };
}

async function runOne(test: Known): Promise<Ran> {
  const start = performance.now();
  let failure: string | undefined;
  try {
    await test.run();
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  const milliseconds = performance.now() - start;
  test.milliseconds ||= milliseconds;
  return { id: test.id, milliseconds, failure };
}
