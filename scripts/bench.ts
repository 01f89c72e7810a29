/**
 * How fast we are, in one run on one machine: files a second of dockerfile-ast's parse alone, of our parse, of parse
 * and lint with all rules, and of the same with every offered fix proven; peak memory; and whether time grows linearly
 * with a file. Usage: npm run bench [-- ROUNDS]. Reads ../shared/corpus/dockerfiles.jsonl, or test/corpus where that is
 * absent.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { DockerfileParser } from 'dockerfile-ast';
import { parse } from '../src/dockerfile/parse.ts';
import { imageFacts } from '../src/jobs/facts.ts';
import { defaultConfig } from '../src/lint/config.ts';
import { lint } from '../src/lint/lint.ts';
import { rules } from '../src/rules/index.ts';
import type { Span } from '../src/text/span.ts';

const [, script = '', first = '9', kindAsked] = process.argv;
const rounds = Number(first);
/** It takes the compiler about as many until it is done with all rules; a server has them behind it after some minutes. */
const warmUp = 12;
/** Instead of the rounds: what this script calls itself with, for one kind of large file. */
const growthOfOne = '--growth';
/** No finding begins in it, so that no fix is proven. */
const nothing: Span = { start: 0, end: 0 };
const kinds: Readonly<Record<string, (count: number) => string>> = {
  'RUN, nothing to say': (count) => 'RUN make all && make install\n'.repeat(count),
  'RUN with two fixes': (count) => 'RUN apt-get install -y curl && make all\n'.repeat(count),
  'RUN with a heredoc': (count) => 'RUN <<EOF\nset -e\nmake all\nEOF\n'.repeat(count),
  'CMD with a fix': (count) => 'CMD npm start\n'.repeat(count),
  'comment lines': (count) => '# hadolint ignore=DL3008\n# why\nRUN make\n'.repeat(count),
  'lines of one RUN': (count) => `RUN make${' \\\n  && make'.repeat(count)}\n`,
  'commands of one RUN': (count) => `RUN ${'echo a; '.repeat(count)}true\n`,
};

const subjects: readonly (readonly [name: string, work: (text: string) => unknown])[] = [
  ['dockerfile-ast parse', (text) => DockerfileParser.parse(text).getInstructions()],
  ['our parse', (text) => parse('Dockerfile', text)],
  [`parse and lint, ${rules.length} rules`, (text) => parseAndLint(text, nothing)],
  ['the same, every fix proven', (text) => parseAndLint(text)],
];

if (first === growthOfOne) {
  const make = kinds[kindAsked ?? ''];
  if (make !== undefined) console.log(JSON.stringify(growth(make)));
} else report(readTexts());

function readTexts(): readonly string[] {
  const corpus = new URL('../../shared/corpus/dockerfiles.jsonl', import.meta.url);
  if (existsSync(corpus)) {
    const lines = readFileSync(corpus, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => (JSON.parse(line) as { readonly dockerfile: string }).dockerfile);
  }
  const own = new URL('../test/corpus/', import.meta.url);
  const names = readdirSync(own).filter((name) => name.endsWith('.Dockerfile'));
  const samples = names.map((name) => readFileSync(new URL(name, own), 'utf8'));
  return Array.from({ length: 50 }, () => samples).flat();
}

function parseAndLint(text: string, within?: Span): unknown {
  return lint(parse('Dockerfile', text), rules, defaultConfig, imageFacts, within);
}

function report(texts: readonly string[]): void {
  const times = measure(texts);
  const base = times[0] ?? 0;
  const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
  console.log(`${texts.length} files, ${megabytes.toFixed(1)} MB, median of ${rounds} rounds, Node ${process.version}`);
  subjects.forEach(([name], index) => {
    const time = times[index] ?? 0;
    const speed = ((texts.length / time) * 1000).toFixed(0).padStart(7);
    console.log(`${name.padEnd(30)}${speed} files/s  ${(base / time).toFixed(2)} × dockerfile-ast`);
  });
  console.log(`peak memory ${peak()} MB`);
  console.log('time for one of 10,000 ÷ time for one of 1,000 in a file:');
  for (const kind of Object.keys(kinds)) {
    const { small, large, megabytes } = alone(kind);
    const ratio = (large / small).toFixed(2).padStart(6);
    console.log(`  ${kind.padEnd(22)}${ratio}   (${(large * 1000).toFixed(0)} µs each, peak ${megabytes} MB)`);
  }
}

interface Growth {
  /** Milliseconds for one piece of a thousand, and of ten thousand. */
  readonly small: number;
  readonly large: number;
  readonly megabytes: number;
}

/** In a process of its own: what other files left to the collector is no matter of this kind's. */
function alone(kind: string): Growth {
  const args = [...process.execArgv, script, growthOfOne, kind];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as Growth;
}

function growth(make: (count: number) => string): Growth {
  for (let round = 0; round < 2 * warmUp; round++) parseAndLint(`FROM debian:12\n${make(200)}`);
  const [small, large] = [perPiece(make, 1_000), perPiece(make, 10_000)];
  return { small, large, megabytes: peak() };
}

function peak(): number {
  return Math.round(process.resourceUsage().maxRSS / 1024);
}

/** Median milliseconds over all texts, per subject. The subjects take turns, so that a busy machine slows all alike. */
function measure(texts: readonly string[]): readonly number[] {
  const times: readonly number[][] = subjects.map(() => []);
  for (let round = -warmUp; round < rounds; round++) {
    subjects.forEach(([, work], index) => {
      const time = timed(() => {
        for (const text of texts) work(text);
      });
      if (round >= 0) times[index]?.push(time);
    });
  }
  return times.map(median);
}

/** Milliseconds that one of `count` pieces takes to parse and lint; the fastest of three tries. */
function perPiece(make: (count: number) => string, count: number): number {
  const text = `FROM debian:12\n${make(count)}`;
  parseAndLint(text);
  const times = Array.from({ length: 3 }, () => timed(() => parseAndLint(text)));
  return Math.min(...times) / count;
}

/** Milliseconds of processor time: on a busy machine the clock would count what others do. */
function timed(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
