/** What a person asks for in the first line of a comment. Rules are as written: a rule's name or an alias, right or wrong. */
export type Command =
  | { readonly kind: 'fix'; readonly rule?: string }
  | { readonly kind: 'recheck' }
  | { readonly kind: 'help' }
  /** Without a rule or a reason it is answered with how to write it. */
  | { readonly kind: 'ignore'; readonly rule: string; readonly reason: string };

/** Nobody names a rule or gives a reason that is longer; the rest is cut off. */
const longest = { rule: 100, reason: 300 };

/**
 * Reads the first line of a comment: `/dockerfile-review fix [rule]`, `recheck`, `help`, `ignore <rule> <reason>`; the
 * name alone is `help`. undefined for everything else, an unknown word too: it may be meant for another tool, and a bot
 * that answers what it does not understand talks too much.
 */
export function parseCommand(body: string): Command | undefined {
  const [line = ''] = body.split(/\r\n|\r|\n/, 1);
  const match = /^\/dockerfile-review(?:[ \t]+(\S+))?(?:[ \t]+(.*))?$/i.exec(line.trimEnd());
  if (match === null) return undefined;
  const rest = (match[2] ?? '').trim();
  switch ((match[1] ?? 'help').toLowerCase()) {
    case 'fix':
      return rest === '' ? { kind: 'fix' } : { kind: 'fix', rule: cut(rest, longest.rule) };
    case 'recheck':
      return { kind: 'recheck' };
    case 'help':
      return { kind: 'help' };
    case 'ignore': {
      const [rule = ''] = rest.split(/[ \t]/, 1);
      const reason = rest.slice(rule.length).trim();
      return { kind: 'ignore', rule: cut(rule, longest.rule), reason: cut(reason, longest.reason) };
    }
    default:
      return undefined;
  }
}

/** Never half a surrogate pair. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}
