import type { LintConfig } from '../lint/config.ts';
import { fixesElsewhere } from '../lint/elsewhere.ts';
import type { Facts, Rule } from '../lint/rule.ts';
import type { NotReviewed, ReviewedFile } from '../review/reviewed-file.ts';
import { analyse, analyseWithoutFixes, relint, type Analysed } from './analyse.ts';
import type { ChangedFile, PullRequestState } from './ports.ts';
import { pathBefore, type ReadPullRequest } from './read-pull-request.ts';
import { reviewable } from './reviewable.ts';

/** The Dockerfiles of a pull request, ready to be judged. */
export interface Prepared {
  readonly files: readonly ReviewedFile[];
  readonly notReviewed: readonly NotReviewed[];
  readonly ruleFailures: readonly { readonly rule: string; readonly path: string; readonly error: unknown }[];
}

/**
 * Reads every Dockerfile before and after, and says of each that cannot be read why. Lets others work between two files:
 * the same process answers webhooks, and GitHub waits ten seconds.
 */
export async function prepare(
  read: ReadPullRequest | undefined,
  rules: readonly Rule[],
  facts: Facts,
  config: LintConfig,
): Promise<Prepared> {
  const { files: changed = [], others = [], state } = read ?? {};
  const files: ReviewedFile[] = [];
  const notReviewed: NotReviewed[] = [];
  const ruleFailures: Prepared['ruleFailures'][number][] = [];
  for (const file of changed) {
    await new Promise(setImmediate);
    const { path } = file;
    const head = reviewable(state?.head.get(path));
    if (!('text' in head)) {
      notReviewed.push({ path, ...head });
      continue;
    }
    const after = analyse(path, head.text, rules, facts, config);
    const { beside, failures } = besideOf(after, rules, facts, others);
    ruleFailures.push(...[...after.failures, ...failures].map(({ rule, error }) => ({ rule, path, error })));
    files.push({
      path,
      patch: file.patch,
      ...(file.isShown === undefined ? {} : { isShown: file.isShown }),
      isNew: file.status === 'added',
      before: analyseBefore(file, state, rules, facts, config),
      after,
      relint: (text, within) => relint(path, text, rules, within, facts, config),
      beside,
    });
  }
  return { files, notReviewed, ruleFailures };
}

/** The other changed files in which findings are to be cured, as far as the facts have their texts. */
function besideOf(
  { file, findings }: Analysed,
  rules: readonly Rule[],
  facts: Facts,
  others: readonly ChangedFile[],
): { readonly beside: NonNullable<ReviewedFile['beside']>; readonly failures: Analysed['failures'] } {
  const { fixes, failures } = fixesElsewhere(file, rules, findings, facts);
  const beside: ReviewedFile['beside'] = (finding) => {
    const fix = fixes.get(finding);
    const other = others.find(({ path }) => path === fix?.path);
    const text = other === undefined ? undefined : facts.file(other.path)?.text;
    if (fix === undefined || other === undefined || text === undefined) return undefined;
    return { path: other.path, patch: other.patch, text, fix };
  };
  return { beside, failures };
}

/**
 * The file at the base; undefined when it is new there or cannot be read. A rule's failure there is no news. The files
 * behind it are the head's: what the pull request does to this Dockerfile is the question.
 */
function analyseBefore(
  file: ChangedFile,
  state: PullRequestState | undefined,
  rules: readonly Rule[],
  facts: Facts,
  config: LintConfig,
): Analysed | undefined {
  if (file.status === 'added') return undefined;
  const base = reviewable(state?.base.get(pathBefore(file)));
  return 'text' in base ? analyseWithoutFixes(file.path, base.text, rules, facts, config) : undefined;
}
