import { rootBase, rootFacts } from '../dockerfile/base-image.ts';
import { likelySh } from '../dockerfile/likely-shell.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import type { ImageLookup } from '../dockerfile/process.ts';
import { lineBreakOf, mapEdits } from '../dockerfile/rewrite.ts';
import { arrayScripts, editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { commandsUnder } from '../dockerfile/shell-reach.ts';
import { shOf } from '../dockerfile/sh-in-place.ts';
import { stageAndParents } from '../dockerfile/stage-family.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { topLevel, type SimpleCommand } from '../shell/commands.ts';
import { breaksUnderPipefail, lostFailures, type LostFailure } from '../shell/lost-failure.ts';
import { whatIsLost } from '../shell/lost-failure-words.ts';
import { installsByPipedLists, mayLeaveLists } from '../shell/missing-lists.ts';
import { turnsOn } from '../shell/options.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import { answerIn, programOf, sigpipeIn } from '../shell/pipe-roles.ts';
import { failEdits } from '../shell/piped-curls.ts';
import type { Pipeline } from '../shell/pipelines.ts';
import { programName } from '../shell/vocabulary.ts';
import { applyEdits, type TextEdit } from '../text/edit.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan, type MappedText } from '../text/mapped.ts';

/** Where pipefail can be had: the shell that runs the script knows it, or bash, which the base image has, does. */
type Remedy = 'here' | 'bash' | 'unknown' | 'none';

interface Hidden {
  readonly script: RunScript;
  readonly loss: LostFailure;
  readonly remedy: Remedy;
  /** A pipe of the script that pipefail would make fail although it does what it should. */
  readonly broken: Pipeline | undefined;
  /** `-f` for every curl in front of a pipe that lacks it: without, an answer like 404 is no failure either. */
  readonly failing: readonly TextEdit[];
}

export const rule = defineRule({
  id: 'pipe-without-pipefail',
  aliases: ['DL4006'],
  summary: 'without pipefail only the last command of a pipe decides whether the RUN fails',
  category: 'script',
  severity: 'warning',
  fix: 'unsafe',
  *check(file, { facts: { image } }) {
    const found: Hidden[] = [];
    for (const script of [...runScripts(file), ...arrayScripts(file)]) {
      const read = scriptOf(script.text);
      const loss = turnsOn(script.shell, 'pipefail') ? undefined : worst(lossesIn(file, script, image));
      if (loss === undefined) continue;
      const broken = breaksUnderPipefail(read);
      const isCure = loss.kind !== 'sigpipe' && broken === undefined;
      const remedy = isCure ? remedyFor(file, script, image) : 'none';
      found.push({ script, loss, remedy, broken, failing: failEdits(read) });
    }
    const carriers = shellCarriers(found);
    for (const hidden of found) yield report(file, hidden, carriers.has(hidden) ? found : undefined);
  },
});

/** Without lists the installation behind a pipe stops the build when the pipe brought none. */
function lossesIn(file: Dockerfile, script: RunScript, image: ImageLookup): readonly LostFailure[] {
  const read = scriptOf(script.text);
  return lostFailures(read).map((loss) => {
    const next = loss.kind === 'work' ? installsByPipedLists(read, loss.pipeline) : undefined;
    return next === undefined || mayHaveLists(file, script, image) ? loss : { ...loss, kind: 'later', next };
  });
}

/** Official images ship without apt's lists; a RUN further up may have left some. */
function mayHaveLists(file: Dockerfile, { instruction }: RunScript, image: ImageLookup): boolean {
  const base = rootBase(file, instruction.stage);
  if (base?.kind !== 'image' || base.image.registry !== 'docker.io' || !base.image.repository.startsWith('library/'))
    return true;
  const top = file.stages[instruction.stage ?? -1];
  if (top === undefined || rootFacts(file, instruction.stage, image)?.family !== 'debian') return true;
  const stages = new Set(stageAndParents(file, top).map(({ index }) => index));
  return runScripts(file).some(
    (above) =>
      stages.has(above.instruction.stage ?? -1) &&
      above.instruction.span.start < instruction.span.start &&
      mayLeaveLists(scriptOf(above.text)),
  );
}

/** The first of the gravest: one finding speaks for a script. */
function worst(losses: readonly LostFailure[]): LostFailure | undefined {
  return losses.find(({ kind }) => kind === 'work') ?? losses[0];
}

/** dash knows no pipefail up to 0.5.12; bash is a part of every Debian, Ubuntu and Fedora image. */
function remedyFor(file: Dockerfile, script: RunScript, image: ImageLookup): Remedy {
  const { shell, kind, command, instruction, as } = script;
  const program = programName(shell[0] ?? '');
  if (kind === 'bash' || program === 'ash') return 'here';
  if (program === 'dash') return 'unknown';
  const likely = likelySh(file, instruction, image);
  if (likely === 'busybox' || likely === 'bash') return 'here';
  const isDash = shOf(file, instruction, image) === 'dash' && (as === 'array' || command.shell.from === 'default');
  return isDash && rootFacts(file, instruction.stage, image)?.family === 'debian' ? 'bash' : 'unknown';
}

/** SHELL lasts: one finding a stage carries it, the first warning or else the first. */
function shellCarriers(found: readonly Hidden[]): ReadonlySet<Hidden> {
  const carriers = new Map<number | undefined, Hidden>();
  for (const hidden of found) {
    const { stage } = hidden.script.instruction;
    const current = carriers.get(stage);
    if (hidden.remedy !== 'bash' || hidden.script.as === 'array') continue;
    if (current === undefined || (current.loss.kind !== 'work' && hidden.loss.kind === 'work'))
      carriers.set(stage, hidden);
  }
  return new Set(carriers.values());
}

/** `all` is given to the one finding of a stage that carries SHELL: its fix reaches the others. */
function report(file: Dockerfile, hidden: Hidden, all: readonly Hidden[] | undefined): Report {
  const { script, loss, remedy } = hidden;
  let fix: ProposedFix | undefined;
  if (remedy === 'here') fix = pipefailHere(file, hidden);
  else if (remedy === 'bash' && script.as === 'array') fix = bashInArray(hidden);
  else if (remedy === 'bash' && all !== undefined) fix = bashForAll(file, script, all);
  return {
    message: `${whatIsLost(script.text.text, loss)} ${cure(hidden)}`.trim(),
    severity: loss.kind === 'work' ? 'warning' : 'info',
    span: sourceSpan(script.text, loss.pipeline.span),
    fixes: fix === undefined ? [] : [fix],
  };
}

function cure({ remedy, broken, script: { as }, loss: { kind, writer }, failing }: Hidden): string {
  const deaf = failing.length > 0 && writer !== undefined && programOf(writer) === 'curl';
  // A reader that fails by itself does so on an error page, too.
  const answers = deaf && kind !== 'noticed' ? ' curl needs `-f`, or a 404 is no failure.' : '';
  if (kind === 'sigpipe') return '';
  if (remedy === 'none') return `${worse(broken)}${answers}`;
  const words = remedy === 'bash' && as === 'array' ? cures.bash.replace('SHELL [', '[') : cures[remedy];
  return `${words}${answers}`;
}

const cures: Readonly<Record<Exclude<Remedy, 'none'>, string>> = {
  here: '`set -o pipefail` makes the pipe fail when any of its commands does.',
  bash: 'dash, the `sh` of this base, has no pipefail; bash has: `SHELL ["/bin/bash", "-o", "pipefail", "-c"]`.',
  unknown: 'In bash and the `sh` of Alpine `set -o pipefail` stops the build; elsewhere write to a file first.',
};

/** Why pipefail would do harm to the script. */
function worse(broken: Pipeline | undefined): string {
  const [early, answer] = broken === undefined ? [] : [sigpipeIn(broken), answerIn(broken)];
  const name = (command: SimpleCommand): string => `\`${excerpt(programOf(command), 20)}\``;
  if (early !== undefined)
    return `pipefail would fail another pipe, which ${name(early)} may end early: write to a file first.`;
  const which = answer === undefined ? '' : `, where ${name(answer)} may fail for good reason`;
  return `pipefail may fail another pipe here${which}: write to a file first.`;
}

const title = 'Let the pipe fail with any of its commands';

/** `set -o pipefail` at the head of the script; a `set` that stands there takes the option. */
function pipefailHere(file: Dockerfile, { script, failing }: Hidden): ProposedFix {
  const { run, command, text, as } = script;
  const set = leadingSet(scriptOf(text));
  if (as === 'line' || as === 'array' || set !== undefined) {
    const edit: TextEdit =
      set === undefined
        ? { span: { start: 0, end: 0 }, text: 'set -o pipefail && ' }
        : { span: { start: set, end: set }, text: ' -o pipefail' };
    return { title, safety: 'unsafe', ...editedScript(script, [edit, ...failing]) };
  }
  const body = run.heredocs[0]?.body ?? command.span;
  const source = file.source.text;
  const at = as === 'shebang' ? source.indexOf('\n', body.start) + 1 : body.start;
  const indent = /[ \t]*/y;
  indent.lastIndex = at;
  const line = `${indent.exec(source)?.[0] ?? ''}set -o pipefail${lineBreakOf(file)}`;
  const edits = [{ span: { start: at, end: at }, text: line }, ...mapEdits(text, failing)];
  return { title, safety: 'unsafe', edits };
}

/** `RUN ["sh", "-c", "…"]` on dash: the array names bash instead, where that reads the script as dash does. */
function bashInArray({ script, failing }: Hidden): ProposedFix | undefined {
  const { run, text, shell } = script;
  const span = run.json?.spans[0];
  if (span === undefined || !isSameInBash(text)) return undefined;
  const words = ['/bin/bash', '-o', 'pipefail'];
  const edits = [{ span, text: words.map((word) => `"${word}"`).join(', ') }, ...mapEdits(text, failing)];
  const argv = [...words, ...shell.slice(1), applyEdits(text.text, failing)];
  return { title: 'Run it with bash and pipefail', safety: 'unsafe', edits, argv };
}

/** Where the words of a `set -eux` end that a script begins with. */
function leadingSet(script: Script): number | undefined {
  const [item] = topLevel(script);
  const [command] = item?.commands ?? [];
  if (item === undefined || command?.name !== 'set' || item.commands.length !== 1 || item.compound) return undefined;
  const options = command.words.slice(1).map(({ value }) => value ?? '');
  return options.length > 0 && options.every((word) => /^-[a-z]+$/.test(word))
    ? command.words.at(-1)?.span.end
    : undefined;
}

/** SHELL in front of the RUN, where what it reaches further down, in this stage and in those upon it, means the same to bash. */
function bashForAll(
  file: Dockerfile,
  { instruction, run, as }: RunScript,
  all: readonly Hidden[],
): ProposedFix | undefined {
  if (instruction !== run || (as !== 'line' && as !== 'body')) return undefined;
  const reached = commandsUnder(file, instruction);
  if (reached === undefined || ![...reached].every(isSameInBash)) return undefined;
  const failing = all
    .filter(({ script }) => reached.has(script.command.text))
    .flatMap((hidden) => mapEdits(hidden.script.text, hidden.failing));
  const { start } = instruction.span;
  const lineStart = file.source.lineStarts[instruction.startLine - 1] ?? start;
  const indent = file.source.text.slice(lineStart, start);
  const text = `SHELL ["/bin/bash", "-o", "pipefail", "-c"]${lineBreakOf(file)}${indent}`;
  return {
    title: 'Run this and what follows with bash and pipefail',
    safety: 'unsafe',
    edits: [{ span: { start, end: start }, text }, ...failing],
  };
}

/** The echo of dash reads escapes, that of bash does not; and pipefail must fail nothing that works. */
function isSameInBash(text: MappedText): boolean {
  if (/\becho\b[^\n]*\\/.test(text.text)) return false;
  const script = scriptOf(text);
  return script.valid && breaksUnderPipefail(script) === undefined;
}
