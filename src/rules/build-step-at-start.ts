import type { Command, Dockerfile, Instruction, Process, ProcessPart } from '../dockerfile/model.ts';
import { processesOf } from '../dockerfile/process.ts';
import { runningCommands } from '../dockerfile/replaced.ts';
import { lineBreakOf, hasCommentsInside, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { meantForShell } from '../shell/array-words.ts';
import { buildStepOf, installsForAll, preparationBy, type BuildStep } from '../shell/build-steps.ts';
import { topLevel, type ListItem } from '../shell/commands.ts';
import { toExecForm } from '../shell/exec-form.ts';
import { parseScript, scriptOf, type Script } from '../shell/parse.ts';
import { looksLikeEntrypointScript, startsItsArguments } from '../shell/programs.ts';
import { isShell, programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';
import { sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

/** A start command whose script builds something before it starts the program. */
interface BuildingStart {
  readonly held: HeldCommand;
  readonly script: Script;
  readonly items: readonly ListItem[];
  /** Parallel to `items`. */
  readonly steps: readonly (BuildStep | undefined)[];
  /** An array that was meant for a shell and has none: its form is to be mended first, so there is no fix yet. */
  readonly unread: boolean;
  /** Where the first build step stands in the file; for a script inside an array, where its element stands. */
  readonly span: Span;
}

export const rule = defineRule({
  id: 'build-step-at-start',
  aliases: [],
  summary: 'what CMD and ENTRYPOINT install or compile is installed or compiled again at every start of a container',
  category: 'build-and-run',
  severity: 'warning',
  fix: 'unsafe',
  *check(file, { facts }) {
    let processes: readonly Process[] | undefined;
    for (const held of runningCommands(file)) {
      if (held.inner.keyword !== 'CMD' && held.inner.keyword !== 'ENTRYPOINT') continue;
      const start = findBuildingStart(held);
      if (start !== undefined) yield report(file, start);
      else if (held.instruction === held.inner && preparationBy([wordsOf(held.command)]) !== undefined) {
        processes ??= processesOf(file, facts.image);
        yield* meantForBuild(file, held, processes[held.inner.stage ?? -1]);
      }
    }
  },
});

/** The command of an array, or of a script that holds only one; else none. */
function wordsOf({ form, malformedArray, argv, text, shell }: Command): readonly string[] {
  if (form === 'exec') return argv;
  const bourne = shell.kind === 'sh' || shell.kind === 'bash';
  const items = bourne && form === 'shell' && !malformedArray ? topLevel(scriptOf(text)) : [];
  const [item] = items;
  if (item === undefined || items.length > 1 || item.compound || item.commands.length > 1) return [];
  return item.commands[0]?.words.map(({ value, text: written }) => value ?? written) ?? [];
}

/** No program follows: the step itself is what Docker starts, or an argument of what it starts. */
function* meantForBuild(
  file: Dockerfile,
  { instruction, inner, command }: HeldCommand,
  process: Process | undefined,
): Iterable<Report> {
  const words = wordsOf(command);
  const entrypoint = inner.keyword === 'CMD' ? process?.entrypoint : undefined;
  const written = `\`${excerpt(words.join(' '), 50)}\``;
  const fixes = [
    { title: 'Do it during the build', safety: 'unsafe' as const, edits: [{ span: inner.keywordSpan, text: 'RUN' }] },
  ];
  const isGiven = typeof entrypoint === 'object' && !(entrypoint.from === 'base-image' && handsOn(entrypoint));
  if (isGiven) {
    if (entrypoint.form !== 'exec' || command.form !== 'exec' || !isCompiledProgram(entrypoint.argv)) return;
    const argv = excerpt(jsonArray([...entrypoint.argv, ...words]), 120);
    const message = `Docker will execute \`${argv}\`: CMD is appended to ENTRYPOINT, so ${written} does not run, and the program gets it as arguments. It prepares the image: RUN does it during the build.`;
    // Nothing is there to build yet, so a RUN in this place would fail.
    const tooEarly = buildStepOf(words) === 'project' && !hasProjectFiles(file, instruction);
    yield { message, severity: 'error', span: inner.span, fixes: tooEarly ? [] : fixes };
  } else if (installsForAll(words)) {
    const message = `${written} is all that the container does: it installs, and ends, and what it installed goes with it. RUN installs into the image.`;
    yield { message, severity: 'error', span: inner.span, fixes };
  }
}

/** The ENTRYPOINT starts what CMD says. */
function handsOn({ argv }: ProcessPart): boolean {
  return startsItsArguments(argv) || argv.some(looksLikeEntrypointScript);
}

/** `java -jar app.jar`: it starts no program that it is given, as an interpreter's script may. */
function isCompiledProgram(argv: readonly string[]): boolean {
  return ['java', 'dotnet'].includes(programName(argv[0] ?? '')) && argv.length > 1;
}

function findBuildingStart(held: HeldCommand): BuildingStart | undefined {
  const given = scriptIn(held.command, held.inner);
  if (given === undefined) return undefined;
  const { script, element, unread = false } = given;
  const items = topLevel(script);
  const steps = items.map(stepOf);
  const first = steps.findIndex((step) => step !== undefined);
  const item = items[first];
  const program = items.length - 1;
  if (item === undefined || first >= program || steps[program] !== undefined || isChecked(items, first))
    return undefined;
  return { held, script, items, steps, unread, span: element ?? sourceSpan(held.command.text, item.span) };
}

/** The shell's script of shell form, or of `["sh", "-c", "…"]`; then `element` is where the array holds it. */
function scriptIn(
  command: Command,
  { json }: Instruction,
): { readonly script: Script; readonly element?: Span; readonly unread?: boolean } | undefined {
  if (command.form === 'shell') {
    const bourne = command.shell.kind === 'sh' || command.shell.kind === 'bash';
    return bourne && !command.malformedArray ? { script: scriptOf(command.text) } : undefined;
  }
  if (command.form !== 'exec') return undefined;
  const meant = json && meantForShell(json.values);
  if (json && meant !== undefined) return { script: parseScript(meant), element: json.span, unread: true };
  const [shell = '', option = '', text] = command.argv;
  const element = json?.spans[2];
  if (!isShell(shell) || !/^-[a-z]*c$/.test(option) || text === undefined) return undefined;
  return element && command.argv.length === 3 ? { script: parseScript(text), element } : undefined;
}

/** A step that asks the running system (`linux-headers-$(uname -r)`) cannot be done earlier. */
function stepOf({ commands, compound, negated, operator }: ListItem): BuildStep | undefined {
  const [command] = commands;
  if (command === undefined || commands.length > 1 || compound || negated || operator === '&') return undefined;
  if (command.words.some(({ text }) => /\$\(|`/.test(text))) return undefined;
  return buildStepOf(command.words.map(({ value, text }) => value ?? text));
}

/** `bundle check || bundle install`, `test -d node_modules || npm ci`: it looks first. */
function isChecked(items: readonly ListItem[], index: number): boolean {
  return items[index - 1]?.operator === '||' || items[index]?.operator === '||';
}

function report(file: Dockerfile, start: BuildingStart): Report {
  const { held, script, items, steps, span } = start;
  const step = items[steps.findIndex((one) => one !== undefined)];
  const shown = excerpt(script.text.slice(step?.span.start, step?.span.end), 60);
  const fix = fixOf(file, start);
  const remedy =
    fix !== undefined
      ? 'RUN does it once, when the image is built.'
      : 'Where the files are in the image, do it once in a RUN above.';
  const compiles = /^(?:make|cmake|tsc|webpack|ng|gcc|g\+\+)$/.test(step?.commands[0]?.name ?? '');
  const price = compiles
    ? 'needs the compiler and the sources in the image, and fails where a file is missing'
    : 'needs the network, and may get other versions than were tested';
  return {
    message: `\`${shown}\` runs at every start of a container, not when the image is built: each start waits for it, ${price}. ${remedy}`,
    severity: isMounted(file, start) ? 'info' : 'warning',
    span,
    fixes: fix === undefined ? [] : [{ ...fix, title: `Move the build step of ${held.inner.keyword} to a RUN` }],
  };
}

/** The project comes with a VOLUME that is the WORKDIR: no RUN can build what the image does not hold. */
function isMounted(file: Dockerfile, { held: { instruction }, steps }: BuildingStart): boolean {
  if (steps.find((step) => step !== undefined) !== 'project' || hasProjectFiles(file, instruction)) return false;
  const own = file.stages[instruction.stage ?? -1]?.instructions ?? [];
  const workdir = own.findLast(({ keyword, span }) => keyword === 'WORKDIR' && span.start < instruction.span.start);
  const volumes = own.filter(({ keyword }) => keyword === 'VOLUME');
  const paths = volumes.flatMap(({ json, args }) => json?.values ?? args.text.trim().split(/\s+/));
  return paths.some((path) => workdir !== undefined && `${workdir.args.text.trim()}/`.startsWith(`${path}/`));
}

/** RUN with the leading build steps, then the instruction with the rest. */
function fixOf(file: Dockerfile, start: BuildingStart): Omit<ProposedFix, 'title'> | undefined {
  const { held, script, items, steps } = start;
  const { instruction, inner, command } = held;
  const count = steps.findIndex((step) => step === undefined);
  const [first, next] = [items[0], items[count]];
  const last = items[count - 1];
  if (start.unread || first === undefined || next === undefined || last === undefined || !mayMove(file, start, count))
    return undefined;
  const moved = movedText(file, held, script, { start: first.span.start, end: last.span.end });
  const rest = script.text.slice(next.span.start, items.at(-1)?.span.end);
  const program = startOf(command, rest);
  const prefix = instruction === inner ? '' : 'ONBUILD ';
  const text = `RUN ${moved}${lineBreakOf(file)}${prefix}${inner.keyword} ${program.text}`;
  return { safety: 'unsafe', argv: program.argv, edits: [{ span: inner.span, text }] };
}

function mayMove(file: Dockerfile, { held, script, items, steps }: BuildingStart, count: number): boolean {
  const { inner, instruction } = held;
  const moving = items.slice(0, count);
  const end = items.at(-1)?.span.end ?? 0;
  const text = script.text.slice(0, moving.at(-1)?.span.end);
  if (inner.flags.length > 0 || hasCommentsInside(file, inner.span) || script.text.slice(end).trim() !== '')
    return false;
  if (moving.some(({ operator }) => operator !== '&&' && operator !== ';')) return false;
  // A variable may have another value at build time; what the list does later to go elsewhere or try again stays together.
  if (/[$`]/.test(text) || steps.slice(count).some((step) => step !== undefined)) return false;
  return steps.slice(0, count).every((step) => step === 'system') || hasProjectFiles(file, instruction);
}

/**
 * Without COPY or ADD the project is mounted when the container starts: at build time there is nothing to install. Where
 * nothing is copied but what node, mix or composer reads, it is mounted too, and hides the folder that they write beside it.
 */
function hasProjectFiles(file: Dockerfile, instruction: Instruction): boolean {
  let stage = file.stages.find(({ index }) => index === instruction.stage);
  for (let depth = 0; stage !== undefined && depth <= file.stages.length; depth++) {
    const copies = (one: Instruction): boolean => {
      const { keyword, args, json } = one.trigger ?? one;
      if (keyword !== 'COPY' && keyword !== 'ADD') return false;
      const words = json?.values ?? args.text.trim().split(/\s+/);
      return !words.slice(0, -1).every((source) => manifest.test(source));
    };
    if (stage.instructions.some((one) => one.span.start < instruction.span.start && copies(one))) return true;
    stage = stage.base.kind === 'stage' ? file.stages[stage.base.stage] : undefined;
  }
  return false;
}

/** What lists the packages that npm, mix and composer put into a folder of the project. */
const manifest =
  /(?:^|\/)(?:package\S*\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-\S+\.yaml|bun\.lockb?|mix\.(?:exs|lock)|composer\.(?:json|lock))$/;

/** The steps as they stand in the file, lines and all; from inside an array, as the shell reads them. */
function movedText(file: Dockerfile, { command }: HeldCommand, script: Script, span: Span): string {
  if (command.form === 'exec') return script.text.slice(span.start, span.end).replaceAll('\n', '; ');
  const inSource = sourceSpan(command.text, span);
  return file.source.text.slice(inSource.start, inSource.end);
}

/** How the program is started without the steps: exec form where the shell adds nothing, else as before. */
function startOf(command: Command, rest: string): { readonly text: string; readonly argv: readonly string[] } {
  const exec = command.shell.from === 'default' || command.form === 'exec' ? toExecForm(rest) : { no: 'SHELL is set' };
  if ('argv' in exec) return { text: jsonArray(exec.argv), argv: exec.argv };
  if (command.form === 'exec') {
    const argv = [...command.argv.slice(0, 2), rest];
    return { text: jsonArray(argv), argv };
  }
  return { text: rest, argv: [...command.shell.argv, rest] };
}
