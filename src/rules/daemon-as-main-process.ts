import { rootBase, rootFacts } from '../dockerfile/base-image.ts';
import { splitOnBlanks } from '../dockerfile/blanks.ts';
import { baseName } from '../dockerfile/copied-names.ts';
import type { Dockerfile, ImageFacts, Instruction, Process, ProcessPart } from '../dockerfile/model.ts';
import { processesOf } from '../dockerfile/process.ts';
import { repairArray } from '../dockerfile/repair-array.ts';
import { runningCommands } from '../dockerfile/replaced.ts';
import { lineBreakOf, replaceCommand, type HeldCommand } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { topLevel, type ListItem } from '../shell/commands.ts';
import { daemonOf, type Daemon } from '../shell/daemons.ts';
import { meantScript } from '../shell/invocation.ts';
import { parseScript, scriptOf, type Script } from '../shell/parse.ts';
import { looksLikeEntrypointScript, startsItsArguments } from '../shell/programs.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

/** A start command that puts its program in the background. */
interface DaemonStart {
  readonly daemon: Daemon;
  /** The command as it is written. */
  readonly shown: string;
  /** What runs behind it and keeps the container; undefined when the daemon comes last. */
  readonly next: string | undefined;
  /** The daemon is all that the instruction starts. */
  readonly alone: boolean;
  /** It starts once a malformed array is repaired. */
  readonly repaired?: boolean;
}

export const rule = defineRule({
  id: 'daemon-as-main-process',
  aliases: [],
  summary: 'a container ends with its main process, also when that only started a daemon in the background',
  category: 'build-and-run',
  severity: 'error',
  fix: 'unsafe',
  *check(file, { facts }) {
    const lookup = facts.image;
    const processes = processesOf(file, lookup);
    const seen: Configurations = { file, written: new Map(), brought: new Map() };
    for (const held of runningCommands(file)) {
      const { inner, instruction } = held;
      if (inner.keyword !== 'CMD' && inner.keyword !== 'ENTRYPOINT') continue;
      if (instruction === inner && !isExecuted(inner, processes[inner.stage ?? -1])) continue;
      const start = findDaemon(held, processes[inner.stage ?? -1]);
      if (start === undefined || staysByConfiguration(seen, inner, start.daemon)) continue;
      if (!start.daemon.managed && bringsProgram(file, inner.stage, start.daemon.name)) continue;
      yield report(file, held, start, rootFacts(file, inner.stage, lookup));
    }
  },
});

/** In force at the end of its stage, and not an argument of another program. */
function isExecuted(instruction: Instruction, process: Process | undefined): boolean {
  if (process === undefined) return false;
  const { entrypoint, cmd } = process;
  const part = instruction.keyword === 'CMD' ? cmd : entrypoint;
  if (typeof part !== 'object' || part.instruction !== instruction) return false;
  return instruction.keyword === 'ENTRYPOINT' || typeof entrypoint !== 'object' || handsOn(entrypoint);
}

function handsOn({ form, argv }: ProcessPart): boolean {
  return form === 'exec' && (startsItsArguments(argv) || argv.some(looksLikeEntrypointScript));
}

function findDaemon({ inner, command }: HeldCommand, process: Process | undefined): DaemonStart | undefined {
  // CMD may hold the option that keeps it in front.
  const given = inner.keyword === 'ENTRYPOINT' && typeof process?.cmd === 'object' ? process.cmd.argv : [];
  if (command.malformedArray) {
    const array = repairArray(command.text.text);
    const start = 'no' in array ? undefined : findInArray(array.values, given);
    return start && { ...start, repaired: true };
  }
  if (command.form === 'exec') return findInArray(command.argv, given);
  const bourne = command.shell.kind === 'sh' || command.shell.kind === 'bash';
  return bourne ? findInScript(scriptOf(command.text)) : undefined;
}

function findInArray(argv: readonly string[], given: readonly string[]): DaemonStart | undefined {
  const text = meantScript(argv);
  if (text !== undefined) return findInScript(parseScript(text));
  const daemon = daemonOf([...argv, ...given]) && daemonOf(argv);
  return daemon && { daemon, shown: argv.join(' '), next: undefined, alone: true };
}

/** The last daemon of the list, and the first command behind it. */
function findInScript(script: Script): DaemonStart | undefined {
  const items = topLevel(script);
  const at = items.findLastIndex((item) => daemonIn(item) !== undefined);
  const item = items[at];
  const daemon = item && daemonIn(item);
  if (item === undefined || daemon === undefined) return undefined;
  const following = items[at + 1];
  const shown = script.text.slice(item.span.start, item.span.end);
  const next = following && script.text.slice(following.span.start, following.span.end);
  return { daemon, shown, next, alone: items.length === 1 };
}

function daemonIn({ commands, compound, operator }: ListItem): Daemon | undefined {
  const [command] = commands;
  if (command === undefined || compound || commands.length > 1 || operator === '&') return undefined;
  return daemonOf(command.words.map(({ value, text }) => value ?? text));
}

