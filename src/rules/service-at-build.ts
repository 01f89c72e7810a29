import { rootBase } from '../dockerfile/base-image.ts';
import type { Command, Dockerfile, Instruction, Process } from '../dockerfile/model.ts';
import { mayBecomeCmd } from '../dockerfile/last-run.ts';
import { processesOf } from '../dockerfile/process.ts';
import { hasCommentsInside, lineBreakOf } from '../dockerfile/rewrite.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { topLevel, type ListItem } from '../shell/commands.ts';
import { daemonOf, type Daemon } from '../shell/daemons.ts';
import { scriptOf, type Script } from '../shell/parse.ts';
import { programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';
import { sourceSpan } from '../text/mapped.ts';
import { memo } from '../text/memo.ts';
import { spanOfLines } from '../text/source.ts';

/** A RUN whose last effect is a daemon that it starts. */
interface StartedService {
  readonly file: Dockerfile;
  /** As it stands in the file; differs from `run` inside ONBUILD. */
  readonly instruction: Instruction;
  readonly run: Instruction;
  readonly command: Command;
  readonly daemon: Daemon;
  /** systemd's own command, which needs a running systemd. */
  readonly systemd: boolean;
  readonly item: ListItem;
  readonly before: readonly ListItem[];
  /** Nothing but waiting follows. */
  readonly last: boolean;
}

export const rule = defineRule({
  id: 'service-at-build',
  aliases: ['DL3001'],
  summary: 'a service that RUN starts is gone when the RUN ends: an image holds files, no processes',
  category: 'build-and-run',
  severity: 'warning',
  fix: 'unsafe',
  *check(file, { facts }) {
    let processes: readonly Process[] | undefined;
    for (const instruction of file.instructions) {
      const service = findService(file, instruction);
      if (service === undefined) continue;
      processes ??= processesOf(file, facts.image);
      const process = processes[instruction.stage ?? -1];
      yield reportFolder(service, process) ?? report(service, process);
    }
  },
});

function findService(file: Dockerfile, instruction: Instruction): StartedService | undefined {
  const run = instruction.trigger ?? instruction;
  const { command } = run;
  if (run.keyword !== 'RUN' || command === undefined || command.malformedArray || command.form === 'exec') {
    return undefined;
  }
  const bourne = command.shell.kind === 'sh' || command.shell.kind === 'bash';
  if (!bourne || command.text.text.startsWith('#!')) return undefined;
  const service = serviceOf(scriptOf(command.text));
  return service && { ...service, file, instruction, run, command };
}

/** What a script's last effect is to start. */
const serviceOf: (
  script: Script,
) => Pick<StartedService, 'daemon' | 'systemd' | 'item' | 'before' | 'last'> | undefined = memo((script) => {
  const items = topLevel(script);
  const at = items.findLastIndex((item) => !isIdle(item));
  const item = items[at];
  if (item === undefined || item.operator === '&' || items[at - 1]?.operator === '||') return undefined;
  const words = wordsOf(item);
  const daemon = words && daemonOf(words);
  if (daemon === undefined || makeFiles.has(daemon.name)) return undefined;
  const systemd = words?.includes('systemctl') === true;
  return { daemon, systemd, item, before: items.slice(0, at), last: at === items.length - 1 };
});

/** `sleep 5`, `true`, `echo started`: nothing that would need the service. */
function isIdle({ commands, compound }: ListItem): boolean {
  return !compound && commands.length === 1 && ['sleep', 'true', ':', 'echo', 'exit'].includes(commands[0]?.name ?? '');
}

function wordsOf({ commands, compound }: ListItem): readonly string[] | undefined {
  const [command] = commands;
  if (command === undefined || compound || commands.length > 1) return undefined;
  return command.words.map(({ value, text }) => value ?? text);
}

/** Debian's scripts of these names start no process, and make files that stay: PulseAudio's switch, the sockets' folders of X. */
const makeFiles: ReadonlySet<string> = new Set(['pulseaudio-enable-autospawn', 'x11-common']);

/** They have a script in /etc/init.d all the same. */
const noDaemons: ReadonlySet<string> = new Set(['sudo', 'hostname', 'procps', 'hwclock.sh']);

/** Red Hat's scripts of these names make the tables, and the keys of the host, when they find none; those files stay. */
const firstStartsSetUp: ReadonlySet<string> = new Set(['mysqld', 'sshd']);

function report(service: StartedService, process: Process | undefined): Report {
  const { file, command, item, daemon, systemd } = service;
  const span = sourceSpan(command.text, item.span);
  const shown = excerpt(file.source.text.slice(span.start, span.end), 60);
  const start = startFix(service, process);
  const fix = start ?? deletion(service);
  if (noDaemons.has(daemon.name)) {
    const why = `${daemon.name} is no daemon, and reads its files at every call. Delete it.`;
    return {
      message: `\`${shown}\` has no effect: ${why}`,
      severity: 'info',
      span,
      fixes: fix === undefined ? [] : [fix],
    };
  }
  const happens = systemd
    ? `No systemd runs in a build, so \`${shown}\` fails, or starts a process that ends with this RUN`
    : `What \`${shown}\` starts ends with this RUN`;
  const isSetUp = firstStartsSetUp.has(daemon.name);
  const other = `Delete it${whoStarts(service, process, isSetUp ? ', unless its first start is to set up its data' : '')}`;
  const remedy = start === undefined ? other : `CMD starts ${daemon.name} in the container.`;
  return {
    message: `${happens}: an image holds files, no processes. ${remedy}`,
    span,
    fixes: fix === undefined || isSetUp ? [] : [fix],
  };
}

/** The start that also makes a folder, which the daemon lacks when the start is deleted. */
function reportFolder(service: StartedService, process: Process | undefined): Report | undefined {
  const { file, command, item, daemon } = service;
  const { needs, foreground = [] } = daemon;
  const isMadeElsewhere = needs === undefined || file.source.text.includes(needs);
  if (isMadeElsewhere) return undefined;
  const span = sourceSpan(command.text, item.span);
  const shown = excerpt(file.source.text.slice(span.start, span.end), 60);
  const program = programName(foreground[0] ?? daemon.name);
  const started = [process?.entrypoint, process?.cmd].some(
    (part) => typeof part === 'object' && part.argv.some((word) => word.includes(program)),
  );
  const rest = started ? 'Make that alone.' : `Make that, and start ${daemon.name} where the container starts.`;
  return {
    message: `What \`${shown}\` starts ends with this RUN: an image holds files, no processes. Of its work only ${needs} stays, without which ${program} refuses to start. ${rest}`,
    // The folder is all that it takes, however it is made.
    severity: started ? 'info' : 'warning',
    span,
    fixes: [startFix(service, process) ?? makingOnly(service, `mkdir -p ${needs}`)],
  };
}

function makingOnly({ command, item }: StartedService, text: string): ProposedFix {
  const { text: script } = command.text;
  const argv = [...command.shell.argv, `${script.slice(0, item.span.start)}${text}${script.slice(item.span.end)}`];
  const edits = [{ span: sourceSpan(command.text, item.span), text }];
  return { title: 'Make the folder, and start nothing', safety: 'unsafe', argv, edits };
}

/** Behind "Delete it": what starts the service in the container. */
function whoStarts({ file, run, daemon }: StartedService, process: Process | undefined, unless: string): string {
  const server = serversOf(daemon).length > 1 ? 'Apache' : daemon.name;
  if (startedByBase(daemon, process)) return `: the CMD of the base starts ${server}.`;
  if (unless === '' && process?.cmd === 'unknown' && isNamedByBase(file, run, daemon))
    return `: by its name, the base starts ${server} itself.`;
  return ` here${unless}; what the container starts has to start ${server}.`;
}

/** What runs when the daemon is started: apache2ctl and apachectl are scripts, of servers with one of two names. */
function serversOf({ name }: Daemon): readonly string[] {
  return /^apache2?ctl$/.test(name) ? ['apache2', 'httpd'] : [name];
}

/** `apache2-foreground` of php:apache, `nginx` of nginx: the base does so by itself. */
function startedByBase(daemon: Daemon, process: Process | undefined): boolean {
  const cmd = typeof process?.cmd === 'object' ? process.cmd : undefined;
  const program = programName(cmd?.argv[0] ?? '');
  if (cmd?.from !== 'base-image' || program === '') return false;
  return serversOf(daemon).some((name) => program.startsWith(name) || name.startsWith(program));
}

/** `php:7.1-apache`, `x/nginx`: such a base most likely starts it itself. */
function isNamedByBase(file: Dockerfile, { stage }: Instruction, daemon: Daemon): boolean {
  const base = rootBase(file, stage);
  if (base?.kind !== 'image') return false;
  const image = `${base.image.repository}:${base.image.tag ?? ''}`;
  return serversOf(daemon).some((name) => image.includes(name.replace(/[\d.]+(?=-fpm$|$)/, '')));
}

/** The last thing the stage does was meant to be what the container does. */
function startFix(service: StartedService, process: Process | undefined): ProposedFix | undefined {
  const { file, instruction, run, daemon, before } = service;
  const { foreground } = daemon;
  if (foreground === undefined || before.length > 0 || daemon.name === 'crond' || !mayBeRewritten(service)) {
    return undefined;
  }
  if (instruction !== run || !mayBecomeCmd(file, run, process) || startedByBase(daemon, process)) return undefined;
  if (process?.cmd === 'unknown' && isNamedByBase(file, run, daemon)) return undefined;
  const { needs } = daemon;
  const made =
    needs === undefined || file.source.text.includes(needs) ? '' : `RUN mkdir -p ${needs}${lineBreakOf(file)}`;
  const edits = [{ span: run.span, text: `${made}CMD ${jsonArray(foreground)}` }];
  const title = `Start ${daemon.name} with CMD`;
  return made === '' ? { title, safety: 'unsafe', argv: foreground, edits } : { title, safety: 'unsafe', edits };
}

function deletion(service: StartedService): ProposedFix | undefined {
  const { file, instruction, run, command, before, item, systemd, last } = service;
  if (!mayBeRewritten(service)) return undefined;
  const title = 'Delete the start without effect';
  const rest = before.at(-1);
  if (rest === undefined) {
    const span = spanOfLines(file.source, instruction.startLine, instruction.endLine);
    return { title, safety: 'unsafe', edits: [{ span, text: '' }] };
  }
  // What systemctl makes of its other calls in a build is as doubtful.
  if (systemd || !last || rest.operator === undefined || rest.operator === '&') return undefined;
  // Of several in a row the first would stay.
  if (daemonOf(wordsOf(rest) ?? []) !== undefined) return undefined;
  const argv = [...command.shell.argv, command.text.text.slice(0, rest.span.end)];
  const cut = { start: sourceSpan(command.text, rest.span).end, end: sourceSpan(command.text, item.span).end };
  const ends = cut.end === run.span.end;
  return ends ? { title, safety: 'unsafe', argv, edits: [{ span: cut, text: '' }] } : undefined;
}

/** Nothing but the start would go: no comment, no mount, no heredoc, no other instruction on its lines. */
function mayBeRewritten({ file, instruction, run }: StartedService): boolean {
  const { text } = file.source;
  const lines = spanOfLines(file.source, instruction.startLine, instruction.endLine);
  const whole = text.slice(lines.start, instruction.span.start).trim() === '';
  return whole && run.flags.length === 0 && run.heredocs.length === 0 && !hasCommentsInside(file, run.span);
}
