import type { LintConfig } from '../lint/config.ts';
import type { Severity } from '../lint/finding.ts';
import type { Rule } from '../lint/rule.ts';
import { hadolintFiles, readHadolint } from '../policy/hadolint.ts';
import type { NotReviewed } from '../review/reviewed-file.ts';
import type { Blob } from './ports.ts';
import { reviewable } from './reviewable.ts';

/** What the repository asks of its reviews. */
export interface ReviewPolicy {
  readonly lint: LintConfig;
  /** The least severity that fails the check run. */
  readonly failOn: Severity | 'never';
  /** Configurations that could not be read, for the check run; the defaults apply in their place. */
  readonly unread: readonly NotReviewed[];
  /** The path of the file that it comes from; undefined: the defaults. */
  readonly source: string | undefined;
}

/** Read with the Dockerfiles, and from the base alone: a pull request must not rule over its own review. */
export const policyPaths: readonly string[] = hadolintFiles;

/** The policy that stands at the base, in the repository's root; the first of the files counts. */
export function policyOf(base: ReadonlyMap<string, Blob> | undefined, rules: readonly Rule[]): ReviewPolicy {
  const defaults: ReviewPolicy = { lint: { rules: {} }, failOn: 'error', unread: [], source: undefined };
  const path = policyPaths.find((name) => base?.has(name) === true);
  if (path === undefined) return defaults;
  const blob = reviewable(base?.get(path));
  if (!('text' in blob))
    return { ...defaults, unread: [{ path, reason: `${blob.reason}; the defaults apply`, isGap: false }] };
  const {
    lint,
    failOn = 'error',
    problems,
  } = readHadolint(
    blob.text,
    rules.flatMap(({ aliases }) => aliases),
  );
  const unread = problems.map(({ line, column, message }): NotReviewed => {
    return { path, reason: `line ${line}, column ${column}: ${message}; the defaults apply`, isGap: false };
  });
  return { lint, failOn, unread, source: problems.length === 0 ? path : undefined };
}
