import type { TakenBeside } from './beside.ts';
import { writeCheck } from './check.ts';
import { choose, type Chosen } from './choose.ts';
import { commentBody } from './comment.ts';
import { countFindings } from './count.ts';
import { stepDown } from './step-down.ts';
import { markerComment, markersIn, shortHash } from './fingerprint.ts';
import type { ReviewInput } from './input.ts';
import { code, shorten } from './markdown.ts';
import type { Placed, Plan, PlannedComment, PlannedReview, PlannedSettling } from './model.ts';
import { place } from './place.ts';
import { saidIn, settledBody, settledBy, summaryIn, summaryMarker } from './standing.ts';
import { sayAll } from './standing-summary.ts';

export type { ReviewInput } from './input.ts';
export type {
  Plan,
  PlannedAction,
  PlannedAnnotation,
  PlannedCheck,
  PlannedComment,
  PlannedReview,
  PlannedSettling,
  SettledThread,
} from './model.ts';

/**
 * What to say about a pull request: one review, or none when every comment already stands there; which of our threads
 * are done; and the check run. The same input gives the same plan; once it has been carried out, the same pull request
 * gives neither a review nor anything to settle.
 */
export function planReview(input: ReviewInput): Plan {
  const { standing, refused, silence, caps } = input;
  const said = saidIn(standing);
  const takenBeside: TakenBeside = new Map();
  const placed = input.files.flatMap((file) => place(file, takenBeside)).map((one) => stepDown(one, said, refused));
  const isSilent = silence !== undefined;
  const chosen = choose(placed, said, isSilent ? { ...caps, comments: 0 } : caps);
  const check = writeCheck(input, placed, chosen);
  if (isSilent) return { review: undefined, check };
  return { review: writeReview(input, placed, chosen), settling: settle(input, placed, chosen), check };
}

/** The first review carries the standing summary; the later ones say how much is new, in one line. */
function writeReview(input: ReviewInput, placed: readonly Placed[], chosen: Chosen): PlannedReview | undefined {
  const isFirst = summaryIn(input.standing) === undefined;
  const { comments } = chosen;
  const inBody = isFirst ? chosen.inBody : [];
  const said = [...comments, ...inBody];
  if (said.length === 0) return undefined;
  const marker = `review-${shortHash(JSON.stringify([input.head, said.flatMap((one) => one.fingerprints)]))}`;
  const found = countFindings(comments.flatMap((one) => one.findings));
  const body = isFirst
    ? summaryBody([marker], input, placed, chosen)
    : `${markerComment([marker])}\nFound ${found} more in what this pull request changes.`;
  return { body, marker, comments: comments.map(toComment) };
}

function summaryBody(
  reviewMarkers: readonly string[],
  { page }: ReviewInput,
  placed: readonly Placed[],
  chosen: Chosen,
): string {
  const markers = [summaryMarker, ...reviewMarkers, ...chosen.inBody.flatMap((one) => one.fingerprints)];
  return `${markerComment(markers)}\n${sayAll(placed, chosen, page)}`;
}

function toComment({ path, on, line, findings, fingerprints, lines, suggestion }: Placed): PlannedComment {
  const started = on === undefined ? undefined : `It is about line ${line} of ${code(shorten(path, 300))}.`;
  const body = commentBody(findings, fingerprints, suggestion, started);
  // GitHub refuses a start that is not before the end.
  return { path: on ?? path, startLine: lines.first < lines.last ? lines.first : undefined, line: lines.last, body };
}

/** The threads of which nothing holds any more, and the summary where its words are not those that stand. */
function settle(input: ReviewInput, placed: readonly Placed[], chosen: Chosen): PlannedSettling | undefined {
  const holding = new Set(placed.flatMap(({ fingerprints }) => fingerprints));
  const saysAnew = new Set([...chosen.comments, ...chosen.inBody].flatMap(({ path, on }) => [path, on ?? path]));
  const threads = settledBy(input.standing, holding, sureOf(input)).map((thread) => ({
    id: thread.id,
    commentId: thread.commentId,
    body: settledBody(thread.body, sayDone(input.head, saysAnew.has(thread.path))),
    mayHide: !thread.hasReply,
  }));
  const summary = changedSummary(input, placed, chosen);
  return threads.length === 0 && summary === undefined ? undefined : { threads, summary };
}

/** Another text of an instruction is another finding: where the file gets new comments, the old one may be among them. */
function sayDone(head: string, saysAnew: boolean): string {
  const commit = head.slice(0, 7);
  return saysAnew ? `Changed in ${commit}; what is left of it is said anew.` : `Fixed in ${commit}.`;
}

/** Whether a finding that is missing from a file is really gone: the file was read, by all rules, with all that they asked for. */
function sureOf({ files, notReviewed, ruleFailures, factsAreMissing }: ReviewInput): (path: string) => boolean {
  const gaps = notReviewed.filter(({ isGap }) => isGap);
  const unsure = new Set([...gaps, ...ruleFailures].map(({ path }) => path));
  const read = new Set(files.map(({ path }) => path));
  // A comment may be on another file than the one it is about, and then any gap may be the reason.
  return (path) => factsAreMissing !== true && (read.has(path) ? !unsure.has(path) : unsure.size === 0);
}

function changedSummary(input: ReviewInput, placed: readonly Placed[], chosen: Chosen): PlannedSettling['summary'] {
  const standing = summaryIn(input.standing);
  if (standing === undefined || input.factsAreMissing === true || input.ruleFailures.length > 0) return undefined;
  const reviewMarkers = markersIn(standing.body).filter((marker) => marker.startsWith('review-'));
  const body = summaryBody(reviewMarkers, input, placed, chosen);
  return inOneForm(body) === inOneForm(standing.body) ? undefined : { reviewId: standing.id, body };
}

/** GitHub may give line ends back in another form, and no blanks at the end. */
function inOneForm(text: string): string {
  return text.replaceAll('\r\n', '\n').trim();
}
