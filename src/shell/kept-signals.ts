import { topLevel } from './commands.ts';
import type { ExecForm } from './exec-form.ts';
import { signalsChild, signalsGroup } from './inits.ts';
import { lastProgram, metByScript } from './main-process.ts';
import { makesWay, type KnownShell } from './makes-way.ts';
import { innerStays } from './nested-shell.ts';
import type { Script } from './parse.ts';
import { builtins, programName } from './vocabulary.ts';

/** A script that `sh -c` gets in front of a container's program. */
export interface InFront {
  readonly script: Script;
  readonly exec: ExecForm;
  /** The script without the comment behind it. */
  readonly text: string;
  /** What `sh` is; undefined where that is not known. */
  readonly sh: KnownShell | undefined;
}

/** What becomes of SIGTERM behind an ENTRYPOINT that starts the shell: gosu, env and the like are gone by then. */
export function keptBehind(inFront: InFront, init: readonly string[]): string {
  const { script, sh, text } = inFront;
  const name = programName(init[0] ?? '');
  const program = lastProgram(script);
  if (signalsGroup(init)) return `A shell stands between ${name} and ${program} for nothing.`;
  if (!signalsChild(init)) return keptSignals(inFront);
  if (sh !== undefined && makesWay(sh, text))
    return `${sh} makes way for ${program} here, but the dash of a Debian base would not.`;
  return `${name} gives SIGTERM to the shell, which ${sh === undefined ? 'may end' : 'ends'} before ${program} hears of it.`;
}

/** What a shell that is process 1 does to the signals of its program, in words: only what is true for this `sh`. */
export function keptSignals({ script, exec, text, sh }: InFront): string {
  const name = lastProgram(script);
  const last = topLevel(script).at(-1)?.commands.at(-1)?.name;
  if (last !== undefined && builtins.has(last) && last !== 'wait')
    return `\`${last}\` is built into the shell: when it is done, the container ends.`;
  const met = metByScript(exec, script);
  if (met === 'brief') return `${name} is done at once, so the shell in front of it keeps no signal from it.`;
  if (met === 'wrapped')
    return `${name} is a script that stays in front of its server and passes no signal on, with or without another shell.`;
  if (met === 'deaf')
    return `As process 1 ${name} ignores SIGTERM, with or without a shell in front; \`docker run --init\` ends it.`;
  if (innerStays(exec)) return `The inner ${name} stays in front of its commands either way.`;
  const stays = `stays PID 1 and passes no signal on: \`docker stop\` waits 10 seconds, then kills ${name}.`;
  if (sh === 'dash') return `\`/bin/sh\` is dash in this image: it ${stays}`;
  if (sh === undefined) return mayKeep(name, text);
  if (!makesWay(sh, text)) return `The shell ${stays}`;
  return `${sh} makes way for ${name} here, but the dash of a Debian base would keep SIGTERM from it.`;
}

function mayKeep(name: string, text: string): string {
  const redirects = makesWay('busybox', text) && !makesWay('bash', text);
  const which = redirects
    ? 'dash and bash do; busybox does not here'
    : 'dash does; bash and busybox do not in front of one command';
  return `The shell may stay PID 1 and keep SIGTERM from ${name} (${which}).`;
}
