import { instructionAt } from '../lint/locate.ts';
import type { Finding } from '../lint/finding.ts';
import { linesOf } from '../text/source.ts';
import { fingerprintsOf } from './fingerprint.ts';
import { touches, type Hunk } from './patch.ts';
import type { ReviewedFile } from './reviewed-file.ts';
import { bySeverity } from './severity.ts';
import type { Subject } from './suggest.ts';

/** One instruction's findings of one origin, the most severe first. */
export interface OwnedSubject extends Subject {
  /** One per finding. */
  readonly fingerprints: readonly string[];
  /** Whether they belong to the pull request. */
  readonly introduced: boolean;
}

interface Printed {
  readonly finding: Finding;
  readonly fingerprint: string;
}

/**
 * The file's findings by instruction. A finding belongs to the pull request when it wrote a line of the instruction,
 * or when the base has no such finding (a second CMD further down makes the first one a duplicate).
 * Where the base could not be read, only the lines speak.
 */
export function subjectsOf(reviewed: ReviewedFile, hunks: readonly Hunk[]): readonly OwnedSubject[] {
  const { path, before, after, isNew } = reviewed;
  const known = before && new Set(fingerprintsOf(path, before.file, before.findings));
  const isNewFinding = ({ fingerprint }: Printed): boolean => isNew || known?.has(fingerprint) === false;
  return groups(reviewed).flatMap(({ span, printed }) => {
    const lines = linesOf(after.file.source, span);
    const changed = touches(hunks, lines);
    const introduced = printed.filter((one) => changed || isNewFinding(one));
    const earlier = printed.filter((one) => !introduced.includes(one));
    return [
      { introduced: true, some: introduced },
      { introduced: false, some: earlier },
    ].flatMap(({ introduced: own, some }) => (some.length === 0 ? [] : [toSubject({ span, lines }, some, own)]));
  });
}

function toSubject(
  where: Pick<Subject, 'span' | 'lines'>,
  printed: readonly Printed[],
  introduced: boolean,
): OwnedSubject {
  const sorted = [...printed].sort((a, b) => bySeverity(a.finding, b.finding));
  return {
    ...where,
    findings: sorted.map((one) => one.finding),
    fingerprints: sorted.map((one) => one.fingerprint),
    introduced,
  };
}

interface Group {
  readonly span: Subject['span'];
  readonly printed: Printed[];
}

/** By instruction, in file order; a finding outside of all instructions (on a comment) stands for itself. */
function groups({ path, after: { file, findings } }: ReviewedFile): readonly Group[] {
  const prints = fingerprintsOf(path, file, findings);
  const found = new Map<number, Group>();
  findings.forEach((finding, index) => {
    const { span } = instructionAt(file, finding.span.start) ?? finding;
    const group = found.get(span.start) ?? { span, printed: [] };
    group.printed.push({ finding, fingerprint: prints[index] ?? '' });
    found.set(span.start, group);
  });
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}
