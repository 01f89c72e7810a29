import type { ExecForm } from './exec-form.ts';
import { parseScript, type Script } from './parse.ts';
import { isShell } from './vocabulary.ts';
import { execWhatStays } from './with-exec.ts';

interface NestedScript {
  readonly inner: Script;
  readonly text: string | undefined;
}

/**
 * The script of `bash -c "…"`, with `exec` in front of its last command; `text` is undefined where that shell stays in
 * front of its commands either way. undefined for other commands.
 */
export function nestedScript(exec: ExecForm): NestedScript | undefined {
  if (!('argv' in exec) || exec.argv.length !== 3) return undefined;
  const [shell = '', option = '', script = ''] = exec.argv;
  if (!isShell(shell) || !/^-[a-z]*c$/.test(option)) return undefined;
  const inner = parseScript(script);
  if (/^\s*exec\s/.test(script)) return { inner, text: script };
  const replaced = execWhatStays(script);
  return { inner, text: 'text' in replaced ? replaced.text : undefined };
}

/** Whether the command is such a shell, and stays in front of its commands either way. */
export function innerStays(exec: ExecForm): boolean {
  const nested = nestedScript(exec);
  return nested !== undefined && nested.text === undefined;
}
