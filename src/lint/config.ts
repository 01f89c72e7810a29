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
}

/** Every rule as it is on its own. */
export const defaultConfig: LintConfig = { rules: {} };

/** A rule that is on, with what its check is given. */
export interface ActiveRule {
  readonly rule: Rule;
  /** The severity the configuration demands; undefined leaves it to the rule and its reports. */
  readonly demanded: Severity | undefined;
  readonly options: unknown;
  /** Why the configured options could not be read; then `options` holds the rule's own. */
  readonly error: unknown;
}

/** The rules that are on. Never throws: options a rule refuses give its defaults and say so in `error`. */
export function activeRules(rules: readonly Rule[], config: LintConfig): readonly ActiveRule[] {
  const active: ActiveRule[] = [];
  for (const rule of rules) {
    const setting = Object.hasOwn(config.rules, rule.id) ? config.rules[rule.id] : undefined;
    if ((setting?.severity ?? rule.severity) === 'off') continue;
    const demanded = setting?.severity === 'off' ? undefined : setting?.severity;
    active.push({ rule, demanded, ...readOptions(rule, setting?.options) });
  }
  return active;
}

function readOptions(rule: Rule, given: unknown): { readonly options: unknown; readonly error: unknown } {
  if (rule.options === undefined) return { options: undefined, error: undefined };
  const read = rule.options.safeParse(given ?? {});
  if (read.success) return { options: read.data, error: undefined };
  return { options: rule.options.safeParse({}).data, error: read.error };
}
