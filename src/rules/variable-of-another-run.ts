import type { Dockerfile, Instruction, Stage } from '../dockerfile/model.ts';
import { namesDeclaredBy } from '../dockerfile/declared.ts';
import type { ImageLookup } from '../dockerfile/process.ts';
import { lineBreakOf } from '../dockerfile/rewrite.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { stageAndParents } from '../dockerfile/stage-family.ts';
import { isBaseKnown, isDeclaredAbove, mayComeFromOutside } from '../dockerfile/visible-names.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { assignedIn, setsUnknownNames } from '../shell/assigned.ts';
import { allCommands, type ShellAssignment } from '../shell/commands.ts';
import { looksLikeSecret } from '../shell/lasting.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import { variablesIn, type VariableUse } from '../shell/words.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

/** An assignment whose variable its own RUN reads, so that it was plainly meant to be read. */
interface Setter {
  readonly run: Instruction;
  readonly assignment: ShellAssignment;
}

/** A variable that a RUN reads and that only another RUN sets. */
interface Lost {
  readonly use: VariableUse;
  readonly setter: Setter;
}

export const rule = defineRule({
  id: 'variable-of-another-run',
  aliases: [],
  summary: 'a variable that one RUN sets is unset in the next: each has a shell of its own',
  category: 'build-and-run',
  severity: 'error',
  fix: 'unsafe',
  *check(file, { facts }) {
    const scripts = runScripts(file).filter(({ instruction }) => instruction.trigger === undefined);
    if (scripts.length < 2 || readsStartFiles(file)) return;
    const setters = new Map<Stage, Map<string, Setter>>();
    const declared = argumentNames(file);
    for (const script of scripts) {
      const stage = file.stages[script.instruction.stage ?? -1];
      if (stage === undefined) continue;
      const lost = lostIn(file, script, settersAbove(file, stage, setters), facts.image);
      // Of a name that an ARG declares elsewhere argument-out-of-scope speaks.
      const own = lost.filter(({ use }) => !declared.has(use.name));
      if (own.length > 0) yield report(file, script, own, facts.image);
      remember(script, stage, setters);
    }
  },
});

/** `SHELL ["bash", "-lc"]`, BASH_ENV: each shell reads files in which a RUN may have put its variables. */
function readsStartFiles({ instructions, escape }: Dockerfile): boolean {
  return instructions.some(
    (each) =>
      (each.keyword === 'SHELL' && /"-\w*[il]/.test(each.args.text)) ||
      (each.keyword === 'ENV' && namesDeclaredBy(each, escape).some((name) => name === 'BASH_ENV' || name === 'ENV')),
  );
}

function argumentNames({ instructions, escape }: Dockerfile): ReadonlySet<string> {
  const args = instructions.filter(({ keyword }) => keyword === 'ARG');
  return new Set(args.flatMap((each) => namesDeclaredBy(each, escape)));
}

function settersAbove(
  file: Dockerfile,
  stage: Stage,
  setters: ReadonlyMap<Stage, ReadonlyMap<string, Setter>>,
): ReadonlyMap<string, Setter> {
  const found = new Map<string, Setter>();
  for (const each of stageAndParents(file, stage))
    for (const [name, setter] of setters.get(each) ?? []) found.set(name, setter);
  return found;
}

function remember({ instruction, text }: RunScript, stage: Stage, setters: Map<Stage, Map<string, Setter>>): void {
  const script = scriptOf(text);
  const read = new Set(variablesIn(script).map(({ name }) => name));
  let own = setters.get(stage);
  if (own === undefined) setters.set(stage, (own = new Map<string, Setter>()));
  for (const { words, assignments } of allCommands(script))
    if (words.length === 0)
      for (const assignment of assignments)
        if (read.has(assignment.name)) own.set(assignment.name, { run: instruction, assignment });
}

function lostIn(
  file: Dockerfile,
  { instruction, text }: RunScript,
  setters: ReadonlyMap<string, Setter>,
  lookup: ImageLookup,
): readonly Lost[] {
  if (setters.size === 0) return [];
  const script = scriptOf(text);
  if (setsUnknownNames(script)) return [];
  const own = assignedIn(script);
  const found = new Map<string, Lost>();
  for (const use of variablesIn(script)) {
    const { name } = use;
    const setter = setters.get(name);
    if (setter === undefined || found.has(name) || own.has(name) || isAskedFor(script, name, use)) continue;
    if (isDeclaredAbove(file, instruction, name) || mayComeFromOutside(file, instruction, name, lookup)) continue;
    found.set(name, { use, setter });
  }
  return [...found.values()];
}

/** A default, or a test whether it is set: the script knows that it may not be. */
function isAskedFor({ text }: Script, name: string, { hasDefault }: VariableUse): boolean {
  const tests = [`-[nz]\\s+["']?\\$\\{?${name}\\b`, `\\$\\{${name}:?[+?]`, `\\bunset\\s[^;&|]*\\b${name}\\b`];
  return hasDefault || new RegExp(tests.join('|')).test(text);
}

function report(file: Dockerfile, script: RunScript, lost: readonly Lost[], lookup: ImageLookup): Report {
  const { instruction, text } = script;
  const [{ use, setter }, ...rest] = lost as readonly [Lost, ...Lost[]];
  const others = rest.slice(0, 3).map((each) => `\`${each.use.name}\``);
  const likewise = others.length === 0 ? '' : `, likewise for ${others.join(', ')}`;
  const known = isBaseKnown(file, instruction, lookup);
  const unless = known ? '' : ' unless the base image sets it';
  const fix = fixOf(file, instruction, lost);
  const cure =
    fix === undefined
      ? 'Set it in this RUN as well, or do both in one RUN.'
      : 'ARG above both lasts for the build; or do both in one RUN.';
  return {
    message:
      `\`${excerpt(use.name, 40)}\` is a variable of the shell that ran line ${setter.run.startLine}, and ended with it. ` +
      `In this RUN it is unset${unless}, so the shell puts nothing in its place${likewise}. ${cure}`,
    span: sourceSpan(text, use.span),
    severity: known ? 'error' : 'warning',
    fixes: fix === undefined ? [] : [fix],
  };
}

/** `ARG NAME=value` above the RUN that sets it, where the value means the same to Docker as to the shell. */
function fixOf(file: Dockerfile, reader: Instruction, lost: readonly Lost[]): ProposedFix | undefined {
  const lines = lost.map(({ setter: { assignment, run } }) => {
    const value = assignment.value?.text ?? '$';
    const isPlain = /^(?:[\w.,:/+@%=-]*|"[^"$\\`\n]*"|'[^'$\\\n]*')$/.test(value);
    return isPlain && !looksLikeSecret(`${assignment.name}=`)
      ? { run, word: `${assignment.name}=${value}` }
      : undefined;
  });
  const [first] = lines;
  if (first === undefined || first.run.stage !== reader.stage) return undefined;
  if (lines.some((line) => line?.run !== first.run)) return undefined;
  const at = first.run.span.start;
  const text = lines.map((line) => `ARG ${line?.word ?? ''}${lineBreakOf(file)}`).join('');
  return { title: 'Declare it with ARG', safety: 'unsafe', edits: [{ span: { start: at, end: at }, text }] };
}
