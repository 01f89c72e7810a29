import type { Severity } from '../lint/finding.ts';
import type { Caps } from './caps.ts';
import type { NotReviewed, ReviewedFile } from './reviewed-file.ts';

/** All that a plan is made of. */
export interface ReviewInput {
  /** The pull request's number. */
  readonly pull: number;
  readonly head: string;
  readonly files: readonly ReviewedFile[];
  readonly notReviewed: readonly NotReviewed[];
  /** Rules that threw, which therefore said nothing of that file. */
  readonly ruleFailures: readonly { readonly rule: string; readonly path: string }[];
  /** What `markersIn` finds in everything that we have said on this pull request. */
  readonly markers: ReadonlySet<string>;
  readonly caps: Caps;
  /** The least severity that fails the check run; `error` when left out. */
  readonly failOn?: Severity | 'never';
}
