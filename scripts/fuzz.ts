/**
 * Mutated Dockerfiles against the laws that hold for any text (scripts/fuzz/laws.ts).
 * Usage: npm run fuzz [-- COUNT [SEED [FIRST]]]. A text is a function of seed and index: `npm run fuzz -- 1 SEED INDEX`
 * repeats one and prints it. Reads ../shared/corpus/dockerfiles.jsonl, or test/corpus where that is absent.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { judge, timeOf } from './fuzz/laws.ts';
import { mutant } from './fuzz/mutate.ts';

const [count = 1000, seed = 1, first = 0] = process.argv.slice(2).map(Number);
run();

function run(): void {
  const texts = readTexts();
  const causes = new Map<string, { count: number; readonly index: number }>();
  let [findings, fixes] = [0, 0];
  let slowest = { milliseconds: 0, index: 0, length: 0 };
  for (let index = first; index < first + count; index++) {
    const text = mutant(texts, seed, index);
    const verdict = judge(text);
    findings += verdict.findings;
    fixes += verdict.fixes;
    // What runs first is slow for want of compiled code.
    if (index > first + 200 && verdict.milliseconds > slowest.milliseconds) {
      const milliseconds = Math.min(verdict.milliseconds, timeOf(text));
      if (milliseconds > slowest.milliseconds) slowest = { milliseconds, index, length: text.length };
    }
    for (const cause of verdict.broken) {
      const known = causes.get(cause);
      if (known === undefined) causes.set(cause, { count: 1, index });
      else known.count++;
    }
    if (count === 1) console.log(text);
  }
  console.log(`| inputs | findings | fixes offered | laws broken | slowest input |`);
  console.log(`| --- | --- | --- | --- | --- |`);
  const broken = [...causes.values()].reduce((sum, cause) => sum + cause.count, 0);
  const slow = `${slowest.milliseconds.toFixed(1)} ms for ${(slowest.length / 1024).toFixed(1)} KB (index ${slowest.index})`;
  console.log(`| ${count}, seed ${seed} | ${findings} | ${fixes} | ${broken} | ${slow} |`);
  for (const [cause, { count: times, index }] of causes)
    console.log(`${times} × ${cause}: npm run fuzz -- 1 ${seed} ${index}`);
  if (broken > 0) process.exitCode = 1;
}

function readTexts(): readonly string[] {
  const corpus = new URL('../../shared/corpus/dockerfiles.jsonl', import.meta.url);
  if (existsSync(corpus)) {
    const lines = readFileSync(corpus, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => (JSON.parse(line) as { readonly dockerfile: string }).dockerfile);
  }
  const own = new URL('../test/corpus/', import.meta.url);
  const names = readdirSync(own).filter((name) => name.endsWith('.Dockerfile'));
  return names.map((name) => readFileSync(new URL(name, own), 'utf8'));
}
