import type { LintConfig } from '../lint/config.ts';
import type { Finding } from '../lint/finding.ts';
import { fixAll, type FixResult } from '../lint/fix.ts';
import { lint } from '../lint/lint.ts';
import type { Facts, Rule } from '../lint/rule.ts';
import { parse } from '../dockerfile/parse.ts';
import type { ChangedText, Left, Skipped } from '../review/answers.ts';
import { count } from '../review/count.ts';
import { hunksOf } from '../review/patch.ts';
import type { ReviewedFile } from '../review/reviewed-file.ts';
import { subjectsOf } from '../review/subjects.ts';
import type { Span } from '../text/span.ts';
import type { Blob } from './ports.ts';

/** What the fixes make of a pull request's Dockerfiles. */
export interface Fixed {
  /** Those that the fixes change. */
  readonly files: readonly FixedFile[];
  readonly skipped: readonly Skipped[];
  readonly left: Left;
}

export interface FixedFile extends ChangedText {
  readonly mode: string;
}

export interface FixContext {
  readonly rules: readonly Rule[];
  readonly facts: Facts;
  readonly config: LintConfig;
  /** Whether this finding is wanted. */
  readonly takes: (finding: Finding) => boolean;
}

/**
 * Makes every safe fix of what the pull request brings in: the findings of the lines that it wrote, and those that its
 * changes cause elsewhere. What was there before stays as it was, since the button stands below a review that does not
 * speak of it. Each result is linted again; instructions whose fixes bring out something new elsewhere are left alone.
 * Lets others work between two files.
 */
export async function fixFiles(
  files: readonly ReviewedFile[],
  blobs: ReadonlyMap<string, Blob>,
  context: FixContext,
): Promise<Fixed> {
  const fixed: FixedFile[] = [];
  const skipped: Skipped[] = [];
  const left = { unsafe: 0, before: 0 };
  for (const file of files) {
    await new Promise(setImmediate);
    const introduced = introducedIn(file);
    left.unsafe += introduced.findings.filter((one) => context.takes(one) && isOnlyUnsafe(one)).length;
    left.before += file.after.findings.filter(
      (one) => context.takes(one) && isSafe(one) && !introduced.findings.includes(one),
    ).length;
    const made = fixFile(file, blobs.get(file.path), introduced.regions, context);
    if (made?.fixed !== undefined) fixed.push(made.fixed);
    if (made?.skipped !== undefined) skipped.push(made.skipped);
  }
  return { files: fixed, skipped, left };
}

function introducedIn(file: ReviewedFile): {
  readonly findings: readonly Finding[];
  readonly regions: readonly Span[];
} {
  const subjects = subjectsOf(file, hunksOf(file.patch, file.after.file.source)).filter((one) => one.introduced);
  return { findings: subjects.flatMap(({ findings }) => findings), regions: subjects.map(({ span }) => span) };
}

function isSafe({ fixes }: Finding): boolean {
  return fixes.some(({ safety }) => safety === 'safe');
}

function isOnlyUnsafe(finding: Finding): boolean {
  return finding.fixes.some(({ safety }) => safety === 'unsafe') && !isSafe(finding);
}

interface Made {
  readonly fixed?: FixedFile;
  readonly skipped?: Skipped;
}

/** undefined when there is nothing to fix. */
function fixFile(
  { path, after: { file } }: ReviewedFile,
  blob: Blob | undefined,
  regions: readonly Span[],
  context: FixContext,
): Made | undefined {
  const before = file.source.text;
  if (regions.length === 0 || blob === undefined) return undefined;
  const { text: after, applied, leftAlone } = fixRegions(path, before, regions, context);
  if (after === before && leftAlone === 0) return undefined;
  if (!isExact(blob, before)) {
    return { skipped: { path, reason: 'it holds bytes that are no UTF-8, which a commit would change' } };
  }
  const reason = `the fixes of ${count(leftAlone, 'instruction')} would bring out something new elsewhere`;
  if (after === before) return { skipped: { path, reason } };
  const fixed = { path, mode: blob.mode, before, after, applied };
  return leftAlone === 0 ? { fixed } : { fixed, skipped: { path, reason, partly: true } };
}

/** Beyond so many instructions it is all of them or none: each costs a look at the file. */
const mostTried = 30;

/** All fixes together, or where that makes the file worse, of one instruction after the other those that do not. */
function fixRegions(
  path: string,
  before: string,
  regions: readonly Span[],
  context: FixContext,
): Pick<FixResult, 'text' | 'applied'> & { readonly leftAlone: number } {
  const { rules, facts, config, takes } = context;
  const fix = (some: readonly Span[]): FixResult =>
    fixAll(path, before, rules, config, facts, 'safe', { regions: some, takes });
  const isGood = ({ text }: FixResult): boolean => text === before || !isWorse(path, before, text, context);
  const all = fix(regions);
  if (isGood(all)) return { ...all, leftAlone: 0 };
  let kept: readonly Span[] = [];
  let best: FixResult = { text: before, applied: [], passes: 0 };
  for (const region of regions.length > mostTried ? [] : regions) {
    const tried = fix([...kept, region]);
    if (isGood(tried)) [kept, best] = [[...kept, region], tried];
  }
  return { ...best, leftAlone: regions.length - kept.length };
}

/** Whether the text written back gives the very bytes: U+FFFD stands for bytes that are none. */
function isExact({ byteSize }: Blob, text: string): boolean {
  return !text.includes('\uFFFD') && Buffer.byteLength(text, 'utf8') === byteSize;
}

/** Whether any rule reports more than before, or Docker has more against it. */
function isWorse(path: string, before: string, after: string, { rules, facts, config }: FixContext): boolean {
  const look = (text: string): { readonly problems: number; readonly times: ReadonlyMap<string, number> } => {
    const file = parse(path, text);
    const { findings } = lint(file, rules, config, facts, { start: 0, end: 0 });
    const times = new Map<string, number>();
    for (const { rule } of findings) times.set(rule, (times.get(rule) ?? 0) + 1);
    return { problems: file.problems.length, times };
  };
  const [old, now] = [look(before), look(after)];
  return now.problems > old.problems || [...now.times].some(([rule, times]) => times > (old.times.get(rule) ?? 0));
}
