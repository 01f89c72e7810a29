// Generated from this folder's listing by `npm run generate`; do not edit.
import type { Rule } from '../lint/rule.ts';
import { rule as duplicateInstruction } from './duplicate-instruction.ts';
import { rule as heredocWithoutErrexit } from './heredoc-without-errexit.ts';
import { rule as ignoredCmd } from './ignored-cmd.ts';
import { rule as lostShellState } from './lost-shell-state.ts';
import { rule as resetCmd } from './reset-cmd.ts';
import { rule as shellForm } from './shell-form.ts';
import { rule as shellFormArguments } from './shell-form-arguments.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  duplicateInstruction,
  heredocWithoutErrexit,
  ignoredCmd,
  lostShellState,
  resetCmd,
  shellForm,
  shellFormArguments,
];
