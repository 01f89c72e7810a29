/**
 * Findings to judge by hand: N of those that would stand in the lines of a pull request (error and warning), drawn at
 * random and repeatably, at most two of one file; each with its lines, its message and its fix as a diff.
 * Usage: npm run sample -- [--count 200] [--seed 1] [--rule ID] [--corpus FILE.jsonl|FOLDER]
 *        npm run sample -- --volume          how much we say: findings a file and a rule, and of official images
 *        npm run sample -- --files 60        whole files, for what we miss
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { unifiedDiff } from '../src/text/diff.ts';
import { analyse } from '../src/jobs/analyse.ts';
import type { Finding } from '../src/lint/finding.ts';
import { rules } from '../src/rules/index.ts';
import { applyEdits } from '../src/text/edit.ts';
import { createSource, linesOf } from '../src/text/source.ts';

interface Text {
  readonly name: string;
  readonly repo: string;
  readonly text: string;
}

interface Found {
  readonly of: Text;
  readonly finding: Finding;
}

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    rule: { type: 'string' },
    corpus: { type: 'string', default: join(import.meta.dirname, '../../shared/corpus/dockerfiles.jsonl') },
    volume: { type: 'boolean', default: false },
    files: { type: 'string' },
  },
});

/** Where Docker's official images are made. */
const official = /^(?:docker-library\/|nodejs\/docker-node$|nextcloud\/docker$)/;
const mostOfOneFile = 2;
const contextLines = 4;
const mostLines = 40;

const texts = readCorpus(options.corpus);
const random = randomFrom(Number(options.seed));
if (options.volume) printVolume();
else if (options.files !== undefined) printFiles(Number(options.files));
else printSample(Number(options.count));

/** A JSONL of `{ repo, path, dockerfile }`, or every file of a folder whose name says that it is a Dockerfile. */
function readCorpus(path: string): readonly Text[] {
  if (!existsSync(path)) throw new Error(`${path}: no such corpus; name one with --corpus`);
  if (statSync(path).isDirectory()) {
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /dockerfile/i.test(name));
    const files = names.filter((name) => statSync(join(path, name)).isFile()).sort();
    return files.map((name) => ({ name, repo: path, text: readFileSync(join(path, name), 'utf8') }));
  }
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const { repo, path: file, dockerfile: text } = JSON.parse(line) as Record<'repo' | 'path' | 'dockerfile', string>;
    return { name: `${repo}/${file}`, repo, text };
  });
}

/** mulberry32: numbers in [0, 1) that a seed repeats on every machine. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  const keyed = items.map((item) => ({ item, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}

function inlineFindings(of: Text): readonly Found[] {
  const inline = analyse(of.name, of.text, rules).findings.filter(({ severity }) => severity !== 'info');
  return inline.map((finding) => ({ of, finding }));
}

function printSample(count: number): void {
  const all = texts.flatMap(inlineFindings).filter(({ finding }) => finding.rule === (options.rule ?? finding.rule));
  const drawn = new Map<Text, number>();
  const sample: Found[] = [];
  for (const found of shuffled(all)) {
    const before = drawn.get(found.of) ?? 0;
    if (sample.length === count || before === mostOfOneFile) continue;
    drawn.set(found.of, before + 1);
    sample.push(found);
  }
  console.log(`${sample.length} of ${all.length} inline findings in ${texts.length} files, seed ${options.seed}`);
  sample.forEach((found, index) => {
    printFound(found, index + 1);
  });
}

function printFound({ of, finding }: Found, number: number): void {
  const source = createSource(of.name, of.text);
  const { first, last } = linesOf(source, finding.span);
  const [from, to] = [Math.max(1, first - contextLines), Math.min(source.lineStarts.length, last + contextLines)];
  console.log(`\n── ${number} ── ${of.name}:${first} ── ${finding.rule} (${finding.severity})`);
  const bases = [...of.text.matchAll(/^[ \t]*(?:FROM|SHELL)[ \t].*$/gim)].map(([line]) => line.trim());
  console.log(`   ${bases.join(' · ')}`);
  of.text
    .split('\n')
    .slice(from - 1, Math.min(to, from + mostLines))
    .forEach((line, index) => {
      const at = from + index;
      console.log(`${String(at).padStart(5)}${first <= at && at <= last ? ' >' : '  '} ${line}`);
    });
  console.log(`   ${finding.message}`);
  for (const { title, safety, edits } of finding.fixes.slice(0, 1)) {
    const diff = unifiedDiff(of.name, of.text, applyEdits(of.text, edits));
    const changed = diff.split('\n').filter((line) => /^[-+](?![-+]{2})/.test(line));
    console.log([`   [${safety}] ${title}`, ...changed].join('\n'));
  }
}

function printVolume(): void {
  const perFile = texts.map((of) => ({ of, found: inlineFindings(of) }));
  const share = (some: typeof perFile): string => {
    const count = some.reduce((sum, { found }) => sum + found.length, 0);
    const silent = some.filter(({ found }) => found.length === 0).length;
    const percent = Math.round((100 * silent) / Math.max(1, some.length));
    return `${some.length} files, ${count} inline findings, ${(count / Math.max(1, some.length)).toFixed(2)} a file; none on ${silent} (${percent} %)`;
  };
  console.log(`all:             ${share(perFile)}`);
  console.log(`official images: ${share(perFile.filter(({ of }) => official.test(of.repo)))}`);
  const perRule = new Map<string, number>();
  for (const { finding } of perFile.flatMap(({ found }) => found)) {
    const key = `${finding.rule} (${finding.severity})`;
    perRule.set(key, (perRule.get(key) ?? 0) + 1);
  }
  const ordered = [...perRule].sort(([, a], [, b]) => b - a);
  console.log(ordered.map(([rule, count]) => `${String(count).padStart(6)}  ${rule}`).join('\n'));
}

function printFiles(count: number): void {
  for (const of of shuffled(texts).slice(0, count)) {
    const { file, findings } = analyse(of.name, of.text, rules);
    console.log(`\n════ ${of.name}`);
    of.text.split('\n').forEach((line, index) => {
      console.log(`${String(index + 1).padStart(5)}  ${line}`);
    });
    for (const { rule, severity, message, span } of findings) {
      console.log(`   → ${linesOf(file.source, span).first} ${rule} (${severity}): ${message}`);
    }
  }
}
