import type { Finding } from '../lint/finding.ts';
import { linesOf } from '../text/source.ts';
import type { Chosen } from './choose.ts';
import { sayPlainly } from './comment.ts';
import { count, countFindings } from './count.ts';
import type { ReviewInput } from './input.ts';
import { pageOf } from './links.ts';
import { shorten, visible } from './markdown.ts';
import {
  annotationLevel,
  type Placed,
  type PlannedAction,
  type PlannedAnnotation,
  type PlannedCheck,
} from './model.ts';
import { rankOf, worstOf } from './severity.ts';
import { summaryOf } from './summary.ts';

/** The check run: its verdict, its list of everything, and annotations for what no comment says. */
export function writeCheck(input: ReviewInput, placed: readonly Placed[], chosen: Chosen): PlannedCheck {
  const annotations = annotationsOf(input, chosen);
  const shown = annotations.slice(0, input.caps.annotations);
  return {
    conclusion: conclusionOf(input, placed),
    title: titleOf(input, placed),
    summary: summaryOf(input, placed, chosen, annotations.length - shown.length),
    annotations: shown,
    actions: actionsOf(input),
    externalId: JSON.stringify({ pull: input.pull, head: input.head }),
  };
}

/** The check run's buttons; a click comes back as an event with the identifier (src/app.ts). */
export const fixAction: PlannedAction = {
  label: 'Apply safe fixes',
  description: 'Commit all safe fixes to this branch',
  identifier: 'fix',
};

export const recheckAction: PlannedAction = {
  label: 'Re-check',
  description: 'Review this pull request again',
  identifier: 'recheck',
};

/** No button that could do nothing. */
function actionsOf({ files, mayCommit = false }: ReviewInput): readonly PlannedAction[] {
  const isFixable = files.some(({ after }) => after.findings.some(({ fixes }) => fixes.some(isSafe)));
  return mayCommit && isFixable ? [fixAction, recheckAction] : [recheckAction];
}

function isSafe({ safety }: Finding['fixes'][number]): boolean {
  return safety === 'safe';
}

/**
 * An error (or what the repository's threshold says) that the pull request brings in fails. What could not be reviewed is `neutral`: it does not block, since an
 * unreadable file is no proof of a fault, and it is not green, since nobody looked (docs/decisions/0010).
 */
function conclusionOf(input: ReviewInput, placed: readonly Placed[]): PlannedCheck['conclusion'] {
  const { failOn = 'error' } = input;
  const fails = (findings: readonly Finding[]) => failOn !== 'never' && rankOf(worstOf(findings)) <= rankOf(failOn);
  if (placed.some(({ introduced, findings }) => introduced && fails(findings))) return 'failure';
  const hasGap = input.notReviewed.some(({ isGap }) => isGap) || input.ruleFailures.length > 0;
  return hasGap ? 'neutral' : 'success';
}

function titleOf({ files, notReviewed }: ReviewInput, placed: readonly Placed[]): string {
  const gaps = notReviewed.reduce((sum, one) => sum + (one.isGap ? (one.count ?? 1) : 0), 0);
  const rest = gaps === 0 ? '' : `, ${count(gaps, 'file')} not reviewed`;
  if (files.length === 0) return gaps === 0 ? 'No Dockerfile changed' : `${count(gaps, 'file')} not reviewed`;
  const introduced = placed.flatMap((one) => (one.introduced ? one.findings : []));
  if (introduced.length === 0) return `Nothing to say about ${count(files.length, 'Dockerfile')}${rest}`;
  const where = new Set(placed.flatMap((one) => (one.introduced ? [one.path] : []))).size;
  return `${countFindings(introduced)} in ${count(where, 'Dockerfile')}${rest}`;
}

/** What no comment says and deserves a place in the file view, the most severe first. */
function annotationsOf(input: ReviewInput, { beyond, quiet }: Chosen): readonly PlannedAnnotation[] {
  const sources = new Map(input.files.map(({ path, after }) => [path, after.file.source]));
  const placed = [...beyond, ...quiet.filter(({ at }) => at !== 'summary')];
  const all = placed.flatMap((one) => one.findings.map((finding) => ({ finding, one })));
  const own = (one: Placed): number => (one.introduced ? 0 : 1);
  all.sort((a, b) => own(a.one) - own(b.one) || rankOf(a.finding.severity) - rankOf(b.finding.severity));
  return all.flatMap(({ finding, one: { path, introduced } }) => {
    const source = sources.get(path);
    if (source === undefined) return [];
    const { first, last } = linesOf(source, finding.span);
    return {
      path,
      startLine: first,
      endLine: last,
      level: introduced ? annotationLevel(finding.severity) : 'notice',
      title: shorten(visible(introduced ? finding.rule : `${finding.rule} (there before)`), 200),
      message: `${sayPlainly(finding)}\n${pageOf(finding.rule)}`,
    };
  });
}
