import { firstArguments } from '../dockerfile/declared.ts';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import { quotedWords } from '../dockerfile/name-values.ts';
import type { ImageLookup } from '../dockerfile/process.ts';
import { lineBreakOf } from '../dockerfile/rewrite.ts';
import { runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { isBaseKnown, isDeclaredAbove, mayComeFromOutside } from '../dockerfile/visible-names.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { assignedIn, setsUnknownNames } from '../shell/assigned.ts';
import { looksLikeSecret } from '../shell/lasting.ts';
import { scriptOf } from '../shell/parse.ts';
import { isOnlyShown } from '../shell/shown.ts';
import { variablesIn, type VariableUse } from '../shell/words.ts';
import { sourceSpan } from '../text/mapped.ts';

/** A variable that a RUN reads and that some ARG declares where this RUN does not see it. */
interface Lost {
  readonly use: VariableUse;
  /** undefined for a name that Docker knows by itself. */
  readonly arg: Instruction | undefined;
  /** It is printed for whoever watches the build, and does nothing else. */
  readonly shown: boolean;
}

export const rule = defineRule({
  id: 'argument-out-of-scope',
  aliases: [],
  summary: 'an ARG holds in its own stage from its line on; elsewhere the variable is empty',
  category: 'build-and-run',
  severity: 'error',
  fix: 'unsafe',
  *check(file, { facts }) {
    const args = firstArguments(file);
    if (args.size === 0 && !file.source.text.includes('TARGET')) return;
    for (const script of runScripts(file)) {
      const lost = lostIn(file, script, args, facts.image);
      if (lost.length > 0) yield report(file, script, lost, facts.image);
    }
  },
});

/** Docker gives their values, but only to a stage that declares them (reference/dockerfile, "Automatic platform ARGs"). */
const ofPlatform = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/;

function lostIn(
  file: Dockerfile,
  { instruction, text }: RunScript,
  args: ReadonlyMap<string, Instruction>,
  lookup: ImageLookup,
): readonly Lost[] {
  if (instruction.trigger !== undefined || instruction.stage === undefined) return [];
  const script = scriptOf(text);
  const uses = variablesIn(script).filter(({ name }) => args.has(name) || ofPlatform.test(name));
  if (uses.length === 0 || setsUnknownNames(script)) return [];
  const own = assignedIn(script);
  const found = new Map<string, Lost>();
  for (const use of uses) {
    const { name } = use;
    if (found.get(name)?.shown === false || own.has(name)) continue;
    if (isDeclaredAbove(file, instruction, name) || mayComeFromOutside(file, instruction, name, lookup)) continue;
    const shown = isOnlyShown(script, use.span);
    if (!shown || !found.has(name)) found.set(name, { use, arg: args.get(name), shown });
  }
  return [...found.values()].sort((a, b) => Number(a.shown) - Number(b.shown));
}

function report(file: Dockerfile, script: RunScript, lost: readonly Lost[], lookup: ImageLookup): Report {
  const { instruction, text } = script;
  const [first] = lost as readonly [Lost];
  const { use, arg, shown } = first;
  const others = lost.slice(1, 4).map((each) => `\`${each.use.name}\``);
  const likewise = others.length === 0 ? '' : `, likewise for ${others.join(', ')}`;
  const effect = use.hasDefault ? 'so its default is always taken' : 'so the shell puts nothing in its place';
  const known = isBaseKnown(file, instruction, lookup);
  const unless = known ? '' : ' unless the base image sets it';
  const secret = lost.some(({ use: { name } }) => looksLikeSecret(`${name}=`));
  const fix = secret || lost.every((each) => each.use.hasDefault) ? undefined : fixOf(file, instruction, lost);
  return {
    message:
      `${whereFrom(use.name, arg, instruction)} In this RUN it is unset${unless}, ${effect}${likewise}. ` +
      `\`ARG ${use.name}\` in this stage, above the RUN, passes it in.`,
    span: sourceSpan(text, use.span),
    severity: use.hasDefault || shown ? 'info' : known ? 'error' : 'warning',
    fixes: fix === undefined ? [] : [fix],
  };
}

function whereFrom(name: string, arg: Instruction | undefined, run: Instruction): string {
  if (arg === undefined) return `Docker gives \`${name}\` only to a stage that declares it with ARG.`;
  const line = `ARG in line ${arg.startLine}`;
  if (arg.stage === undefined)
    return `\`${name}\` comes from ${line}, before the first FROM: what stands there holds for FROM alone.`;
  return arg.stage === run.stage
    ? `\`${name}\` comes from ${line}, below this RUN, and holds from there on.`
    : `\`${name}\` comes from ${line}, which holds in its own stage alone.`;
}

/** The names again, above the RUN; with the value that another stage gives them, which a global ARG passes on by itself. */
function fixOf(file: Dockerfile, run: Instruction, lost: readonly Lost[]): ProposedFix {
  const words = lost.map(({ use: { name }, arg }) => (arg?.stage === undefined ? name : written(file, arg, name)));
  const lines = words.map((word) => `ARG ${word}${lineBreakOf(file)}`);
  const at = run.span.start;
  return {
    title: 'Declare it in this stage',
    safety: 'unsafe',
    edits: [{ span: { start: at, end: at }, text: lines.join('') }],
  };
}

/** `NAME=value` as the ARG has it. */
function written(file: Dockerfile, { args }: Instruction, name: string): string {
  return quotedWords(args.text, file.escape).find((word) => word === name || word.startsWith(`${name}=`)) ?? name;
}
