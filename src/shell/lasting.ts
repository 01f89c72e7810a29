import type { SimpleCommand } from './commands.ts';
import { readsAlike } from './docker-words.ts';
import type { StateKind } from './state.ts';

interface Surroundings {
  /** What the shell runs before the command. */
  readonly before: string;
  /** Where it runs, as a full literal path, when that is known. */
  readonly workdir: string | undefined;
}

/**
 * Dockerfile instructions that do for the rest of the build what a command does for its shell; undefined when none
 * surely means the same.
 */
export function lastingLines(
  kind: StateKind,
  command: SimpleCommand,
  { before, workdir }: Surroundings,
): readonly string[] | undefined {
  const args = command.words.slice(1).map(({ text }) => text);
  if (command.redirects.length > 0 || command.assignments.length > 0) return undefined;
  if (kind === 'set') return [];
  if (kind === 'export') return exportLines(args, before);
  const [path = '', ...more] = args;
  if (more.length > 0 || !/^[\w./@:+${}-]+$/.test(path) || /^-|\.\./.test(path) || !readsAlike(path, before))
    return undefined;
  if (kind === 'cd') return [`WORKDIR ${path}`];
  return kind === 'source' ? activateLines(path, workdir) : undefined;
}

function exportLines(args: readonly string[], before: string): readonly string[] | undefined {
  if (!args.every((text) => /^[A-Za-z_]\w*=/.test(text) && readsAlike(text, before))) return undefined;
  if (args.some(looksLikeSecret)) return undefined;
  const forBuild = args.filter((text) => text.startsWith('DEBIAN_FRONTEND='));
  const lasting = args.filter((text) => !forBuild.includes(text));
  return [...forBuild.map((text) => `ARG ${text}`), ...(lasting.length > 0 ? [`ENV ${lasting.join(' ')}`] : [])];
}

/** Whether `NAME=…` names a secret: ENV would publish it with the image. */
export function looksLikeSecret(assignment: string): boolean {
  return secret.test(assignment);
}

const secret = /^\w*(?:TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY)\w*=/i;

/** `source /venv/bin/activate` puts /venv/bin in front of PATH; the rest of what it does is for people. */
function activateLines(script: string, workdir: string | undefined): readonly string[] | undefined {
  const [, venv] = /^(.+)\/bin\/activate$/.exec(script) ?? [];
  if (venv === undefined) return undefined;
  if (/^[/$]/.test(venv)) return [`ENV PATH="${venv}/bin:$PATH"`];
  return workdir === undefined ? undefined : [`ENV PATH="${workdir}/${venv.replace(/^\.\//, '')}/bin:$PATH"`];
}
