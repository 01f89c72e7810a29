import { basename, resolve } from 'node:path/posix';
import { beforeAll, describe, expect, test } from 'vitest';
import { allCommands, topLevel } from '../../src/shell/commands.ts';
import { toExecForm } from '../../src/shell/exec-form.ts';
import { makesWay, type KnownShell } from '../../src/shell/makes-way.ts';
import { parseScript } from '../../src/shell/parse.ts';
import { builtins } from '../../src/shell/vocabulary.ts';
import { withExec } from '../../src/shell/with-exec.ts';
import { temporaryFolder } from '../support/folders.ts';
import { generatedCommands, realCommands, spread } from './commands.ts';
import { wholeCorpus } from './corpora.ts';
import { addPrograms, recordExec, recordInShell, type Recorded } from './recorded.ts';
import { createSystem, shellPrograms, shells } from './rootfs.ts';
import { describeWith } from './tools.ts';
import { seed } from '../support/properties.ts';

const counts = { exec: 40, replaced: 80 };

/** Variables that shells set or count for themselves; the program starts without them in exec form. */
const ofTheShell = new Set(['PWD', 'OLDPWD', 'SHLVL', '_', 'CALLS', 'FAIL']);

const known: Readonly<Record<string, KnownShell>> = {
  dash: 'dash',
  bash: 'bash',
  'bash as sh': 'bash',
  busybox: 'busybox',
};

/** What a program sees of how it was started. Bash's own exec makes a relative path absolute. */
function startsOf({ status, calls }: Recorded): unknown {
  const seen = calls.map(({ argv: [name = '', ...rest], env }) => ({
    argv: [name.includes('/') ? resolve(env['PWD'] ?? '/', name) : name, ...rest],
    env: Object.fromEntries(
      Object.entries(env)
        .filter(([variable]) => !ofTheShell.has(variable))
        .sort(),
    ),
  }));
  // The members of a pipeline start in any order.
  return { status, calls: seen.map((call) => JSON.stringify(call)).sort() };
}

describeWith(['root', 'namespaces', ...shellPrograms], 'commands in real shells and without them', () => {
  const system = temporaryFolder();
  const commands = [
    ...spread(realCommands(wholeCorpus.map(({ text }) => text)), 4000),
    ...generatedCommands(1500, seed),
  ];
  const exec = spread(
    commands.flatMap((text) => {
      const form = toExecForm(text);
      return 'argv' in form && !builtins.has(form.argv[0] ?? '') ? [{ text, argv: form.argv }] : [];
    }),
    counts.exec,
  );
  const replaced = spread(
    commands.flatMap((text) => {
      const form = withExec(text);
      return 'text' in form ? [{ text, after: form.text }] : [];
    }),
    counts.replaced,
  );
  const variables = { X: 'one two', EMPTY: '', PORT: '80', HOME: '/root' };
  let direct: readonly Recorded[] = [];

  beforeAll(async () => {
    createSystem(system);
    addPrograms(
      system,
      [...exec, ...replaced].map(({ text }) => text),
    );
    const runs: Recorded[] = [];
    for (const { argv } of exec) runs.push(await recordExec(argv, { system, variables }));
    direct = runs;
  }, 120_000);

  test(`are ${counts.exec} in exec form and ${counts.replaced} with exec, and start something`, () => {
    expect([exec.length, replaced.length]).toEqual([counts.exec, counts.replaced]);
    expect(direct.filter(({ calls }) => calls.length === 1).length).toBe(counts.exec);
  });

  describe.each(Object.entries(shells).map(([name, shell]) => ({ name, shell })))('$name', ({ name, shell }) => {
    test('starts for shell form what exec form starts: argv, environment, status', { timeout: 120_000 }, async () => {
      const runs = await recordInShell(
        shell,
        exec.map(({ text }) => text),
        { system, variables },
      );
      runs.forEach((run, index) => {
        expect(startsOf(run), exec[index]!.text).toEqual(startsOf(direct[index]!));
      });
    });

    test.each(['', 'the first program'])(
      'starts the same with exec in front when %o fails',
      { timeout: 120_000 },
      async (fails) => {
        for (const [fail, pairs] of groups(replaced, fails !== '')) {
          const texts = [...pairs.map(({ text }) => text), ...pairs.map(({ after }) => after)];
          const runs = await recordInShell(shell, texts, { system, variables, fail });
          pairs.forEach(({ text }, index) => {
            expect(startsOf(runs[index + pairs.length]!), text).toEqual(startsOf(runs[index]!));
          });
        }
      },
    );

    test('stays in front of its last program exactly where we say so', { timeout: 120_000 }, async () => {
      const shown = replaced.filter(({ text }) => !builtins.has(lastProgram(text) ?? ''));
      const runs = await recordInShell(
        shell,
        shown.map(({ text }) => text),
        { system, variables },
      );
      // A chain may end before its last program: a folder is not there.
      const observed = runs.flatMap(({ calls, pid, status }, index) =>
        status !== 0 ? [] : [{ text: shown[index]!.text, makesWay: calls.some((call) => call.pid === pid) }],
      );
      expect(observed.length).toBeGreaterThan(counts.replaced / 2);
      const ours = known[name];
      if (ours === undefined) return;
      expect(observed).toEqual(observed.map(({ text }) => ({ text, makesWay: makesWay(ours, text) })));
    });
  });
});

function lastProgram(text: string): string | undefined {
  return topLevel(parseScript(text)).at(-1)?.commands.at(-1)?.name;
}

/** Pairs by the program that is to fail: none, or the first that each names. */
function groups<T extends { readonly text: string }>(
  pairs: readonly T[],
  failing: boolean,
): ReadonlyMap<string, readonly T[]> {
  if (!failing) return new Map([['', pairs]]);
  const some = spread(pairs, 25);
  return Map.groupBy(some, ({ text }) => {
    const names = allCommands(parseScript(text)).flatMap(({ name }) => name ?? []);
    return basename(names.find((name) => !builtins.has(name)) ?? '');
  });
}
