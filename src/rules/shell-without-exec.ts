import { execArrays, hasNoShell, type ExecArray } from '../dockerfile/exec-arrays.ts';
import type { ImageFacts } from '../dockerfile/model.ts';
import { insertIntoString } from '../dockerfile/string-insert.ts';
import { defineRule, type Report } from '../lint/rule.ts';
import { topLevel } from '../shell/commands.ts';
import { isPlaceholder, readInvocation, usesArguments } from '../shell/invocation.ts';
import { signalsGroup } from '../shell/inits.ts';
import { makesWay } from '../shell/makes-way.ts';
import { parseScript } from '../shell/parse.ts';
import { runsItsArguments, startsGivenProgram } from '../shell/programs.ts';
import { programName } from '../shell/vocabulary.ts';
import { execWhatStays } from '../shell/with-exec.ts';
import { excerpt } from '../text/excerpt.ts';
import { jsonArray } from '../text/json-array.ts';

/** A `sh -c` that starts the container's program. */
interface ShellScript {
  readonly array: ExecArray;
  /** What is executed. */
  readonly argv: readonly string[];
  readonly shell: string;
  readonly script: string;
  /** Index of the script in the array. */
  readonly at: number;
  /** The init in front of the shell that hands signals to it alone. */
  readonly init: string | undefined;
}

export const rule = defineRule({
  id: 'shell-without-exec',
  aliases: [],
  summary: 'without `exec` the shell of `sh -c` may stay in front of the program and keep the signals',
  category: 'form',
  severity: 'warning',
  fix: 'safe',
  *check(file, { facts }) {
    for (const array of execArrays(file, facts.image)) {
      const found = findScript(array);
      const report = found && check(found);
      if (report !== undefined) yield report;
    }
  },
});

function findScript(array: ExecArray): ShellScript | undefined {
  const { file, held, json, entrypoint, facts } = array;
  const { keyword } = held.inner;
  if ((keyword !== 'CMD' && keyword !== 'ENTRYPOINT') || hasNoShell(file, held.instruction.stage, facts))
    return undefined;
  const before = typeof entrypoint === 'object' ? entrypoint.argv : [];
  const argv = [...before, ...json.values];
  const own = readInvocation(json.values);
  if (typeof entrypoint === 'object' && own !== undefined && !runsWhatFollows(entrypoint)) return undefined;
  const invocation = own ?? readInvocation(argv);
  const shift = own === undefined ? before.length : 0;
  if (invocation?.operand === undefined || !invocation.takesScript || invocation.operand < shift) return undefined;
  const at = invocation.operand - shift;
  const [script = '', ...rest] = json.values.slice(at);
  // Words that the script does not read are a fault of their own, whose repair brings the `exec`.
  if (!isPlaceholder(rest) && !usesArguments(script)) return undefined;
  const shellAt = invocation.shell + before.length - shift;
  const init = initIn(argv.slice(0, shellAt));
  return init === 'group' ? undefined : { array, argv, shell: argv[shellAt] ?? '', script, at, init };
}

function runsWhatFollows(entrypoint: Exclude<ExecArray['entrypoint'], undefined | 'unknown'>): boolean {
  return entrypoint.form === 'exec' && (startsGivenProgram(entrypoint) || runsItsArguments(entrypoint.argv[0] ?? ''));
}

/** tini hands signals to its child alone, others to the whole group, the program included. */
function initIn(words: readonly string[]): string | undefined {
  const names = words.map(programName);
  if (words.some((_, at) => signalsGroup(words.slice(at)))) return 'group';
  return names.find((name) => ['tini', 'tini-static', 'docker-init', 'catatonit'].includes(name));
}

function check(found: ShellScript): Report | undefined {
  const { array, argv, script, at } = found;
  const replaced = execWhatStays(script);
  if ('no' in replaced) return undefined;
  const { held, json } = array;
  const kind = kindOf(found.shell, array.sh);
  const edits = insertIntoString(held, at, replaced.at, 'exec ');
  return {
    message: `Docker will execute \`${excerpt(jsonArray(argv), 100)}\`. ${why(found, kind)} Put \`exec\` in front of it.`,
    span: json.spans[at] ?? json.span,
    severity: kind === 'dash' || (kind === 'bash' && !makesWay(kind, script)) ? 'warning' : 'info',
    fixes: [
      {
        title: 'Add `exec`',
        safety: replaced.sure ? 'safe' : 'unsafe',
        edits,
        argv: json.values.with(at, replaced.text),
      },
    ],
  };
}

/** What the shell's name stands for in this image; undefined where that is not known. */
function kindOf(shell: string, sh: ImageFacts['sh']): ImageFacts['sh'] {
  const name = programName(shell);
  if (name === 'sh') return sh;
  return name === 'dash' || name === 'bash' ? name : name === 'ash' ? 'busybox' : undefined;
}

function why({ shell, script, init }: ShellScript, kind: ImageFacts['sh']): string {
  const items = topLevel(parseScript(script));
  const last = items.at(-1)?.commands.at(-1)?.name;
  const program = last === undefined ? 'the program' : `\`${excerpt(last, 30)}\``;
  const name = programName(shell);
  if (kind === 'dash') {
    const stays = `${name === 'dash' ? 'dash' : `\`${name}\` is dash in this image: it`} stays in front of ${program}`;
    if (init !== undefined) return `${stays}, so ${init} gives SIGTERM to the shell alone.`;
    return `${stays} and passes no signal on: \`docker stop\` waits 10 seconds, then kills.`;
  }
  if (kind === 'bash' && !makesWay(kind, script)) {
    return `bash stays in front of ${program}, because it redirects, and passes no signal on: \`docker stop\` waits 10 seconds, then kills.`;
  }
  if (name === 'bash') {
    const since = items.length > 1 ? ', since version 5.1' : '';
    return `bash makes way for ${program} by itself here${since}; with one more command behind, it would keep SIGTERM.`;
  }
  if (kind === 'bash' || kind === 'busybox') {
    return `${kind} makes way for ${program} by itself here, but the dash of a Debian base would keep SIGTERM from it.`;
  }
  return `The shell may stay in front of ${program} and keep SIGTERM from it (${makesWay('bash', script) ? 'dash does; bash and busybox do not here' : 'dash and bash do; busybox does not here'}).`;
}
