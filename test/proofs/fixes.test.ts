import { afterAll, describe, expect, test } from 'vitest';
import { factsOf } from '../../src/dockerfile/images.ts';
import type { Dockerfile } from '../../src/dockerfile/model.ts';
import { parse } from '../../src/dockerfile/parse.ts';
import { imageFacts } from '../../src/jobs/facts.ts';
import { everyRuleOn } from '../../src/lint/config.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { fixAll } from '../../src/lint/fix.ts';
import { lint } from '../../src/lint/lint.ts';
import { rules } from '../../src/rules/index.ts';
import { sharedCorpus, wholeCorpus } from './corpora.ts';
import { judge } from './judge.ts';

/** Every rule on, also those that are off by default. */
const everything = everyRuleOn(rules);

/** Fixes are proven only inside `within`: nowhere, since the judge is somebody else. */
function findingsOf(file: Dockerfile): readonly Finding[] {
  return lint(file, rules, everything, imageFacts, { start: -1, end: -1 }).findings;
}

type Level = 'safe' | 'unsafe';

function fixed(text: string, level: Level): string {
  return fixAll('Dockerfile', text, rules, everything, imageFacts, level).text;
}

const corpus =
  sharedCorpus.length > 0 ? `our own Dockerfiles and ${sharedCorpus.length} real ones` : 'our own Dockerfiles';

describe(`over ${corpus}`, () => {
  const counts = new Map<string, Record<Level, number>>();

  afterAll(() => {
    process.stdout.write(`Fixes over ${wholeCorpus.length} Dockerfiles, each judged on its own:\n${tableOf(counts)}\n`);
  });

  test('every fix of every rule leaves a file that is right everywhere else', { timeout: 300_000 }, () => {
    const faults = wholeCorpus.flatMap(({ name, text }) => {
      const { findings } = lint(parse('Dockerfile', text), rules, everything, imageFacts);
      return findings.flatMap((finding) =>
        finding.fixes.flatMap((fix) => {
          const count = counts.get(finding.rule) ?? { safe: 0, unsafe: 0 };
          counts.set(finding.rule, { ...count, [fix.safety]: count[fix.safety as Level] + 1 });
          const found = judge({ text, finding, fix, findings, lint: findingsOf, images: factsOf });
          return found.map((fault) => ({ name, rule: finding.rule, title: fix.title, fault }));
        }),
      );
    });
    expect(faults).toEqual([]);
    const fixers = rules.filter(({ fix }) => fix === 'safe' || fix === 'unsafe').map(({ id }) => id);
    const seen = [...counts.keys()].filter((id) => !fixers.includes(id));
    expect(seen, 'a rule fixes more than it declares').toEqual([]);
  });

  test.each<Level>(['safe', 'unsafe'])(
    'all %s fixes together settle, and say nothing new',
    { timeout: 300_000 },
    (level) => {
      const faults = wholeCorpus.flatMap(({ name, text }) => {
        const once = fixed(text, level);
        if (once === text) return [];
        const found: string[] = [];
        if (fixed(once, level) !== once) found.push('fixing again changes it again');
        const [before, after] = [parse('Dockerfile', text), parse('Dockerfile', once)];
        if (after.problems.length > before.problems.length) found.push('the result has more errors');
        if (level === 'safe') found.push(...moreOf(findingsOf(before), findingsOf(after)));
        return found.map((fault) => ({ name, fault }));
      });
      expect(faults).toEqual([]);
    },
  );
});

/** The rules that say more of the second file than of the first. */
function moreOf(before: readonly Finding[], after: readonly Finding[]): readonly string[] {
  const count = (findings: readonly Finding[], rule: string): number =>
    findings.filter((finding) => finding.rule === rule).length;
  const names = [...new Set(after.map(({ rule }) => rule))];
  return names.filter((rule) => count(after, rule) > count(before, rule)).map((rule) => `more findings of ${rule}`);
}

function tableOf(counts: ReadonlyMap<string, Record<Level, number>>): string {
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const total = { safe: 0, unsafe: 0 };
  for (const [, { safe, unsafe }] of rows) {
    total.safe += safe;
    total.unsafe += unsafe;
  }
  const line = ([rule, { safe, unsafe }]: readonly [string, Record<Level, number>]): string =>
    `${rule.padEnd(32)} ${String(safe).padStart(6)} ${String(unsafe).padStart(6)}`;
  return [`${'rule'.padEnd(32)}   safe unsafe`, ...rows.map(line), line(['all', total])].join('\n');
}
