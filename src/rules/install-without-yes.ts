import { rootBase, rootFacts } from '../dockerfile/base-image.ts';
import { editScript } from '../dockerfile/chain.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { runArrays } from '../dockerfile/run-arrays.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { isSetBefore } from '../dockerfile/said-before.ts';
import type { ImageLookup } from '../dockerfile/process.ts';
import type { Severity } from '../lint/finding.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { commandWithOperators } from '../shell/array-words.ts';
import { packageCalls, type PackageCall } from '../shell/package-calls.ts';
import type { Confirmation } from '../shell/package-manager.ts';
import { openQuestion } from '../shell/package-question.ts';
import { parseScript, scriptOf, type Script } from '../shell/parse.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

export const rule = defineRule({
  id: 'install-without-yes',
  aliases: ['DL3014', 'DL3030', 'DL3034', 'DL3038'],
  summary: 'a package manager that asks before it installs gets no answer in a build, and stops',
  category: 'hygiene',
  severity: 'error',
  fix: 'safe',
  *check(file, { facts }) {
    const installed = new Set<string>();
    const inStage = new Map<number | undefined, Set<string>>();
    for (const script of runScripts(file)) {
      const { text, instruction } = script;
      const read = scriptOf(text);
      const above = inStage.get(instruction.stage) ?? new Set();
      const opens = openCalls(file, instruction, read, facts.image);
      for (const call of packageCalls(read)) {
        const open = opens.get(call);
        if (open !== undefined) {
          const severity = isThere(call, above) ? 'info' : severityOf(open, installed);
          yield report('', text.text, open, severity, sourceSpan(text, call.command.span), yesFix(script, open));
        }
        for (const name of namesInstalled(call)) installed.add(name);
      }
      const answered = packageCalls(read).filter((call) => isSure(call) && !opens.has(call));
      for (const name of answered.flatMap(namesInstalled)) above.add(name);
      inStage.set(instruction.stage, above);
    }
    for (const { instruction, values, span, once } of runArrays(file)) {
      const { text } = commandWithOperators(values);
      for (const open of openCalls(file, instruction, parseScript(text), facts.image).values())
        yield report(once, text, open, severityOf(open, installed), span);
    }
  },
});

interface Open {
  readonly call: PackageCall;
  readonly question: Confirmation;
  /** Nothing is known of the base image, whose settings may answer. */
  readonly isUnknown: boolean;
  readonly isUbuntu: boolean;
}

function openCalls(
  file: Dockerfile,
  instruction: Instruction,
  script: Script,
  lookup: ImageLookup,
): ReadonlyMap<PackageCall, Open> {
  const base = rootBase(file, instruction.stage);
  const isUbuntu = base?.kind === 'image' && base.image.repository === 'library/ubuntu';
  const isUnknown = rootFacts(file, instruction.stage, lookup) === undefined;
  const open = new Map<PackageCall, Open>();
  for (const call of packageCalls(script)) {
    const question = openQuestion(script, call);
    if (question !== undefined && !isSetBefore(file, instruction, question.setting))
      open.set(call, { call, question, isUbuntu, isUnknown });
  }
  return open;
}

/** By name, and the certificates that Debian's Java depends on. */
function namesInstalled({ action, operands }: PackageCall): readonly string[] {
  if (action !== 'install') return [];
  const names = operands.map(bareName);
  const java = /^(?:openjdk-\d+|default)-j(?:re|dk)(?:-headless)?$/;
  return names.some((name) => java.test(name)) ? [...names, 'ca-certificates-java'] : names;
}

/** Not only under a condition. */
function isSure({ command: { nesting } }: PackageCall): boolean {
  return nesting.every((context) => context === 'list' || context === 'group' || context === 'subshell');
}

/** An earlier RUN of the stage installed all that is named: nothing is left to do, and nobody asks. */
function isThere({ action, operands }: PackageCall, above: ReadonlySet<string>): boolean {
  const isNamed = (name: PackageCall['operands'][number]): boolean =>
    !/[=/<>]/.test(name.text) && above.has(bareName(name));
  return action === 'install' && operands.every(isNamed);
}

