import { lastIndexOf } from '../text/bisect.ts';
import { memo } from '../text/memo.ts';
import { contains, type Span } from '../text/span.ts';
import { allCommands, type ShellRedirect, type SimpleCommand } from './commands.ts';
import type { Script } from './parse.ts';
import { programOf } from './pipe-roles.ts';

const toFile = /^(?:>>?|>\||&>>?)$/;

/** Whether what stands at a place is only printed: a word of an `echo` or `printf` that nothing reads and no file keeps. */
export function isOnlyShown(script: Script, span: Span): boolean {
  const { commands, around } = nested(script);
  let shown = false;
  let at = lastIndexOf(commands.length, (index) => (commands[index]?.span.start ?? 0) <= span.start);
  for (let command = commands[at]; command !== undefined; command = commands[(at = around[at] ?? -1)]) {
    if (!contains(command.span, span)) continue;
    if (!prints(command)) return false;
    shown = true;
  }
  return shown;
}

function prints(command: SimpleCommand): boolean {
  const isRead = command.nesting.includes('substitution') || command.nesting.includes('pipeline');
  return /^(?:echo|printf)$/.test(programOf(command)) && !isRead && !command.redirects.some(isKept);
}

/** The commands by where they begin, an outer one first, and for each the index of the nearest one around it. */
const nested = memo((script: Script) => {
  const commands = [...allCommands(script)].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const around: number[] = [];
  for (const [index, { span }] of commands.entries()) {
    let outer = index - 1;
    while (outer >= 0 && (commands[outer]?.span.end ?? 0) < span.end) outer = around[outer] ?? -1;
    around.push(outer);
  }
  return { commands, around };
});

function isKept({ operator, target }: ShellRedirect): boolean {
  return toFile.test(operator) && !/^\/dev\/(?:null|std(?:out|err))$/.test(target?.value ?? '');
}
