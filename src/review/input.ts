import type { Severity } from '../lint/finding.ts';
import type { Caps } from './caps.ts';
import type { NotReviewed, ReviewedFile } from './reviewed-file.ts';
import type { Standing } from './standing.ts';

/** All that a plan is made of. */
export interface ReviewInput {
  /** The pull request's number. */
  readonly pull: number;
  readonly head: string;
  readonly files: readonly ReviewedFile[];
  readonly notReviewed: readonly NotReviewed[];
  /** Rules that threw, which therefore said nothing of that file. */
  readonly ruleFailures: readonly { readonly rule: string; readonly path: string }[];
  /** What stands of all that we have said on this pull request. */
  readonly standing: Standing;
  readonly caps: Caps;
  /** Fingerprints of comments whose place GitHub refused: they are said in the body. */
  readonly refused?: ReadonlySet<string>;
  /** Why there must be no review and nothing else but the check run, as sentences for it. */
  readonly silence?: string | undefined;
  /** Rules went without files that they asked for, so that a finding may be missing and not be fixed. */
  readonly factsAreMissing?: boolean;
  /** The address of the pull request's page, for the link to its check runs. */
  readonly page?: string | undefined;
  /** Whether the App may commit to the pull request's branch. */
  readonly mayCommit?: boolean;
  /** Where the policy comes from, as the end of a sentence in Markdown. */
  readonly policy?: string | undefined;
  /** The least severity that fails the check run; `error` when left out. */
  readonly failOn?: Severity | 'never';
}
