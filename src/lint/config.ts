import type { Severity } from './finding.ts';
import type { Rule } from './rule.ts';

/** What a policy says about one rule; what it leaves out is the rule's own. */
export interface RuleSetting {
  /** Given to every finding of the rule, however the rule grades it. */
  readonly severity?: Severity | 'off' | undefined;
  readonly options?: unknown;
}

export interface LintConfig {
  /** By rule id. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** By a peer's code in lower case: what becomes of the reports that carry it, where `rules` is silent on their rule. */
  readonly codes?: ReadonlyMap<string, Severity | 'off'>;
}

/** Every rule as it is on its own. */
export const defaultConfig: LintConfig = { rules: {} };

/** A rule that is on, with what its check is given. */
export interface ActiveRule {
  readonly rule: Rule;
  /** The severity the configuration demands; undefined leaves it to the rule and its reports. */
  readonly demanded: Severity | undefined;
  /** What the configuration says of single codes; undefined: nothing that counts here. */
  readonly codes: LintConfig['codes'];
  /** The rule is off but for the reports whose code the configuration turns on. */
  readonly onlyByCode: boolean;
  readonly options: unknown;
  /** Why the configured options could not be read; then `options` holds the rule's own. */
  readonly error: unknown;
}

/** The rules that are on. Never throws: options a rule refuses give its defaults and say so in `error`. */
export function activeRules(rules: readonly Rule[], config: LintConfig): readonly ActiveRule[] {
  const active: ActiveRule[] = [];
  for (const rule of rules) {
    const setting = Object.hasOwn(config.rules, rule.id) ? config.rules[rule.id] : undefined;
    const isOff = (setting?.severity ?? rule.severity) === 'off';
    const codes = setting?.severity === undefined ? config.codes : undefined;
    if (isOff && !rule.aliases.some((alias) => (codes?.get(alias.toLowerCase()) ?? 'off') !== 'off')) continue;
    const demanded = setting?.severity === 'off' ? undefined : setting?.severity;
    active.push({ rule, demanded, codes, onlyByCode: isOff, ...readOptions(rule, setting?.options) });
  }
  return active;
}

/**
 * The severity of a report with these codes that its rule grades as `own`; undefined when it is not made. Of several codes
 * one that is off wins, as any code silences in a comment; else the first that the configuration names.
 */
export function severityOf(
  { demanded, codes, onlyByCode }: ActiveRule,
  aliases: readonly string[],
  own: Severity,
): Severity | undefined {
  const said = codes === undefined ? [] : aliases.flatMap((alias) => codes.get(alias.toLowerCase()) ?? []);
  if (said.includes('off')) return undefined;
  const [first] = said;
  if (first === undefined || first === 'off') return onlyByCode ? undefined : (demanded ?? own);
  return first;
}

function readOptions(rule: Rule, given: unknown): { readonly options: unknown; readonly error: unknown } {
  if (rule.options === undefined) return { options: undefined, error: undefined };
  const read = rule.options.safeParse(given ?? {});
  if (read.success) return { options: read.data, error: undefined };
  return { options: rule.options.safeParse({}).data, error: read.error };
}

/** Every rule on, those that are off by default as remarks. */
export function everyRuleOn(rules: readonly Rule[]): LintConfig {
  return {
    rules: Object.fromEntries(rules.map(({ id, severity }) => [id, severity === 'off' ? { severity: 'info' } : {}])),
  };
}
