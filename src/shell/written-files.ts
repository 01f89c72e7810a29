import type { SimpleCommand } from './commands.ts';
import { programOf } from './pipe-roles.ts';

/** The files that a command surely leaves behind, as it names them: downloads, and targets of `>`. Relative ones count from where it runs. */
export function filesWrittenBy(command: SimpleCommand): readonly string[] {
  const words = command.words.map(({ value }) => value);
  const redirected = command.redirects
    .filter(({ operator }) => operator === '>' || operator === '>>')
    .map(({ target }) => target?.value);
  const files = [...redirected, ...downloadsOf(programOf(command), words)];
  return files.filter(
    (file): file is string => file !== undefined && file !== '' && file !== '-' && !file.startsWith('/dev/'),
  );
}

type Words = readonly (string | undefined)[];

function downloadsOf(program: string, words: Words): Words {
  if (program === 'curl') {
    const file = valueOf(words, /^(?:-[a-zA-Z]*o|--output)$/);
    const named = words.some((word) => /^(?:-[a-zA-Z]*O[a-zA-Z]*|--remote-name)$/.test(word ?? ''));
    return file === undefined && named ? words.flatMap(nameOfUrl) : [file];
  }
  if (program !== 'wget') return [];
  const file = valueOf(words, /^(?:-[a-zA-Z]*O|--output-document)$/);
  const elsewhere = words.some(
    (word) => word === undefined || /^(?:-[a-zA-Z]*[PiO]|--directory-prefix|--input|--output)/.test(word),
  );
  return file === undefined && !elsewhere ? words.flatMap(nameOfUrl) : [file];
}

function valueOf(words: Words, option: RegExp): string | undefined {
  const at = words.findIndex((word) => word !== undefined && option.test(word));
  return at < 0 ? undefined : words[at + 1];
}

function nameOfUrl(word: string | undefined): readonly string[] {
  const name = /^(?:https?|ftp):\/\/[^?#]+\/([^/?#]+)$/.exec(word ?? '')?.[1];
  return name === undefined ? [] : [name];
}

/** The paths that `rm` removes, those with a pattern or a variable left out. */
export function filesRemovedBy(command: SimpleCommand): readonly string[] {
  if (programOf(command) !== 'rm') return [];
  const at = command.words.findIndex(({ value }) => value !== undefined && /(?:^|\/)rm$/.test(value));
  return command.words
    .slice(at + 1)
    .flatMap(({ value }) => (value === undefined || /^(?:-|$)/.test(value) ? [] : [value]));
}
