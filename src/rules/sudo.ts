import { rootBase } from '../dockerfile/base-image.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { editedScript, runScripts, type RunScript } from '../dockerfile/run-scripts.ts';
import { isSetAbove, type Setting } from '../dockerfile/said-before.ts';
import { usersOf, type User } from '../dockerfile/user.ts';
import { defineRule, type ProposedFix, type Report } from '../lint/rule.ts';
import { callsOf, looksFor, type Call } from '../shell/calls.ts';
import { scriptOf } from '../shell/parse.ts';
import { sudoCallsOf, type SudoCall } from '../shell/sudo.ts';
import { programName } from '../shell/vocabulary.ts';
import { excerpt } from '../text/excerpt.ts';
import { sourceSpan } from '../text/mapped.ts';

export const rule = defineRule({
  id: 'sudo',
  aliases: ['DL3004'],
  summary: 'a RUN already is root, or whoever USER names; sudo adds a program that lets the user become root',
  category: 'hygiene',
  severity: 'info',
  fix: 'safe',
  *check(file, { facts }) {
    if (!file.source.text.includes('sudo')) return;
    const users = usersOf(file, facts.image);
    const proven = stagesOfRoot(file);
    for (const script of runScripts(file)) {
      if (!script.text.text.includes('sudo')) continue;
      const read = scriptOf(script.text);
      if (looksFor(read, 'sudo')) continue;
      const calls = sudoCallsOf(read);
      if (calls.length === 0) continue;
      const { instruction } = script;
      const named = users.get(instruction) ?? 'unknown';
      const user = named === 'unknown' && proven.has(instruction.stage) ? 'root' : named;
      const plain = calls.filter(({ drop }) => drop !== undefined);
      yield* report(file, script, user, plain);
      yield* report(
        file,
        script,
        user,
        calls.filter(({ drop }) => drop === undefined),
      );
    }
  },
});

/** Stages without USER that install packages without sudo: whoever can do that is root, whatever the base image is. */
function stagesOfRoot(file: Dockerfile): ReadonlySet<number | undefined> {
  const stages = new Set<number | undefined>();
  for (const { text, instruction } of runScripts(file)) {
    const { stage } = instruction;
    if (!stages.has(stage) && callsOf(scriptOf(text)).some(installsAsRoot)) stages.add(stage);
  }
  for (const { keyword, stage } of file.instructions) if (keyword === 'USER') stages.delete(stage);
  return stages;
}

function installsAsRoot({ name, command, words }: Call): boolean {
  const [first] = command.words;
  const managers = /^(?:apt-get|apt|apk|yum|dnf|microdnf|zypper)$/;
  if (!managers.test(name) || !managers.test(programName(first?.value ?? ''))) return false;
  return words.some(({ value }) => /^(?:install|add|update|upgrade)$/.test(value ?? ''));
}

function* report(file: Dockerfile, script: RunScript, user: User, calls: readonly SudoCall[]): Iterable<Report> {
  const [first] = calls;
  if (first === undefined) return;
  const { span } = first.command;
  const written = excerpt(script.text.text.slice(span.start, span.end), 50);
  const fix = user === 'other' ? undefined : dropFix(script, user, calls);
  const base = baseWithoutSudo(file, script, span.start);
  yield {
    message: `\`${written}\`: ${consequence(user, base)} ${cure(user, first)}`,
    severity: base !== undefined ? 'warning' : 'info',
    span: sourceSpan(script.text, span),
    fixes: fix === undefined ? [] : [fix],
  };
}

function consequence(user: User, base: string | undefined): string {
  if (user === 'other')
    return 'USER is not root here, so this takes a sudo that asks for no password, and in the container too that user becomes root with it.';
  if (base !== undefined)
    return `\`${base}\` has no sudo, and nothing here installs it: the RUN fails with \`sudo: not found\`.`;
  return user === 'root'
    ? 'this RUN is root already. sudo is one more package to install, and drops variables such as `http_proxy`.'
    : 'a RUN is root unless USER or the base image says otherwise. sudo is then one more package to install, and drops variables such as `http_proxy`.';
}

function cure(user: User, { drop, builtin, becomes }: SudoCall): string {
  if (user === 'other') return 'Do it under `USER root`, and name the user again behind it.';
  if (becomes !== undefined) return `\`USER ${becomes}\`, or \`gosu ${becomes}\`, gives up the rights instead.`;
  if (builtin !== undefined) return `\`${builtin}\` is a part of the shell, and sudo cannot start it.`;
  return drop === undefined ? 'The command works without it; mind what its options change.' : 'Drop the word.';
}

/**
 * Images whose makers put no sudo in, by name; those built upon them may have one. Those of languages and servers stand upon
 * Debian, Alpine or buildpack-deps (https://github.com/docker-library/buildpack-deps), and add none.
 */
const without =
  /^library\/(?:debian|ubuntu|alpine|busybox|buildpack-deps|elixir|erlang|golang|httpd|nginx|node|perl|php|postgres|python|redis|ruby|rust)$/;

/** Ubuntu's images had sudo up to 15.10. */
const old = /^(?:1[0-5]\.|lucid|precise|quantal|raring|saucy|trusty|utopic|vivid|wily)/;

/** The base image, where it has no sudo and nothing in front of the call, which starts at `at`, can have brought one. */
function baseWithoutSudo(file: Dockerfile, { instruction, text }: RunScript, at: number): string | undefined {
  const base = rootBase(file, instruction.stage);
  if (base?.kind !== 'image' || base.image.registry !== 'docker.io' || !without.test(base.image.repository))
    return undefined;
  if (base.image.repository === 'library/ubuntu' && old.test(base.image.tag ?? '')) return undefined;
  const isBrought = isSetAbove(file, instruction, bringsSudo) || bringsSudo.said.test(text.text.slice(0, at));
  return isBrought ? undefined : base.text;
}

/** What installs it, or runs something that nobody here can look into. */
const bringsSudo: Setting = {
  said: /(?:add|install)\b[^;&|]*\bsudo\b|<<|\$\(|\.sh\b|(?:^|[\s;&|])(?:sh|bash|\.|source|make)\s|(?:^|[;&|(\\])\s*(?:(?:\w+=\S*|do|then|else|exec|env)\s+)*\.{0,2}\//,
  copied: /\.t(?:ar|[gx]z|bz2)/,
};

/** Root needs no sudo. Where the user is not known, or a builtin would change this shell, a person decides. */
function dropFix(script: RunScript, user: User, calls: readonly SudoCall[]): ProposedFix | undefined {
  const edits = calls.flatMap(({ drop }) => (drop === undefined ? [] : [{ span: drop, text: '' }]));
  if (edits.length === 0) return undefined;
  const safety = user === 'root' ? 'safe' : 'unsafe';
  return { title: 'Drop sudo', safety, ...editedScript(script, edits) };
}
