import type { Finding } from '../lint/finding.ts';
import { applyEdits } from '../text/edit.ts';
import { createSource, linesOf } from '../text/source.ts';
import type { LineRange, Placed, Suggestion } from './model.ts';
import { hunksOf, touches } from './patch.ts';
import type { ReviewedFile } from './reviewed-file.ts';
import type { OwnedSubject } from './subjects.ts';
import { suggestionFrom } from './suggest.ts';

/** Lines of other files that suggestions replace, by path: two Dockerfiles may start one script. */
export type TakenBeside = Map<string, LineRange[]>;

/**
 * Takes from a subject what is cured in another file of the pull request, and places it there: the comment is on that
 * file's lines, where a click writes the cure. What GitHub could not apply stays with the subject, as words.
 */
export function placeBeside(
  reviewed: ReviewedFile,
  subject: OwnedSubject,
  taken: TakenBeside,
): { readonly moved: readonly Placed[]; readonly left: OwnedSubject | undefined } {
  const moved = new Map<Finding, Placed>();
  subject.findings.forEach((finding, index) => {
    const at = cureOf(reviewed, subject, finding, taken);
    if (at === undefined) return;
    const { first: line } = linesOf(reviewed.after.file.source, finding.span);
    const fingerprints = [subject.fingerprints[index] ?? ''];
    const { on, suggestion } = at;
    taken.set(on, [...(taken.get(on) ?? []), suggestion]);
    const lines = { first: suggestion.first, last: suggestion.last };
    const said = { findings: [finding], fingerprints, at: 'inline' as const, introduced: true };
    moved.set(finding, { path: reviewed.path, on, ...said, lines, line, suggestion });
  });
  return { moved: [...moved.values()], left: moved.size === 0 ? subject : without(subject, moved) };
}

function without(subject: OwnedSubject, moved: ReadonlyMap<Finding, Placed>): OwnedSubject | undefined {
  const stays = subject.findings.map((finding) => !moved.has(finding));
  if (!stays.includes(true)) return undefined;
  const findings = subject.findings.filter((_, index) => stays[index]);
  return { ...subject, findings, fingerprints: subject.fingerprints.filter((_, index) => stays[index]) };
}

/** It belongs to the pull request when the instruction does, or when the pull request wrote the lines that are wrong. */
function cureOf(
  { beside }: ReviewedFile,
  { introduced }: OwnedSubject,
  finding: Finding,
  taken: TakenBeside,
): { readonly on: string; readonly suggestion: Suggestion } | undefined {
  const other = finding.severity === 'info' ? undefined : beside?.(finding);
  if (other === undefined) return undefined;
  const source = createSource(other.path, other.text);
  const hunks = hunksOf(other.patch, source);
  const text = applyEdits(other.text, other.fix.edits);
  const { safety } = other.fix;
  const [edit] = other.fix.edits;
  if (hunks.length === 0 || edit === undefined || safety === 'display') return undefined;
  const near = linesOf(source, edit.span);
  if (!introduced && !touches(hunks, near)) return undefined;
  const outcome = { text, fixes: [other.fix], safety, left: 0 };
  const suggestion = suggestionFrom(outcome, near, { source, hunks, taken: taken.get(other.path) ?? [] });
  return suggestion.blocked === undefined ? { on: other.path, suggestion } : undefined;
}
