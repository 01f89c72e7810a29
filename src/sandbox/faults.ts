import { abuse, graphLimit, primaryLimit, secondaryLimit } from './limit-answers.ts';
import type { Answer } from './answer.ts';

/** What can go wrong with a call, in the words that tests use. */
export const FAULT_KINDS = [
  ...(['500', '502', '503', 'reset', 'timeout', 'truncated', '401'] as const),
  ...(['403 secondary', '403 secondary without retry-after', '429', '403 primary', '422 abuse'] as const),
  // Of GraphQL alone:
  ...(['RATE_LIMITED', 'partial', 'went wrong', 'STALE_DATA'] as const),
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** Whether the call takes effect (`after`) although it fails. */
export type When = 'before' | 'after';

interface Where {
  /**
   * GitHub's operation id (`pulls/create-review`), the name of a GraphQL operation or of one of its fields at the root
   * (`Settle`, `resolveReviewThread`), `graphql:query`, `graphql:mutation`, or `*`.
   */
  readonly operation: string;
  /** How often; once unless told. */
  readonly times?: number;
  readonly when?: When;
  /** Lets this many calls pass first. */
  readonly skip?: number;
}

export interface Fault extends Where {
  readonly kind: FaultKind;
  /** Seconds, where the kind has a `retry-after` or a reset; 60 unless told. */
  readonly retryAfter?: number;
}

/** Something that a test has happen between two calls, such as a push. */
export interface Hook extends Where {
  readonly run: () => unknown;
}

export interface Planned {
  readonly id: number;
  readonly fault: Fault | Hook;
  /** How often it has struck. */
  readonly used: number;
}

export interface Faults {
  add(fault: Fault | Hook): number;
  remove(id: number): void;
  clear(): void;
  list(): readonly Planned[];
  /** Runs the hooks of this moment and takes the fault of it, if there is one. `names`: all that the call is called. */
  strike(names: readonly string[], when: When): Promise<Fault | undefined>;
}

type Entry = { id: number; fault: Fault | Hook; used: number; skipped: number };

export function createFaults(): Faults {
  const entries: Entry[] = [];
  let nextId = 1;
  const due = (entry: Entry, names: readonly string[], when: When): boolean => {
    const { operation, times = 1, when: at = 'before', skip = 0 } = entry.fault;
    if (at !== when || entry.used >= times || !(operation === '*' || names.includes(operation))) return false;
    entry.skipped += 1;
    return entry.skipped > skip;
  };
  return {
    add(fault) {
      const id = nextId++;
      entries.push({ id, fault, used: 0, skipped: 0 });
      return id;
    },
    remove(id) {
      const at = entries.findIndex((one) => one.id === id);
      if (at >= 0) entries.splice(at, 1);
    },
    clear() {
      entries.length = 0;
    },
    list: () => entries.map(({ id, fault, used }) => ({ id, fault, used })),
    async strike(names, when) {
      let found: Fault | undefined;
      for (const entry of [...entries]) {
        const isHook = 'run' in entry.fault;
        if ((!isHook && found !== undefined) || !due(entry, names, when)) continue;
        entry.used += 1;
        if ('run' in entry.fault) await entry.fault.run();
        else found = entry.fault;
      }
      return found;
    },
  };
}

/** How a fault looks on the wire: an answer, one cut in half, or none at all. */
export type Outcome = { readonly answer: Answer } | { readonly cut: Answer } | 'reset' | 'silence';

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const INVENTED = { status: 200, body: { id: 1, node_id: 'MDEyOklzc3VlQ29tbWVudDE=', url: 'https://api.github.com/' } };

/** `real` is what GitHub would have answered, where the call took effect; `now` in milliseconds. */
export function outcomeOf(
  fault: Fault,
  real: Answer | undefined,
  installation: number | undefined,
  now: number,
): Outcome {
  const seconds = fault.retryAfter ?? 60;
  const reset = Math.ceil(now / 1000) + seconds;
  const docs = { documentation_url: 'https://docs.github.com/rest' };
  switch (fault.kind) {
    case '500':
      return { answer: { status: 500, body: { message: 'Server Error' } } };
    case '502':
      return { answer: { status: 502, raw: '<html><title>502 Bad Gateway</title></html>', headers: HTML } };
    case '503':
      return { answer: { status: 503, body: { message: 'Service unavailable', ...docs } } };
    case '401':
      return { answer: { status: 401, body: { message: 'Bad credentials', ...docs, status: '401' } } };
    case 'reset':
      return 'reset';
    case 'timeout':
      return 'silence';
    case 'truncated':
      return { cut: real ?? INVENTED };
    case '403 secondary':
      return { answer: secondaryLimit(403, seconds) };
    case '403 secondary without retry-after':
      return { answer: secondaryLimit(403, undefined) };
    case '429':
      return { answer: secondaryLimit(429, seconds) };
    case '403 primary':
      return { answer: primaryLimit(installation, reset) };
    case '422 abuse':
      return { answer: abuse() };
    case 'RATE_LIMITED':
      return { answer: graphLimit(installation, reset) };
    case 'partial':
      return { answer: partial(real) };
    case 'went wrong':
      return { answer: { status: 200, body: { data: null, errors: [{ message: WENT_WRONG }] } } };
    case 'STALE_DATA':
      return { answer: stale(real) };
  }
}

const WENT_WRONG =
  'Something went wrong while executing your query. This may be the result of a timeout, or it could be a GitHub bug. Please include `CAFE:BEEF` when reporting this issue.';

function dataOf(real: Answer | undefined): Readonly<Record<string, unknown>> {
  const { data } = (real?.body ?? {}) as { data?: Readonly<Record<string, unknown>> | null };
  return data ?? {};
}

/** The last field at the root is missing when there are several; of a single one, something below it. */
function partial(real: Answer | undefined): Answer {
  const data = dataOf(real);
  const fields = Object.keys(data);
  const last = fields.at(-1) ?? 'repository';
  const kept = fields.length > 1 ? { ...data, [last]: null } : data;
  const path = fields.length > 1 ? [last] : [last, 'missing'];
  return {
    status: 200,
    body: { data: kept, errors: [{ type: 'NOT_FOUND', path, message: 'Could not resolve to a node.' }] },
  };
}

function stale(real: Answer | undefined): Answer {
  const [field = 'createCommitOnBranch'] = Object.keys(dataOf(real));
  const message = 'Expected branch to point to "0000000" but it did not.  Pull and try again.';
  return { status: 200, body: { data: { [field]: null }, errors: [{ type: 'STALE_DATA', path: [field], message }] } };
}
