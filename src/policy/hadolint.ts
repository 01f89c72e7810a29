import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { z } from 'zod';
import type { LintConfig } from '../lint/config.ts';
import type { Severity } from '../lint/finding.ts';

/** Where hadolint looks, the first one counts (https://github.com/hadolint/hadolint, README, Configure). */
export const hadolintFiles = ['.hadolint.yaml', '.hadolint.yml'] as const;

/** What a `.hadolint.yaml` asks for, as far as it is ours to give. */
export interface HadolintPolicy {
  readonly lint: LintConfig;
  /** The least severity that fails; undefined when the file says nothing of it. */
  readonly failOn: Severity | 'never' | undefined;
  /** What keeps the file from being read. With one of them nothing of it counts. */
  readonly problems: readonly PolicyRemark[];
  /** What is right and has no effect here. */
  readonly notes: readonly PolicyRemark[];
}

/** Line and column from 1. */
export interface PolicyRemark {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const codes = z.array(z.string()).nullish();
const schema = z.looseObject({
  ignored: codes,
  override: z.looseObject({ error: codes, warning: codes, info: codes, style: codes }).nullish(),
  'failure-threshold': z.enum(['error', 'warning', 'info', 'style', 'ignore', 'none']).nullish(),
});

type Given = z.infer<typeof schema>;

const used = ['ignored', 'override', 'failure-threshold'];
const levels = ['error', 'warning', 'info', 'style'] as const;
const severities: Readonly<Record<(typeof levels)[number], Severity>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  style: 'info',
};

/**
 * Reads a `.hadolint.yaml`: `ignored`, `override` and `failure-threshold`. `known` are the codes that our rules answer to.
 * Never throws: what is wrong stands in `problems`.
 */
export function readHadolint(text: string, known: Iterable<string>): HadolintPolicy {
  const tooMuch = refusalOf(text);
  if (tooMuch !== undefined) return refused([{ line: 1, column: 1, message: tooMuch }]);
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: lines });
    const at = placesIn(document, lines);
    const broken = document.errors.map(({ message, linePos }): PolicyRemark => {
      const [start] = linePos ?? [];
      return { line: start?.line ?? 1, column: start?.col ?? 1, message: firstLine(message) };
    });
    if (broken.length > 0) return refused(broken);
    const read = schema.safeParse((document.toJS() as unknown) ?? {});
    if (read.success) return policyFrom(read.data, new Set([...known].map((code) => code.toLowerCase())), at);
    return refused(read.error.issues.map(({ path, message }) => ({ ...at(path), message: sayIssue(path, message) })));
  } catch (error) {
    // Too many aliases.
    return refused([
      { line: 1, column: 1, message: firstLine(error instanceof Error ? error.message : String(error)) },
    ]);
  }
}

/** Nobody writes more; the parser takes quadratic time for deep nesting. */
const longest = 50_000;
const deepest = 50;

function refusalOf(text: string): string | undefined {
  if (text.length > longest) return `the file is longer than ${longest} characters`;
  let depth = 0;
  for (const sign of text) {
    if (sign === '[' || sign === '{') depth++;
    else if (sign === ']' || sign === '}') depth = Math.max(0, depth - 1);
    if (depth > deepest) return 'the file is nested too deeply';
  }
  return /(?:[-?:][ \t]+){50}/.test(text) ? 'the file is nested too deeply' : undefined;
}

type Path = readonly PropertyKey[];
type Places = (path: Path) => { readonly line: number; readonly column: number };

/** Where the value at a path stands; the nearest one around it when there is none. */
function placesIn(document: Document, lines: LineCounter): Places {
  return (path) => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (!isNode(node) || !node.range) continue;
      const { line, col } = lines.linePos(node.range[0]);
      return { line: Math.max(1, line), column: Math.max(1, col) };
    }
    return { line: 1, column: 1 };
  };
}

function refused(problems: readonly PolicyRemark[]): HadolintPolicy {
  return { lint: { rules: {} }, failOn: undefined, problems, notes: [] };
}

function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}

function sayIssue(path: Path, message: string): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}

function policyFrom(given: Given, known: ReadonlySet<string>, at: Places): HadolintPolicy {
  const wanted = new Map<string, Severity | 'off'>();
  for (const level of levels) {
    for (const code of given.override?.[level] ?? []) wanted.set(code.toLowerCase(), severities[level]);
  }
  for (const code of given.ignored ?? []) wanted.set(code.toLowerCase(), 'off');
  return {
    lint: { rules: {}, codes: wanted },
    failOn: failOnOf(given['failure-threshold']),
    problems: [],
    notes: [...unusedKeys(given, at), ...unknownCodes(given, known, at)],
  };
}

function failOnOf(threshold: Given['failure-threshold']): HadolintPolicy['failOn'] {
  if (threshold === undefined || threshold === null) return undefined;
  return threshold === 'ignore' || threshold === 'none' ? 'never' : severities[threshold];
}

function unusedKeys(given: Given, at: Places): readonly PolicyRemark[] {
  const remark = (path: Path): PolicyRemark => ({
    ...at(path),
    message: `${path.map(String).join('.')} is not used here`,
  });
  const own = Object.keys(given).filter((key) => !used.includes(key));
  const below = Object.keys(given.override ?? {}).filter((key) => !Object.hasOwn(severities, key));
  return [...own.map((key) => remark([key])), ...below.map((key) => remark(['override', key]))];
}

/** One remark a list: many files name all that hadolint knows. */
function unknownCodes(given: Given, known: ReadonlySet<string>, at: Places): readonly PolicyRemark[] {
  const lists: readonly (readonly [Path, readonly string[]])[] = [
    [['ignored'], given.ignored ?? []],
    ...levels.map((level): [Path, readonly string[]] => [['override', level], given.override?.[level] ?? []]),
  ];
  return lists.flatMap(([path, list]) => {
    const strange = list.filter((code) => !known.has(code.toLowerCase()));
    if (strange.length === 0) return [];
    return [{ ...at(path), message: `${path.map(String).join('.')}: no rule here answers to ${strange.join(', ')}` }];
  });
}
