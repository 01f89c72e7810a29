import { analyse, relint } from '../../src/jobs/analyse.ts';
import type { Rule } from '../../src/lint/rule.ts';
import type { ReviewedFile } from '../../src/review/reviewed-file.ts';
import { patchOf } from './pull-request.ts';
import { wordRules } from './word-rules.ts';

interface Given {
  readonly path?: string;
  readonly before?: string;
  readonly after: string;
  /** Left out: git's own. */
  readonly patch?: string | undefined;
  readonly rules?: readonly Rule[];
}

/** A Dockerfile as a review sees it, before and after. */
export function reviewed(given: Given): ReviewedFile {
  const { path = 'Dockerfile', before, after, rules = wordRules } = given;
  return {
    path,
    patch: 'patch' in given ? given.patch : patchOf(before ?? '', after),
    isNew: before === undefined,
    before: before === undefined ? undefined : analyse(path, before, rules),
    after: analyse(path, after, rules),
    relint: (text, within) => relint(path, text, rules, within),
  };
}
