import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { firstArguments } from '../dockerfile/declared.ts';
import type { ImageLookup } from '../dockerfile/process.ts';
import { lineBreakOf } from '../dockerfile/rewrite.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { isBaseKnown, isDeclaredAbove, mayComeFromOutside, readsStartFiles } from '../dockerfile/visible-names.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { asksFor, assignedIn, setsUnknownNames } from '../shell/assigned.ts';
import { allCommands, type ShellAssignment } from '../shell/commands.ts';
import { looksLikeSecret } from '../shell/lasting.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import { variablesIn, type VariableUse } from '../shell/words.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';

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
    const setters = new Setters(file);
    for (const script of scripts) {
      const lost = setters.isEmpty ? [] : lostIn(file, script, setters, facts.image);
      if (lost.length > 0) yield report(file, script, lost, facts.image);
      setters.add(script);
    }
  },
});

/** What the RUNs read so far have set, by stage. */
class Setters {
  readonly #file: Dockerfile;
  /** What a stage sets, and what it was found to have of those below it; undefined where none of them sets the name. */
  readonly #inStages = new Map<number, Map<string, Setter | undefined>>();
  readonly #names = new Set<string>();

  constructor(file: Dockerfile) {
    this.#file = file;
  }

  get isEmpty(): boolean {
    return this.#names.size === 0;
  }

  add({ instruction, text }: RunScript): void {
    const { stage } = instruction;
    if (stage === undefined) return;
    for (const assignment of readAssignments(scriptOf(text))) {
      this.#keep(stage, assignment.name, { run: instruction, assignment });
      this.#names.add(assignment.name);
    }
  }

  #keep(stage: number, name: string, setter: Setter | undefined): void {
    const own = this.#inStages.get(stage) ?? new Map<string, Setter | undefined>();
    this.#inStages.set(stage, own.set(name, setter));
  }

  /**
   * The last RUN above that sets a name, in the stage itself or else in the nearest below it. All of these are read to
   * their ends by then, so what is found is kept in each stage on the way.
   */
  find({ stage: index = -1 }: Instruction, name: string): Setter | undefined {
    if (!this.#names.has(name)) return undefined;
    const passed: number[] = [];
    let found: Setter | undefined;
    for (let stage = this.#file.stages[index]; stage !== undefined;) {
      const known = this.#inStages.get(stage.index);
      found = known?.get(name);
      if (known?.has(name) === true) break;
      passed.push(stage.index);
      stage = stage.base.kind === 'stage' ? this.#file.stages[stage.base.stage] : undefined;
    }
    for (const stage of passed) this.#keep(stage, name, found);
    return found;
  }
}

/** The assignments of a script that are commands of their own, and whose variable the script reads. */
const readAssignments: (script: Script) => readonly ShellAssignment[] = memo((script) => {
  const all = allCommands(script).flatMap(({ words, assignments }) => (words.length === 0 ? assignments : []));
  if (all.length === 0) return all;
  const read = new Set(variablesIn(script).map(({ name }) => name));
  return all.filter(({ name }) => read.has(name));
});

function lostIn(
  file: Dockerfile,
  { instruction, text }: RunScript,
  setters: Setters,
  lookup: ImageLookup,
): readonly Lost[] {
  const found = new Map<string, Lost>();
  for (const use of unsetIn(scriptOf(text))) {
    const { name } = use;
    const setter = found.has(name) ? undefined : setters.find(instruction, name);
    // Of a name that an ARG declares elsewhere argument-out-of-scope speaks.
    if (setter === undefined || firstArguments(file).has(name)) continue;
    if (isDeclaredAbove(file, instruction, name) || mayComeFromOutside(file, instruction, name, lookup)) continue;
    found.set(name, { use, setter });
  }
  return [...found.values()];
}

/** What a script reads without a default, and neither sets nor asks for. */
const unsetIn: (script: Script) => readonly VariableUse[] = memo((script) => {
  const uses = variablesIn(script).filter(({ hasDefault }) => !hasDefault);
  if (uses.length === 0 || setsUnknownNames(script)) return [];
  const own = assignedIn(script);
  const asked = asksFor(script);
  return uses.filter(({ name }) => !own.has(name) && !asked.has(name));
});

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
