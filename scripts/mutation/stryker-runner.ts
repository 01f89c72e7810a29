import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  toMutantRunResult,
  TestStatus,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
} from '@stryker-mutator/api/test-runner';
import { createVitest, type Vitest } from 'vitest/node';
import { channelName, type Answer, type Order, type Ran } from './protocol.ts';

/** Stryker's side: starts vitest once, whose runner (worker.ts) then judges one mutant after the other. */
class InProcessRunner implements TestRunner {
  private readonly channel = new BroadcastChannel(channelName);
  private vitest: Vitest | undefined;
  private running: Promise<unknown> | undefined;

  /** No mutant is on while modules load (`ignoreStatic`), so nothing of one is left for the next. */
  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    const ready = this.next('ready');
    this.vitest = await createVitest({ config: 'vitest.mutation.config.ts', watch: false });
    this.running = this.vitest.start();
    await Promise.race([ready, this.running.then(() => Promise.reject(new Error('The tests could not be read')))]);
  }

  async dryRun(): Promise<DryRunResult> {
    const { ran, loading, each } = await this.ask({ kind: 'try' }, 'tried');
    return {
      status: DryRunStatus.Complete,
      tests: ran.map(toTestResult),
      mutantCoverage: { static: { ...loading }, perTest: { ...each } },
    };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    const order: Order = {
      kind: 'judge',
      mutant: activeMutant.id,
      file: activeMutant.fileName,
      tests: testFilter ?? [],
      mostHits: hitLimit ?? Infinity,
    };
    const { ran, hits } = await this.ask(order, 'judged');
    const result: DryRunResult = { status: DryRunStatus.Complete, tests: ran.map(toTestResult) };
    return toMutantRunResult(determineHitLimitReached(hits, hitLimit) ?? result);
  }

  async dispose(): Promise<void> {
    this.channel.postMessage({ kind: 'end' } satisfies Order);
    await this.running;
    await this.vitest?.close();
    this.channel.close();
  }

  private async ask<Kind extends Answer['kind']>(order: Order, kind: Kind): Promise<Extract<Answer, { kind: Kind }>> {
    const answer = this.next(kind);
    this.channel.postMessage(order);
    return answer;
  }

  private next<Kind extends Answer['kind']>(kind: Kind): Promise<Extract<Answer, { kind: Kind }>> {
    return new Promise((resolve) => {
      this.channel.onmessage = ({ data }) => {
        const answer = data as Answer;
        if (answer.kind === kind) resolve(answer as Extract<Answer, { kind: Kind }>);
      };
    });
  }
}

function toTestResult({ id, milliseconds, failure }: Ran): TestResult {
  const test = { id, name: id, timeSpentMs: milliseconds };
  return failure === undefined
    ? { ...test, status: TestStatus.Success }
    : { ...test, status: TestStatus.Failed, failureMessage: failure };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
