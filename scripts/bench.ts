/**
 * How fast we are, in one run on one machine: files a second of dockerfile-ast's parse alone, of our parse, and of
 * parse and lint with all rules (every offered fix proven); peak memory; and whether time grows linearly.
 * Usage: npm run bench [-- ROUNDS]. Reads ../shared/corpus/dockerfiles.jsonl, or test/corpus where that is absent.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { DockerfileParser } from 'dockerfile-ast';
import { parse } from '../src/dockerfile/parse.ts';
import { imageFacts } from '../src/jobs/facts.ts';
import { defaultConfig } from '../src/lint/config.ts';
import { lint } from '../src/lint/lint.ts';
import { rules } from '../src/rules/index.ts';

const rounds = Number(process.argv[2] ?? 7);
const texts = readTexts();

const subjects: readonly (readonly [name: string, work: (text: string) => unknown])[] = [
  ['dockerfile-ast parse', (text) => DockerfileParser.parse(text).getInstructions()],
  ['our parse', (text) => parse('Dockerfile', text)],
  [`our parse and lint, ${rules.length} rules`, parseAndLint],
];

report();

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

function parseAndLint(text: string): unknown {
  return lint(parse('Dockerfile', text), rules, defaultConfig, imageFacts);
}

function report(): void {
  const times = measure();
  const base = times[0] ?? 0;
  const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
  console.log(`${texts.length} files, ${megabytes.toFixed(1)} MB, median of ${rounds} rounds, Node ${process.version}`);
  subjects.forEach(([name], index) => {
    const time = times[index] ?? 0;
    const speed = ((texts.length / time) * 1000).toFixed(0).padStart(7);
    console.log(`${name.padEnd(30)}${speed} files/s  ${(base / time).toFixed(2)} × dockerfile-ast`);
  });
  for (const kind of ['plain', 'fixable'] as const) {
    const [small, large] = [perInstruction(kind, 1_000), perInstruction(kind, 10_000)];
    const words = `${(small * 1000).toFixed(1)} µs at 1,000 instructions, ${(large * 1000).toFixed(1)} µs at 10,000`;
    console.log(`time an instruction (${kind}): ${words}, ratio ${(large / small).toFixed(2)}`);
  }
  console.log(`peak memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
}

/** Median milliseconds over all texts, per subject. The subjects take turns, so that a busy machine slows all alike. */
function measure(): readonly number[] {
  const times: readonly number[][] = subjects.map(() => []);
  for (let round = -3; round < rounds; round++) {
    subjects.forEach(([, work], index) => {
      const time = timed(() => {
        for (const text of texts) work(text);
      });
      if (round >= 0) times[index]?.push(time);
    });
  }
  return times.map(median);
}

/** Milliseconds an instruction takes to parse and lint, in a file of `count` instructions; the fastest of seven tries. */
function perInstruction(kind: 'plain' | 'fixable', count: number): number {
  const line = kind === 'plain' ? 'RUN apt-get install -y curl && make all\n' : 'RUN export A=b\n';
  const text = `FROM debian:12\n${line.repeat(count)}`;
  parseAndLint(text);
  const times = Array.from({ length: 7 }, () => timed(() => parseAndLint(text)));
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
