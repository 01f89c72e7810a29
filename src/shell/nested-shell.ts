import type { ExecForm } from './exec-form.ts';
import { isShell } from './vocabulary.ts';
import { execWhatStays } from './with-exec.ts';

/**
 * The script of `bash -c "…"`, with `exec` in front of its last command; `text` is undefined where that shell stays in
 * front of its commands either way. undefined for other commands.
 */
export function nestedScript(exec: ExecForm): { readonly text: string | undefined } | undefined {
  if (!('argv' in exec) || exec.argv.length !== 3) return undefined;
  const [shell = '', option = '', script = ''] = exec.argv;
  if (!isShell(shell) || !/^-[a-z]*c$/.test(option)) return undefined;
  if (/^\s*exec\s/.test(script)) return { text: script };
  const replaced = execWhatStays(script);
  return { text: 'text' in replaced ? replaced.text : undefined };
}
