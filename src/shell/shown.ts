import { contains, type Span } from '../text/span.ts';
import { allCommands, type ShellRedirect } from './commands.ts';
import type { Script } from './parse.ts';
import { programOf } from './pipe-roles.ts';

const toFile = /^(?:>>?|>\||&>>?)$/;

/** Whether what stands at a place is only printed: a word of an `echo` or `printf` that nothing reads and no file keeps. */
export function isOnlyShown(script: Script, span: Span): boolean {
  const around = allCommands(script).filter((command) => contains(command.span, span));
  return (
    around.length > 0 &&
    around.every((command) => {
      const isRead = command.nesting.includes('substitution') || command.nesting.includes('pipeline');
      return /^(?:echo|printf)$/.test(programOf(command)) && !isRead && !command.redirects.some(isKept);
    })
  );
}

function isKept({ operator, target }: ShellRedirect): boolean {
  return toFile.test(operator) && !/^\/dev\/(?:null|std(?:out|err))$/.test(target?.value ?? '');
}
