import { nearest } from '../dockerfile/keywords.ts';
import type { Rule } from '../lint/rule.ts';

/** By its name or one of its aliases, in any case. */
export function findRule(word: string, rules: readonly Rule[]): Rule | undefined {
  const wanted = word.toLowerCase();
  return rules.find(({ id, aliases }) => [id, ...aliases].some((name) => name.toLowerCase() === wanted));
}

/** The name or alias that was surely meant. */
export function nearestRule(word: string, rules: readonly Rule[]): string | undefined {
  const names = rules.flatMap(({ id, aliases }) => [id, ...aliases]);
  const found = nearest(
    word.toLowerCase(),
    names.map((name) => name.toLowerCase()),
  );
  return names.find((name) => name.toLowerCase() === found);
}
