import { namesDeclaredBy } from '../dockerfile/declared.ts';
import { rootFacts } from '../dockerfile/base-image.ts';
import type { Dockerfile, Instruction, Process } from '../dockerfile/model.ts';
import { processesOf } from '../dockerfile/process.ts';
import { runningCommands } from '../dockerfile/replaced.ts';
import { lineBreakOf, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { assignedIn, setsUnknownNames } from '../shell/assigned.ts';
import { looksLikeSecret } from '../shell/lasting.ts';
import { parseScript, scriptOf, type Script } from '../shell/parse.ts';
import { looksLikeEntrypointScript } from '../shell/programs.ts';
import { isShell } from '../shell/vocabulary.ts';
import { variablesIn, type VariableUse } from '../shell/words.ts';
import { sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

/** The script that runs in the container, and where a part of it stands in the file. */
interface RunTimeScript {
  readonly script: Script;
  readonly spanOf: (span: Span) => Span;
}

export const rule = defineRule({
  id: 'build-argument-at-run-time',
  aliases: [],
  summary: 'a variable that only ARG declares is empty in the container, where CMD and ENTRYPOINT run',
  category: 'build-and-run',
  severity: 'error',
  fix: 'unsafe',
  *check(file, { facts }) {
    const args = argumentsOf(file);
    if (args.size === 0) return;
    const lookup = facts.image;
    const processes = processesOf(file, lookup);
    const lasting = namesOf(file, 'ENV');
    for (const held of runningCommands(file)) {
      const { stage } = held.inner;
      const known = rootFacts(file, stage, lookup)?.env ?? [];
      const isLost = (name: string): boolean => args.has(name) && !lasting.has(name) && !known.includes(name);
      yield* checkCommand(file, held, processes[stage ?? -1], isLost, args);
    }
  },
});

/** What instructions of a kind declare, in whatever stage. */
function namesOf(file: Dockerfile, keyword: string): ReadonlySet<string> {
  const own = file.instructions.filter((instruction) => instruction.keyword === keyword);
  return new Set(own.flatMap((instruction) => namesDeclaredBy(instruction, file.escape)));
}

/** Every name that ARG declares, with the last ARG that does it inside a stage; undefined for one before the first FROM only. */
type Arguments = ReadonlyMap<string, Instruction | undefined>;

function argumentsOf(file: Dockerfile): Arguments {
  const found = new Map<string, Instruction | undefined>();
  for (const instruction of file.instructions) {
    if (instruction.keyword !== 'ARG') continue;
    for (const name of namesDeclaredBy(instruction, file.escape)) {
      found.set(name, instruction.stage === undefined ? found.get(name) : instruction);
    }
  }
  return found;
}

function* checkCommand(
  file: Dockerfile,
  held: HeldCommand,
  process: Process | undefined,
  isLost: (name: string) => boolean,
  args: Arguments,
): Iterable<Report> {
  if (!['CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(held.inner.keyword)) return;
  const found = runTimeScript(held);
  if (found === undefined || setsUnknownNames(found.script)) return;
  const own = assignedIn(found.script);
  const reported = new Set<string>();
  for (const use of variablesIn(found.script)) {
    if (reported.has(use.name) || own.has(use.name) || givenByRuntime.has(use.name) || !isLost(use.name)) continue;
    reported.add(use.name);
    yield report(file, held, use, found, { arg: args.get(use.name), mayBeSet: mayBeSetByScript(held, process) });
  }
}

/** Set in every container, whatever the image says. */
const givenByRuntime: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'HOSTNAME',
  'PWD',
  'OLDPWD',
  'TERM',
  'SHLVL',
  'IFS',
]);

function runTimeScript({ command, inner }: HeldCommand): RunTimeScript | undefined {
  if (command.form === 'shell') {
    const bourne = command.shell.kind === 'sh' || command.shell.kind === 'bash';
    if (!bourne || command.malformedArray) return undefined;
    return { script: scriptOf(command.text), spanOf: (span) => sourceSpan(command.text, span) };
  }
  const [shell = '', option = '', text] = command.argv;
  const element = inner.json?.spans[2];
  if (!isShell(shell) || !/^-[a-z]*c$/.test(option) || text === undefined || element === undefined) return undefined;
  return { script: parseScript(text), spanOf: () => element };
}

/** A script in ENTRYPOINT may export the variable before it executes CMD. */
function mayBeSetByScript({ inner }: HeldCommand, process: Process | undefined): boolean {
  if (inner.keyword !== 'CMD' || typeof process?.entrypoint !== 'object') return false;
  return process.entrypoint.argv.some(looksLikeEntrypointScript);
}

function report(
  file: Dockerfile,
  { inner }: HeldCommand,
  { name, hasDefault, span }: VariableUse,
  { spanOf }: RunTimeScript,
  { arg, mayBeSet }: { readonly arg: Instruction | undefined; readonly mayBeSet: boolean },
): Report {
  const secret = looksLikeSecret(`${name}=`);
  const fix = arg === undefined || secret || hasDefault ? undefined : fixOf(file, name, arg);
  const when = inner.keyword === 'HEALTHCHECK' ? 'when the probe runs' : 'when the container starts';
  const unless = mayBeSet ? 'unless the ENTRYPOINT script sets it' : 'unless `docker run -e` sets it';
  const effect = hasDefault ? 'so its default is always taken' : 'so the shell puts nothing in its place';
  const remedy = secret
    ? 'A secret belongs in neither: give it to the container when it starts.'
    : `\`ENV ${name}=$${name}\` behind the ARG keeps the value.`;
  return {
    message: `\`${name}\` comes from ARG, which ends with the build: ${when} it is unset ${unless}, ${effect}. ${remedy}`,
    span: spanOf(span),
    severity: hasDefault ? 'info' : mayBeSet ? 'warning' : 'error',
    fixes: fix === undefined ? [] : [fix],
  };
}

function fixOf(file: Dockerfile, name: string, { span }: Instruction): ProposedFix {
  const edits = [{ span: { start: span.end, end: span.end }, text: `${lineBreakOf(file)}ENV ${name}=$${name}` }];
  return { title: `Keep ${name} with ENV`, safety: 'unsafe', edits };
}
