import type { Dockerfile } from '../dockerfile/model.ts';
import { lastInstructionBefore } from './locate.ts';
import type { Rule } from './rule.ts';
import type { RawFinding } from './run.ts';
import { parseSuppression, type Suppression } from './suppression.ts';

/** A comment, or the part of one, that silenced nothing although its codes name rules that are on. */
export interface UnusedSuppression {
  readonly suppression: Suppression;
  readonly codes: readonly string[];
}

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
  const before = lastInstructionBefore(file, suppression.span.start);
  const previous = file.instructions[before];
  const inside = previous !== undefined && suppression.span.start < previous.span.end;
  const covered = inside ? before : before + 1;
  if (suppression.scope === 'instruction') return `instruction ${covered}`;
  const next = file.instructions[covered];
  const stage = next?.keyword === 'FROM' || previous?.stage === undefined ? next?.stage : previous.stage;
  return `stage ${stage ?? 'none'}`;
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