/** `gcc` of `gcc=4:12.2.0-3`, of `"gcc"` and of `gcc-`. */
function bareName({ value, text }: PackageCall['operands'][number]): string {
  return (value ?? text).replace(/[=/<>].*$|[-+]$/, '');
}

function report(
  once: string,
  text: string,
  { call, question, isUnknown }: Open,
  severity: Severity,
  span: Span,
  fixes: readonly ProposedFix[] = [],
): Report {
  const written = excerpt(text.slice(call.command.span.start, call.command.span.end), 60);
  const unless = isUnknown && isAlwaysAsked(call) ? ', unless a setting of the base image answers' : '';
  const frontend = /DEBIAN_FRONTEND/.test(text) ? ' DEBIAN_FRONTEND is for other questions.' : '';
  return {
    message:
      `${once}\`${written}\` asks \`${question.prompt}\` ${occasion(call)}${unless}. ` +
      `In a build nobody answers: it ends with \`${question.aborts}\` and the RUN fails. \`-${question.letter}\` answers.${frontend}`,
    severity,
    span,
    aliases: question.code === undefined ? [] : [question.code],
    fixes,
  };
}

/**
 * apt asks only where it would do more than it was told: whether the RUN fails, the base image decides. Of packages that are
 * there it is told all there is to do: `apt-get --reinstall install x` went through in Debian 12 without an answer.
 *
 * Ubuntu's locales and tzdata need nothing that its base image has not.
 *
 * Nothing is asked about a removal of packages that are not there: a warning where the file installs one of them by name.
 */
function severityOf({ call, isUnknown, isUbuntu }: Open, installed: ReadonlySet<string>): Severity {
  if (call.action === 'tidy') return 'info';
  if (call.action === 'remove') return call.operands.some((name) => installed.has(bareName(name))) ? 'warning' : 'info';
  const isApt = /^apt/.test(call.program);
  // Where nothing is to be upgraded, no manager asks: Amazon's repositories keep to the release of the image.
  if (call.action !== 'install') return 'warning';
  if (isRepair(call)) return isApt ? 'info' : 'warning';
  if (isUbuntu && call.operands.every((name) => /^(?:locales|tzdata)$/.test(bareName(name)))) return 'info';
  return isApt || isUnknown ? 'warning' : 'error';
}

function isAlwaysAsked({ program, action }: PackageCall): boolean {
  return action === 'install' && !/^apt/.test(program);
}

/** What works upon packages that are there rarely brings others, so the question may never come. */
function isRepair({ options, globals, subcommand }: PackageCall): boolean {
  return (
    subcommand === 'reinstall' ||
    [...globals, ...options].some((option) => /^--(?:only-upgrade|reinstall)$/.test(option))
  );
}

/**
 * apt asks where it would do more than it was told, and before any removal (apt-private/private-install.cc); the others
 * always.
 */
function occasion({ program, action, subcommand }: PackageCall): string {
  if (action === 'remove') return 'before it removes a package that is there';
  if (action === 'tidy') return 'as soon as there is anything to remove';
  if (action !== 'install') return 'as soon as there is anything to upgrade';
  if (subcommand === 'build-dep') return 'as soon as there is anything to install';
  return /^apt/.test(program)
    ? 'as soon as it would install more than the packages named, such as what they depend on'
    : 'before it changes anything';
}

function yesFix(
  { command, text, as }: RunScript,
  { call: { optionAt }, question: { letter } }: Open,
): readonly ProposedFix[] {
  if (optionAt === undefined) return [];
  const { edits, text: after } = editScript(text, [{ span: { start: optionAt, end: optionAt }, text: ` -${letter}` }]);
  const fix: ProposedFix = { title: 'Answer yes', safety: 'safe', edits };
  return [as === 'line' || as === 'body' ? { ...fix, argv: [...command.shell.argv, after] } : fix];
}
