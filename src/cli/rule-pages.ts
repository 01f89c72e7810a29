import { readFileSync } from 'node:fs';
import type { Rule } from '../lint/rule.ts';
import { UsageError } from './usage.ts';

/** The pages lie beside the code, in a clone and in the package, wherever the command is called from. */
const folder = new URL('../../docs/rules/', import.meta.url);

/**
 * The rule of this id, else the one that a peer's code fits best: the earlier the code stands among the aliases, the closer
 * it is. Neither looks at the case.
 */
export function ruleCalled<T extends Pick<Rule, 'id' | 'aliases'>>(rules: readonly T[], name: string): T | undefined {
  const wanted = name.toLowerCase();
  const place = ({ aliases }: T): number => aliases.findIndex((alias) => alias.toLowerCase() === wanted);
  const answering = rules.filter((rule) => place(rule) >= 0).sort((a, b) => place(a) - place(b));
  return rules.find(({ id }) => id === wanted) ?? answering[0];
}

/** The Markdown of a rule's page. */
export function readPage(id: string): string {
  try {
    return readFileSync(new URL(`${id}.md`, folder), 'utf8');
  } catch (error) {
    throw new UsageError(`The page of ${id} is not part of this installation.`, { cause: error });
  }
}
