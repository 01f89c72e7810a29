import type { Span } from '../text/span.ts';

/** A comment that silences findings, ours or one written for a peer. */
export interface Suppression {
  readonly syntax: 'hadolint' | 'check' | 'dockerfile-review';
  readonly scope: 'instruction' | 'stage' | 'file';
  /** As written: ids of rules, peers' codes, or `all`. */
  readonly codes: readonly string[];
  /** The words after the codes. */
  readonly reason: string;
  readonly line: number;
  readonly span: Span;
}

/** A comment, or the part of one, that silenced nothing although its codes name rules that are on. */
export interface UnusedSuppression {
  readonly suppression: Suppression;
  readonly codes: readonly string[];
}

const scopes = { '': 'instruction', stage: 'stage', global: 'file' } as const;

const codeList = /^([\w./#-]+(?:[ \t]*,[ \t]*[\w./#-]+)*)[ \t]*(.*)$/s;

/**
 * Read one comment's text (without `#`). The accepted forms:
 * `hadolint [stage|global] ignore=CODE[,CODE]`, `check=skip=Name[,Name|all][;…]`, `dockerfile-review ignore=rule[,rule] reason`.
 */
export function parseSuppression(
  text: string,
  place: { readonly line: number; readonly span: Span },
): Suppression | undefined {
  const { line, span } = place;
  const peer = /^(hadolint|dockerfile-review)[ \t]+(?:(stage|global)[ \t]+)?ignore[ \t]*=[ \t]*(.*)$/s.exec(text);
  const [, syntax, scope = '', list = ''] = peer ?? [];
  if (syntax === 'hadolint' || syntax === 'dockerfile-review') {
    return withCodes(list, { syntax, scope: scopes[scope as keyof typeof scopes], line, span });
  }
  const [, options] = /^check[ \t]*=[ \t]*(.*)$/s.exec(text) ?? [];
  const skip = options?.split(';').find((option) => /^[ \t]*skip[ \t]*=/.test(option));
  if (skip === undefined) return undefined;
  return withCodes(skip.slice(skip.indexOf('=') + 1).trim(), { syntax: 'check', scope: 'instruction', line, span });
}

function withCodes(list: string, rest: Omit<Suppression, 'codes' | 'reason'>): Suppression | undefined {
  const [, codes, reason = ''] = codeList.exec(list) ?? [];
  return codes === undefined ? undefined : { ...rest, codes: codes.split(/[ \t]*,[ \t]*/), reason: reason.trim() };
}
