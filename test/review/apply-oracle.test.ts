import { describe, expect, it } from 'vitest';
import { parse } from '../../src/dockerfile/parse.ts';
import { defaultConfig } from '../../src/lint/config.ts';
import { fixAll } from '../../src/lint/fix.ts';
import { factsFrom, imageFacts, noFiles } from '../../src/jobs/facts.ts';
import { fixFiles } from '../../src/jobs/fix-files.ts';
import { readForCommand } from '../../src/jobs/read-for-command.ts';
import { reviewPullRequest } from '../../src/jobs/review-pull-request.ts';
import type { PlannedComment } from '../../src/review/plan.ts';
import { splitLines } from '../../src/review/whole-lines.ts';
import { rules } from '../../src/rules/index.ts';
import { createCommandHost } from '../support/command-host.ts';
import fc from '../support/properties.ts';
import { createHost, createLog, job, suggestionIn, type Description } from '../support/pull-request.ts';

/**
 * Instructions as people write them: with safe fixes, with others, with none, on one line and on several. What one fix
 * changes in several instructions at once is suggest.test.ts's matter: here each suggestion is one instruction's.
 */
const instructions = [
  "CMD ['node', 'server.js']",
  'CMD node server.js',
  'CMD ["node", "server.js",]',
  "ENTRYPOINT ['/bin/tool', '--port', '80']",
  'RUN apt-get update && apt-get install -y git',
  'RUN cd /srv',
  'RUN export A=b',
  'RUN apt-get update \\\n    && apt-get install \\\n    make',
  'RUN wget https://example.com/x',
  'RUN sudo make install',
  'RUN <<EOF\nmake\nmake install\nEOF',
  'RUN npm install',
  'HEALTHCHECK CMD curl -f http://localhost/',
  'COPY . .',
  'ENV A=b',
  'LABEL a=b',
  '# a remark',
  '',
];

const dockerfile = fc
  .array(fc.constantFrom(...instructions), { minLength: 1, maxLength: 7 })
  .map((lines) => ['FROM debian:12', 'WORKDIR /app', ...lines]);

/** The base, and a head that keeps some of its instructions and has others in between. */
const pullRequest = fc
  .tuple(dockerfile, dockerfile, fc.array(fc.boolean(), { maxLength: 7 }), fc.boolean())
  .map(([old, fresh, kept, isNew]): Description => {
    const head = [...fresh, ...old.slice(2).filter((_, index) => kept[index] === true)];
    const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
    return { base: isNew ? {} : { 'a/Dockerfile': text(old) }, head: { 'a/Dockerfile': text(head) } };
  });

interface Suggested {
  readonly first: number;
  readonly last: number;
  readonly lines: readonly string[];
  readonly safe: boolean;
}

async function suggestionsFor(description: Description): Promise<readonly Suggested[]> {
  const host = createHost(description);
  await reviewPullRequest(job, host, rules, createLog());
  return (host.plans.at(-1)?.review?.comments ?? []).flatMap(suggested);
}

function suggested({ startLine, line, body }: PlannedComment): readonly Suggested[] {
  const lines = suggestionIn(body);
  return lines === undefined
    ? []
    : [{ first: startLine ?? line, last: line, lines, safe: body.includes(' · safe to apply</sub>') }];
}

/** What "Commit suggestions" does with a batch: all at once, on the lines that they were made for. */
function asBatch(text: string, batch: readonly Suggested[]): string {
  const bottomUp = [...batch].sort((a, b) => b.first - a.first);
  return bottomUp.reduce((now, { first, last, lines }) => replaced(now, first, last, lines), text);
}

/** One commit after the other: GitHub moves the lines of the other comments along. */
function oneByOne(text: string, order: readonly Suggested[]): string {
  let now = text;
  let left = [...order];
  while (left.length > 0) {
    const [{ first, last, lines }, ...rest] = left as [Suggested, ...Suggested[]];
    now = replaced(now, first, last, lines);
    const growth = lines.length - (last - first + 1);
    left = rest.map((one) => (one.first > last ? { ...one, first: one.first + growth, last: one.last + growth } : one));
  }
  return now;
}

function replaced(text: string, first: number, last: number, lines: readonly string[]): string {
  const all = splitLines(text);
  return `${[...all.slice(0, first - 1), ...lines, ...all.slice(last)].join('\n')}\n`;
}

describe('the suggestions of 200 generated pull requests', { timeout: 300_000 }, () => {
  it('give the fixer’s own result, in any order and as one batch, and the button leaves none that is safe', async () => {
    let several = 0;
    let total = 0;
    let commits = 0;
    let partly = 0;
    const check = async (description: Description, shuffle: readonly number[]): Promise<void> => {
      const text = headOf(description);
      const all = await suggestionsFor(description);
      total += all.length;
      if (all.length > 1) several += 1;
      const batch = asBatch(text, all);
      const shuffled = [...all].sort((a, b) => (shuffle[all.indexOf(a)] ?? 0) - (shuffle[all.indexOf(b)] ?? 0));
      for (const order of [all, all.toReversed(), shuffled]) expect(oneByOne(text, order)).toBe(batch);
      expect(batch).toBe(fixed(text, all, 'unsafe'));
      const safe = all.filter((one) => one.safe);
      expect(asBatch(text, safe)).toBe(fixed(text, safe, 'safe'));
      if (safe.length === 0) return;
      commits += 1;
      const { text: fixedText, leftAlone } = await committed(description);
      const after = { ...description, head: { 'a/Dockerfile': fixedText } };
      const left = (await suggestionsFor(after)).filter((one) => one.safe);
      // What is left was left for a reason, and the answer says so.
      if (!leftAlone) expect(left).toEqual([]);
      else partly += 1;
    };
    await fc.assert(fc.asyncProperty(pullRequest, fc.array(fc.nat(), { minLength: 9, maxLength: 9 }), check), {
      numRuns: 200,
    });
    expect(total).toBeGreaterThan(200);
    expect(several).toBeGreaterThan(50);
    expect(commits).toBeGreaterThan(10);
    expect(partly).toBeLessThan(commits / 10);
  });
});

/** The fixer's result for the instructions that these suggestions are about. */
function fixed(text: string, suggestions: readonly Suggested[], level: 'safe' | 'unsafe'): string {
  const file = parse('a/Dockerfile', text);
  const { lineStarts } = file.source;
  const regions = suggestions.flatMap(({ first, last }) => {
    const [start = 0, end = text.length] = [lineStarts[first - 1], lineStarts[last]];
    return file.instructions.filter(({ span }) => span.start < end && start < span.end).map(({ span }) => span);
  });
  const facts = factsFrom(noFiles, new Map(), imageFacts.image);
  return fixAll('a/Dockerfile', text, rules, defaultConfig, facts, level, { regions, takes: () => true }).text;
}

/** What the button commits, and whether it leaves something safe alone. */
async function committed(description: Description): Promise<{ readonly text: string; readonly leftAlone: boolean }> {
  const reading = { host: createCommandHost(description), rules, log: createLog(), images: undefined };
  const { files, branch, facts, config } = (await readForCommand(reading, { repository: job.repository, number: 7 }))!;
  const made = await fixFiles(files, branch.head, { rules, facts, config, takes: () => true });
  return { text: made.files[0]?.after ?? headOf(description), leftAlone: made.skipped.length > 0 };
}

function headOf({ head }: Description): string {
  const content = head['a/Dockerfile'];
  return typeof content === 'string' ? content : '';
}
