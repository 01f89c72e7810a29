import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** Where a program is, by the PATH of this process. */
export function findOnPath(program: string): string | undefined {
  const paths = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What a proof needs of the machine: the name of a program, or something that a trial shows. */
export type Need = 'namespaces' | 'root' | (string & {});

/** `unshare` as the proofs use it, or undefined where the kernel or the user forbids it. */
const trials: Readonly<Record<string, () => boolean>> = {
  root: () => process.getuid?.() === 0,
  namespaces: () => spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status === 0,
};

function isHere(need: Need): boolean {
  return trials[need]?.() ?? findOnPath(need) !== undefined;
}

/** `.ci/run` sets it: there a proof that cannot run is a failure. */
const required = process.env['PROOFS'] === 'required';

/** A suite that is skipped, and says so, where its tools are missing; with PROOFS=required it fails there. */
export function describeWith(needs: readonly Need[], name: string, suite: () => void): void {
  const missing = needs.filter((need) => !isHere(need));
  if (missing.length === 0) describe(name, suite);
  else if (!required) describe.skip(`${name} (not proven on this machine, which lacks ${missing.join(', ')})`, suite);
  else {
    test(`${name}: the machine has what the proof needs`, () => {
      expect(missing).toEqual([]);
    });
  }
}

/** Do one thing with every item, a few at a time; answers in the order of the items. */
export async function inParallel<Worker, Item, Answer>(
  workers: readonly Worker[],
  items: readonly Item[],
  run: (worker: Worker, item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers = new Array<Answer>(items.length);
  let next = 0;
  const work = async (worker: Worker): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) answers[at] = await run(worker, items[at]!);
  };
  await Promise.all(workers.map(work));
  return answers;
}
