import type { Dockerfile } from '../dockerfile/model.ts';
import { lastInstructionBefore } from './locate.ts';
import type { Rule } from './rule.ts';
import type { RawFinding } from './run.ts';
import type { Span } from '../text/span.ts';
import { parseSuppression, type Suppression, type UnusedSuppression } from './suppression.ts';

/** A code in one scope, and whether it has silenced anything. Codes compare without case, as BuildKit's do. */
interface Entry {
  used: boolean;
}

/** Leave out what comments silence. `active` are the rules that are on: a code of any other rule is no mistake of the author. */
export function applySuppressions(
  file: Dockerfile,
  findings: readonly RawFinding[],
  active: readonly Rule[],
): { readonly kept: readonly RawFinding[]; readonly unused: readonly UnusedSuppression[] } {
  const suppressions = findSuppressions(file);
  if (suppressions.length === 0) return { kept: findings, unused: [] };
  const entries = new Map<string, Entry>();
  for (const suppression of suppressions) {
    for (const code of suppression.codes) entries.set(keyOf(scopeOf(file, suppression), code), { used: false });
  }
  const kept = findings.filter((finding) => !isSilenced(file, finding, entries));
  return { kept, unused: findUnused(file, suppressions, entries, active) };
}

/**
 * Leave out what comments silence by its rule's very id, of findings about comments: each belongs to what its comment
 * covers. `all` does not count: a comment would silence what is said of itself.
 */
export function silenceRemarks(file: Dockerfile, remarks: readonly RawFinding[]): readonly RawFinding[] {
  if (remarks.length === 0) return remarks;
  const named = new Set(
    findSuppressions(file).flatMap((suppression) =>
      suppression.codes.map((code) => keyOf(scopeOf(file, suppression), code)),
    ),
  );
  return remarks.filter(({ rule, span }) => {
    const { covered, stage } = coveredBy(file, span);
    const scopes = ['file', `stage ${stage ?? 'none'}`, `instruction ${covered}`];
    return !scopes.some((scope) => named.has(keyOf(scope, rule.id)));
  });
}

/** All suppressions of the file, in file order. */
export function findSuppressions(file: Dockerfile): readonly Suppression[] {
  const found: Suppression[] = [];
  for (const directive of file.directives) {
    const suppression =
      directive.name === 'check' ? parseSuppression(`check=${directive.value}`, directive) : undefined;
    if (suppression !== undefined) found.push({ ...suppression, scope: 'file' });
  }
  for (const comment of file.comments) {
    const suppression = parseSuppression(comment.text, comment);
    if (suppression !== undefined) found.push(suppression);
  }
  return found;
}

function isSilenced(file: Dockerfile, finding: RawFinding, entries: ReadonlyMap<string, Entry>): boolean {
  const at = lastInstructionBefore(file, finding.span.start);
  const scopes = ['file', `stage ${file.instructions[at]?.stage ?? 'none'}`, `instruction ${at}`];
  let silenced = false;
  for (const scope of scopes) {
    for (const code of [finding.rule.id, ...finding.aliases, 'all']) {
      const entry = entries.get(keyOf(scope, code));
      if (entry === undefined) continue;
      entry.used = true;
      silenced = true;
    }
  }
  return silenced;
}

function keyOf(scope: string, code: string): string {
  return `${scope} ${code.toLowerCase()}`;
}

/**
 * What a suppression covers. One inside a continued instruction covers that instruction, any other the next one.
 * A stage's comment stands in the stage, before the first FROM, or right above the stage's own FROM.
 */
function scopeOf(file: Dockerfile, suppression: Suppression): string {
  if (suppression.scope === 'file') return 'file';
  const { covered, stage } = coveredBy(file, suppression.span);
  return suppression.scope === 'instruction' ? `instruction ${covered}` : `stage ${stage ?? 'none'}`;
}

function coveredBy(
  file: Dockerfile,
  { start }: Span,
): { readonly covered: number; readonly stage: number | undefined } {
  const before = lastInstructionBefore(file, start);
  const previous = file.instructions[before];
  const covered = previous !== undefined && start < previous.span.end ? before : before + 1;
  const next = file.instructions[covered];
  return { covered, stage: next?.keyword === 'FROM' || previous?.stage === undefined ? next?.stage : previous.stage };
}

function findUnused(
  file: Dockerfile,
  suppressions: readonly Suppression[],
  entries: ReadonlyMap<string, Entry>,
  active: readonly Rule[],
): readonly UnusedSuppression[] {
  const known = new Set(active.flatMap((rule) => [rule.id, ...rule.aliases]).map((code) => code.toLowerCase()));
  known.add('all');
  return suppressions.flatMap((suppression) => {
    const scope = scopeOf(file, suppression);
    const codes = suppression.codes.filter(
      (code) => known.has(code.toLowerCase()) && entries.get(keyOf(scope, code))?.used === false,
    );
    return codes.length === 0 ? [] : [{ suppression, codes }];
  });
}
