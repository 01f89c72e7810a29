import { rootBase } from '../dockerfile/base-image.ts';
import { baseName, copiesFileNamed } from '../dockerfile/copied-names.ts';
import { declaredNames, type DeclaredNames } from '../dockerfile/declared.ts';
import { executedArgv } from '../dockerfile/entrypoint.ts';
import { execArrays, hasNoShell, type ExecArray } from '../dockerfile/exec-arrays.ts';
import type { ProcessPart } from '../dockerfile/model.ts';
import { replaceCommand } from '../dockerfile/rewrite.ts';
import type { Severity } from '../lint/finding.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { liveCommand, operatorsIn, variablesInElement } from '../shell/array-words.ts';
import { namesJvmOptions, ownsDollar } from '../shell/owners.ts';
import { looksLikeCommandLine, looksLikeScript, startsGivenProgram, startsItsArguments } from '../shell/programs.ts';
import { builtins, isBuiltinOnly, programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

/** An exec-form array with a variable that nobody expands. */
interface Unexpanded extends ExecArray {
  /** Index of the first element with a variable. */
  readonly at: number;
  readonly variables: readonly { readonly name: string; readonly text: string }[];
  readonly declared: DeclaredNames;
}

export const rule = defineRule({
  id: 'variable-in-exec-form',
  aliases: [],
  summary: 'exec form starts no shell, so the program gets `$NAME` as it is written',
  category: 'form',
  severity: 'warning',
  fix: 'safe',
  *check(file, { facts }) {
    for (const array of execArrays(file, facts.image)) {
      const found = findVariables(array);
      if (found === undefined) continue;
      const names = declaredNames(file)[array.held.instruction.stage ?? -1] ?? { env: new Set(), arg: new Set() };
      yield report({ ...array, ...found, declared: names });
    }
  },
});

function findVariables({ held, json, entrypoint }: ExecArray): Pick<Unexpanded, 'at' | 'variables'> | undefined {
  const { values } = json;
  const whole = [...(typeof entrypoint === 'object' ? entrypoint.argv : []), ...values];
  // Operators are a fault of their own, and their repair expands the variables; so are a command line in one string
  // and a builtin.
  if (operatorsIn(values).length > 0) return undefined;
  if (startsGivenProgram(entrypoint) && isBuiltinOnly(values[0] ?? '')) return undefined;
  const windows = held.command.shell.kind === 'cmd';
  const perElement = values.map((value, index) => {
    const variables = variablesIn(value, windows);
    const isOwned = (): boolean =>
      (index === 0 && looksLikeCommandLine(value)) || ownsDollar(values, value) || ownsDollar(whole, value);
    return variables.length === 0 || isOwned() ? [] : variables;
  });
  const at = perElement.findIndex((variables) => variables.length > 0);
  return at < 0 ? undefined : { at, variables: perElement.flat() };
}

function variablesIn(value: string, windows: boolean): Unexpanded['variables'] {
  if (!windows) return variablesInElement(value);
  return [...value.matchAll(/%([A-Za-z_]\w*)%/g)].map((match) => ({ name: match[1] ?? '', text: match[0] }));
}

function report(unexpanded: Unexpanded): Report {
  const { json, at, variables, held, entrypoint } = unexpanded;
  const argv = executedArgv(held.command, entrypoint);
  const texts = [...new Set(variables.map(({ text }) => `\`${excerpt(text, 30)}\``))];
  const shown = texts.length > 3 ? `${texts.slice(0, 2).join(', ')} and others` : texts.join(' and ');
  const fix = fixOf(unexpanded);
  const build = held.inner.keyword === 'RUN' ? 'executes' : 'will execute';
  const gets =
    at === 0 && argv.length === json.values.length
      ? `looks for a program with ${shown} in its name`
      : `the program gets ${shown} as written`;
  return {
    message: `Exec form starts no shell: Docker ${build} \`${excerpt(jsonArray(argv), 100)}\`, and ${gets}. ${remedy(unexpanded, fix)}`,
    span: json.spans[at] ?? json.span,
    severity: severityOf(unexpanded),
    fixes: typeof fix === 'string' ? [] : [fix],
  };
}

/**
 * npm 6 and yarn 1 hand their arguments to a shell in `"`, which expands them, and so do the start scripts of WildFly 8
 * (`eval`); their successors do not.
 */
const expandedByOld = /^(?:npm|yarn|(?:standalone|domain)\.sh)$/;

function severityOf(unexpanded: Unexpanded): Severity {
  const { variables, declared, facts } = unexpanded;
  if (mayExpandItself(unexpanded)) return 'info';
  if (isOldNpm(unexpanded)) return 'info';
  if (expandedByOld.test(programName(unexpanded.json.values[0] ?? ''))) return 'warning';
  const known = ({ name }: { readonly name: string }): boolean =>
    declared.env.has(name) || declared.arg.has(name) || facts?.env?.includes(name) === true;
  return variables.some(known) ? 'error' : 'warning';
}

/** npm 6 came with Node up to 14: https://nodejs.org/en/about/previous-releases. */
function isOldNpm({ file, held, json }: Unexpanded): boolean {
  const base = rootBase(file, held.instruction.stage);
  if (base?.kind !== 'image' || base.image.repository !== 'library/node') return false;
  const major = Number(/^\d+/.exec(base.image.tag ?? '')?.[0] ?? Infinity);
  return programName(json.values[0] ?? '') === 'npm' && major <= 14;
}

/** The words are arguments of an ENTRYPOINT of this file; a script among those may well expand them. */
function belongsToEntrypoint(unexpanded: Unexpanded): unexpanded is Unexpanded & { readonly entrypoint: ProcessPart } {
  const { entrypoint } = unexpanded;
  return typeof entrypoint === 'object' && entrypoint.from !== 'base-image' && !startsItsArguments(entrypoint.argv);
}

/** The ENTRYPOINT is a script, or a program that this stage copies: one of its own making may know of variables. */
function mayExpandItself(unexpanded: Unexpanded): boolean {
  if (!belongsToEntrypoint(unexpanded)) return false;
  const { file, held, entrypoint } = unexpanded;
  const [program = ''] = entrypoint.argv;
  const stage = file.stages[held.instruction.stage ?? -1];
  return looksLikeScript(program) || copiesFileNamed(stage, baseName(program));
}

function remedy(unexpanded: Unexpanded, fix: ProposedFix | string): string {
  if (typeof fix === 'string') return `No suggestion: ${fix}.`;
  const { keyword } = unexpanded.held.inner;
  if (keyword === 'RUN' || keyword === 'HEALTHCHECK') return 'Shell form expands it.';
  if (isOldNpm(unexpanded)) return 'npm 6 of this base hands it to a shell, which expands it; npm 7 no longer does.';
  const passes = keyword === 'ENTRYPOINT' ? '; `"$@"` still passes the arguments on' : '';
  return `A shell can expand it and \`exec\` the program${passes}.`;
}

/** The fix, or in words why there is none. */
function fixOf(unexpanded: Unexpanded): ProposedFix | string {
  const { file, held, json, declared, variables, facts } = unexpanded;
  const { inner, command } = held;
  const { kind, argv: shell } = command.shell;
  if (kind !== 'sh' && kind !== 'bash') return 'the shell in force reads variables in its own way';
  if (hasNoShell(file, held.instruction.stage, facts)) return 'the base image has no shell to expand it';
  if (belongsToEntrypoint(unexpanded)) {
    return mayExpandItself(unexpanded)
      ? 'the ENTRYPOINT may expand it by itself'
      : 'a shell would have to start the ENTRYPOINT';
  }
  if (looksLikeCommandLine(json.values[0] ?? '')) return 'the first string must be split before';
  if (json.values.slice(json.values.indexOf('-jar') + 2).some(namesJvmOptions) && json.values.includes('-jar'))
    return 'the JVM reads its options in front of `-jar` only, where they have to stand first';
  if (builtins.has(json.values[0] ?? '') && json.values[0] !== 'echo') return 'the command is built into the shell';
  const text = liveCommand(json.values);
  if (inner.keyword === 'RUN' || inner.keyword === 'HEALTHCHECK') {
    const edits = replaceCommand(file, held, text);
    return { title: 'Write it in shell form', safety: 'safe', edits, argv: [...shell, text] };
  }
  const lasts = (name: string): boolean => declared.env.has(name) || facts?.env?.includes(name) === true;
  const lost = variables.find(({ name }) => declared.arg.has(name) && !lasts(name));
  if (lost !== undefined)
    return `\`${lost.name}\` is an ARG, which ends with the build; \`ENV ${lost.name}=$${lost.name}\` would keep it`;
  const argv = inner.keyword === 'ENTRYPOINT' ? ['sh', '-c', `exec ${text} "$@"`, '--'] : ['sh', '-c', `exec ${text}`];
  const edits = replaceCommand(file, held, jsonArray(argv));
  return { title: 'Let a shell expand it', safety: 'unsafe', edits, argv };
}
