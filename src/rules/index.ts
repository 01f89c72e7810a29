// Generated from this folder's listing by `npm run generate`; do not edit.
import type { Rule } from '../lint/rule.ts';
import { rule as heredocWithoutErrexit } from './heredoc-without-errexit.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  heredocWithoutErrexit,
];
