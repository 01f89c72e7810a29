import type { ZodType } from 'zod';
import type { Dockerfile, FileLookup, ImageFacts, ImageName } from '../dockerfile/model.ts';
import type { Fix, Safety, Severity } from './finding.ts';
import type { UnusedSuppression } from './suppression.ts';
import type { Span } from '../text/span.ts';

export type Category = 'form' | 'process' | 'build-and-run' | 'script' | 'files' | 'health' | 'hygiene';

/** What a rule knows of the world outside the file, gathered beforehand by a job. No facts, no finding. */
export interface Facts {
  readonly image: (name: ImageName) => ImageFacts | undefined;
  /**
   * A file of the repository. Whoever gathers the facts first runs the rules with a `file` that notes what they ask for
   * and answers undefined, so a rule asks for all that it may need before it looks at any answer.
   */
  readonly file: FileLookup;
}

/** A fix as a rule proposes it; only what survives verification becomes a `Fix` of a finding. */
export interface ProposedFix extends Fix {
  /** What the edited instruction must execute afterwards; verification compares. Left out by fixes that delete or move text. */
  readonly argv?: readonly string[];
}

/** What a rule reports. Severity falls back to the rule's own. */
export interface Report {
  readonly message: string;
  readonly span: Span;
  readonly severity?: Severity;
  readonly fixes?: readonly ProposedFix[];
  /** Peers' codes that this very report answers to, when the rule's own aliases are too many. */
  readonly aliases?: readonly string[];
}

/** A change of another file of the repository: edits of its text, as the facts have it. */
export interface FixElsewhere extends Fix {
  /** From the repository's root. */
  readonly path: string;
}

export interface Rule<Options = unknown> {
  readonly id: string;
  readonly aliases: readonly string[];
  /** One sentence, without a full stop, what the author of the line believes wrongly. */
  readonly summary: string;
  readonly category: Category;
  readonly severity: Severity | 'off';
  /** The most that any of its fixes may claim. */
  readonly fix: Safety | 'none';
  readonly options?: ZodType<Options>;
  /** `suppressions`: it is asked when the comments have silenced what the others report, and only its own id silences it. */
  readonly after?: 'suppressions';
  check(file: Dockerfile, context: RuleContext<Options>): Iterable<Report>;
  /** What `check` reports at `span` is cured by in another file. Only asked where somebody can write there: by a review. */
  readonly elsewhere?: (
    file: Dockerfile,
    facts: Facts,
  ) => Iterable<{ readonly span: Span; readonly fix: FixElsewhere }>;
}

export interface RuleContext<Options = unknown> {
  readonly options: Options;
  readonly facts: Facts;
  /** Comments that silenced nothing; empty but for a rule that comes after the suppressions. */
  readonly unused: readonly UnusedSuppression[];
}

/**
 * Types a rule's options for it; returns the very object. A rule is three files of one name, and each
 * `src/rules/<id>.ts` exports exactly one thing, `rule`:
 *
 *     export const rule = defineRule({
 *       id: 'shell-form',
 *       aliases: ['DL3025'],
 *       summary: 'a program in shell form is started by a shell, which keeps the signals to itself',
 *       category: 'form',
 *       severity: 'warning',
 *       fix: 'safe',
 *       *check(file) { … yield { message, span, fixes } … },
 *     });
 *
 * `npm run generate` enters it in `src/rules/index.ts` and writes the head of `docs/rules/<id>.md`.
 */
export function defineRule<Options = undefined>(rule: Rule<Options>): Rule<Options> {
  return rule;
}

/** Facts for a text of which nothing else is known. */
export const noFacts: Facts = { image: () => undefined, file: () => undefined };
