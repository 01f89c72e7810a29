import { writeCheck } from './check.ts';
import type { TakenBeside } from './beside.ts';
import { choose, type Chosen } from './choose.ts';
import { commentBody, sayFinding, sayFix } from './comment.ts';
import { count, countFindings } from './count.ts';
import { markerComment, shortHash } from './fingerprint.ts';
import type { ReviewInput } from './input.ts';
import { code, shorten } from './markdown.ts';
import type { Placed, Plan, PlannedComment, PlannedReview } from './model.ts';
import { place } from './place.ts';

export type { ReviewInput } from './input.ts';
export type { Plan, PlannedAnnotation, PlannedCheck, PlannedComment, PlannedReview } from './model.ts';

/** A body holds 65,536 characters (github/limits.ts); the list of what lies outside the diff stays below. */
const longestList = 30_000;

/**
 * What to say about a pull request: one review, or none when every comment already stands there, and the check run.
 * The same input gives the same plan; once it has been carried out, the same pull request gives no review.
 */
export function planReview(input: ReviewInput): Plan {
  const takenBeside: TakenBeside = new Map();
  const placed = input.files.flatMap((file) => place(file, takenBeside));
  const chosen = choose(placed, input.markers, input.caps);
  return { review: writeReview(input.head, chosen), check: writeCheck(input, placed, chosen) };
}

function writeReview(head: string, chosen: Chosen): PlannedReview | undefined {
  const { comments, inBody, beyond } = chosen;
  const said = [...comments, ...inBody];
  if (said.length === 0) return undefined;
  const marker = `review-${shortHash(JSON.stringify([head, said.flatMap((one) => one.fingerprints)]))}`;
  const markers = [marker, ...inBody.flatMap((one) => one.fingerprints)];
  const found = countFindings(said.flatMap((one) => one.findings));
  const parts = [
    `Found ${found} in what this pull request changes.`,
    sayInBody(inBody),
    beyond.length === 0
      ? ''
      : `…and ${count(beyond.length, 'more instruction')} with findings; the check run lists them.`,
  ];
  const body = `${markerComment(markers)}\n${parts.filter((part) => part !== '').join('\n\n')}`;
  return { body, marker, comments: comments.map(toComment) };
}

function toComment({ path, on, line, findings, fingerprints, lines, suggestion }: Placed): PlannedComment {
  const started = on === undefined ? undefined : `It is about line ${line} of ${code(shorten(path, 300))}.`;
  const body = commentBody(findings, fingerprints, suggestion, started);
  // GitHub refuses a start that is not before the end.
  return { path: on ?? path, startLine: lines.first < lines.last ? lines.first : undefined, line: lines.last, body };
}

/**
 * What has no line in the diff. A comment on the whole file would need a call of its own for each, so these stand in
 * the review's body under the file's name (docs/decisions/0009).
 */
function sayInBody(placed: readonly Placed[]): string {
  const lines: string[] = [];
  let path: string | undefined;
  for (const one of placed) {
    if (one.path !== path) lines.push(`**${code(shorten(one.path, 300))}**, outside the diff:`);
    path = one.path;
    const fix = one.suggestion === undefined ? '' : `\n\n${sayFix(one.suggestion)}`;
    lines.push(...one.findings.map((finding) => `Line ${one.line}. ${sayFinding(finding)}`));
    if (fix !== '') lines.push(fix.trim());
  }
  return cut(lines);
}

function cut(lines: readonly string[]): string {
  let length = 0;
  const shown = lines.filter((line) => (length += line.length) <= longestList);
  const more = lines.length - shown.length;
  return [...shown, ...(more === 0 ? [] : ['The rest is in the check run.'])].join('\n\n');
}