/** What a file says of the configuration of daemons, each asked for once. */
interface Configurations {
  readonly file: Dockerfile;
  /** By the directive's expression: whether the file writes it. */
  readonly written: Map<string, boolean>;
  /** By the daemon's name: for each stage whether it, or one below it, brings a configuration. */
  readonly brought: Map<string, readonly boolean[]>;
}

/** The Dockerfile writes the option that keeps it in front, or brings a configuration that may hold it. */
function staysByConfiguration(
  seen: Configurations,
  { stage }: Instruction,
  { name, managed, unless }: Daemon,
): boolean {
  const { file, written, brought } = seen;
  if (managed || unless === undefined) return false;
  const isWritten = written.get(unless.source) ?? unless.test(file.source.text);
  written.set(unless.source, isWritten);
  const family = name.startsWith('php-fpm') ? 'fpm' : name === 'supervisord' ? 'supervisor' : name;
  const stages = brought.get(family) ?? bringsConfiguration(file, family);
  brought.set(family, stages);
  if (isWritten || stages[stage ?? -1] === true) return true;
  // Somebody else's image may bring its own configuration; Docker's official ones of nginx keep the default.
  const base = rootBase(file, stage);
  return base?.kind !== 'image' || !/^docker\.io\/library\//.test(`${base.image.registry}/${base.image.repository}`);
}

/** One answer a stage; a stage has what the stage it builds upon has. */
function bringsConfiguration(file: Dockerfile, family: string): readonly boolean[] {
  const brings = ({ keyword, args }: Instruction): boolean =>
    /^(?:COPY|ADD)$/.test(keyword) &&
    (args.text.includes(family) ||
      /\.conf|\s\/(?:etc\/?)?$/.test(args.text) ||
      // supervisord looks for its configuration in the working directory first.
      (family === 'supervisor' && splitOnBlanks(args.text).slice(0, -1).some(isFolderOrUnknown)));
  const answers: boolean[] = [];
  for (const { base, instructions } of file.stages) {
    answers.push((base.kind === 'stage' && answers[base.stage] === true) || instructions.some(brings));
  }
  return answers;
}

/** `COPY --from=build /build/cron /usr/local/bin/`: a program of their own making, whatever its name. */
function bringsProgram({ stages }: Dockerfile, stage: number | undefined, name: string): boolean {
  const copies = stages[stage ?? -1]?.instructions.filter(({ keyword }) => keyword === 'COPY' || keyword === 'ADD');
  return (copies ?? []).some(({ args, json }) => {
    const words = json?.values ?? splitOnBlanks(args.text);
    const to = words.at(-1) ?? '';
    return !/^\/(?:etc|var)\b/.test(to) && words.slice(0, -1).some((source) => baseName(source) === name);
  });
}

/** Not a file that its ending tells to be something else than a configuration. */
function isFolderOrUnknown(source: string): boolean {
  return !/\.(?:sh|py|rb|js|ts|php|jar|txt|json|html?|sql|zip|gz|deb)$/.test(source);
}

function report(
  file: Dockerfile,
  held: HeldCommand,
  { daemon, shown, next, alone, repaired = false }: DaemonStart,
  facts: ImageFacts | undefined,
): Report {
  const { inner } = held;
  const written = `${repaired ? 'Once it is a valid array, ' : ''}\`${excerpt(shown, 60)}\``;
  if (next !== undefined) {
    return {
      message:
        `${written} puts ${daemon.name} in the background; \`${excerpt(next, 40)}\` comes next, and only what ` +
        `runs in front keeps the container alive. When ${daemon.name} dies, nobody notices: a supervisor or a ` +
        'container of its own would.',
      span: inner.span,
      severity: 'info',
    };
  }
  const foreground = alone ? foregroundFor(daemon, facts) : undefined;
  const remedy =
    foreground === undefined ? 'Start the program itself, in its foreground mode.' : `Start it in the foreground.`;
  const fixes = foreground === undefined ? [] : [fixOf(file, held, foreground, daemon.needs)];
  return {
    message:
      `${written} starts ${daemon.name} in the background and returns. Then the main process is over, ` +
      `and Docker stops the container with all that runs in it. ${remedy}`,
    span: inner.span,
    fixes,
  };
}

/** crond is told in another way by busybox than by cronie. */
function foregroundFor({ name, foreground }: Daemon, facts: ImageFacts | undefined): readonly string[] | undefined {
  if (name !== 'crond' || foreground === undefined) return foreground;
  if (facts?.family === 'alpine') return ['crond', '-f'];
  return facts?.family === 'fedora' ? foreground : undefined;
}

/** With the folder that the init script would have made, unless the file makes it. */
function fixOf(file: Dockerfile, held: HeldCommand, argv: readonly string[], needs: string | undefined): ProposedFix {
  const { instruction, inner } = held;
  const edits = replaceCommand(file, held, jsonArray(argv));
  const lacks = needs !== undefined && instruction === inner && !file.source.text.includes(needs);
  const at = inner.span.start;
  const made = lacks ? [{ span: { start: at, end: at }, text: `RUN mkdir -p ${needs}${lineBreakOf(file)}` }] : [];
  return { title: `Start it in the foreground`, safety: 'unsafe', argv, edits: [...made, ...edits] };
}
