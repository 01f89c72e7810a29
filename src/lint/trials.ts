import type { Dockerfile } from '../dockerfile/model.ts';
import { parse } from '../dockerfile/parse.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import type { RawFinding, RuleFailure } from './run.ts';

/** Lints a changed file with the same rules, without verifying. */
export type Relint = (file: Dockerfile) => {
  readonly findings: readonly RawFinding[];
  readonly failures: readonly RuleFailure[];
};

/** A file as it is with some edits made. */
export interface Trials {
  /** Its parse; undefined when the budget is spent. */
  readonly parse: (edits: readonly TextEdit[]) => Dockerfile | undefined;
  /** What the rules say of it; undefined when the budget is spent. */
  readonly lint: (file: Dockerfile) => ReturnType<Relint> | undefined;
}

/**
 * How much one file's fixes may make us read again, in units of text: each proof parses the whole file and lints it, so
 * without a bound a file of many fixes that fail, or that must be proven apart, would take quadratic time. Beyond it
 * findings keep their words only. The bound grows with the file, and is never less than what dozens of proofs of an
 * ordinary one need. An instruction costs about as much as 200 units of plain text, however short it is, and to parse
 * a file is a fifteenth of linting it (npm run bench).
 */
const least = 300_000;
const timesItself = 8;
const unitsOfInstruction = 200;
const parsesOfLint = 15;

/** Why a fix goes unproven when the budget of its file is spent. */
export const outOfBudget = 'too much text to prove every fix of this file';

/** Trials of one file. Asked for the same text again at once, they answer from memory. */
export function createTrials(file: Dockerfile, relint: Relint): Trials {
  const cost = file.source.text.length + unitsOfInstruction * file.instructions.length;
  let left = Math.max(least, timesItself * cost);
  let parsed: Dockerfile | undefined;
  let linted: { readonly file: Dockerfile; readonly result: ReturnType<Relint> } | undefined;
  const spend = (units: number): boolean => {
    if (units > left) return false;
    left -= units;
    return true;
  };
  return {
    parse: (edits) => {
      const text = applyEdits(file.source.text, edits);
      if (parsed?.source.text === text) return parsed;
      if (!spend(cost / parsesOfLint)) return undefined;
      parsed = parse(file.source.path, text);
      return parsed;
    },
    lint: (changed) => {
      if (linted?.file === changed) return linted.result;
      if (!spend(cost)) return undefined;
      linted = { file: changed, result: relint(changed) };
      return linted.result;
    },
  };
}
