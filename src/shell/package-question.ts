import { hasShort, type PackageCall } from './package-calls.ts';
import type { Confirmation } from './package-manager.ts';
import type { Script } from './parse.ts';
import { pipelinesOf } from './pipelines.ts';

/** The question that a command of a package manager would ask, as far as the command itself says; undefined when it asks none, or is given an answer. */
export function openQuestion(script: Script, call: PackageCall): Confirmation | undefined {
  const { manager, action, operands, hasHiddenOptions, words } = call;
  const { confirmation } = manager;
  if (confirmation === undefined || hasHiddenOptions) return undefined;
  const needsNames = action === 'install' || action === 'remove';
  const asks = needsNames ? operands.length > 0 : /^(?:upgrade|full-upgrade|tidy)$/.test(action);
  if (!asks || answers(call, confirmation) || hasInput(script, call)) return undefined;
  return words.some(({ text }) => confirmation.setting.said.test(text)) ? undefined : confirmation;
}

function answers(call: PackageCall, { letter, long, global, quietImplies, dry }: Confirmation): boolean {
  const { globals, options } = call;
  const all = [...globals, ...options];
  if (hasShort(call, letter) || all.some((option) => long.test(option) || dry.test(option))) return true;
  if (global !== undefined && globals.some((option) => global.test(option))) return true;
  return quietImplies === true && quietness(all) > 1;
}

/** `-qq`, `-q -q`, `-yqq`, `-q=2`, `--quiet=2`. */
function quietness(options: readonly string[]): number {
  let level = 0;
  for (const option of options) {
    const given = /^(?:-q+|--quiet)=(\d+)$/.exec(option)?.[1];
    if (given !== undefined) level = Number(given);
    else if (option === '--quiet') level++;
    else if (/^-[A-Za-z]+$/.test(option)) level += option.split('q').length - 1;
  }
  return level;
}

/** `yes | apt-get install`, `yum install < answers`: somebody answers, or a construct around it is given an input. */
function hasInput(script: Script, { command }: PackageCall): boolean {
  if (command.redirects.some(({ operator }) => operator.startsWith('<'))) return true;
  if (!command.nesting.includes('pipeline')) return false;
  return !pipelinesOf(script).some(({ members }) => members[0]?.span.start === command.span.start);
}
