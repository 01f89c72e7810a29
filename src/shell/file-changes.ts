import { allCommands } from './commands.ts';
import { parseScript } from './parse.ts';
import { unwrap } from './programs.ts';
import { isShell, programName } from './vocabulary.ts';

/** Programs that may change, move or replace the files that they are told of. */
const changing: ReadonlySet<string> = new Set(
  'chmod cp mv rsync tar unzip ln install git rm sed perl dos2unix patch find setfacl'.split(' '),
);

/** Programs that may change any file. */
const anything: ReadonlySet<string> = new Set(
  'make cmake ninja ansible-playbook eval source . just task xargs parallel busybox'.split(' '),
);

/**
 * Whether a script may change mode or content of the file at `path` (absolute). Only words that surely speak of other
 * files speak against it; a script that cannot be read, and one that runs other scripts, may.
 */
export function mayChange(text: string, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (text.includes(name)) return true;
  const script = parseScript(text);
  if (!script.valid) return true;
  return allCommands(script).some(({ words }) => {
    if (words[0]?.value === undefined) return words.length > 0;
    const [program = '', ...rest] = unwrap(words.map(({ value, text: written }) => value ?? written));
    const bare = programName(program);
    if (anything.has(bare) || isScript(program, rest)) return true;
    return changing.has(bare) && rest.some((word) => mayName(word, path));
  });
}

/** `./setup.sh`, `/opt/setup`, `sh setup.sh`, `bash -x setup.sh`. */
function isScript(program: string, rest: readonly string[]): boolean {
  if (isShell(program)) return rest.some((word) => !word.startsWith('-'));
  return program.includes('/') && !/^\/(?:usr\/(?:local\/)?)?s?bin\//.test(program);
}

/** Whether a word may stand for the file or a folder around it. What a relative one counts from is not known. */
function mayName(word: string, path: string): boolean {
  if (/^(?:-.*|[ugoa]*[-+=][rwxXstugo]*(?:,.*)?|[0-7]{3,4})$/.test(word)) return false;
  const literal = /^[^$*?[{~`]*/.exec(word)?.[0] ?? '';
  if (literal !== word) return literal.startsWith('/') ? path.startsWith(literal) : true;
  const plain = word.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
  if (word.startsWith('/')) return path === plain || path.startsWith(`${plain}/`);
  return /^\.?$|\.\.|\/\.$/.test(plain) || `${path}/`.includes(`/${plain}/`);
}
