import { topLevel, type SimpleCommand } from './commands.ts';
import { parseScript } from './parse.ts';
import { strictWords, type ExecForm } from './strict-words.ts';
import { builtins, builtinsWithFile, reservedWords } from './vocabulary.ts';

export { jsonArray } from '../text/json-array.ts';
export type { ExecForm } from './strict-words.ts';

/** Control characters and halves of surrogate pairs: nothing a person wrote on purpose, and not the same in every shell. */
const unprintable = /[\0-\x08\x0b-\x1f\x7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * The words that a POSIX shell would pass to execve for this one simple command, or the reason why exec form
 * cannot replace the shell here. Two independent readings must agree: the parser's tree, and a reader that
 * knows nothing but literal characters, backslashes and quotes.
 */
export function toExecForm(text: string): ExecForm {
  if (unprintable.test(text)) return { no: 'it holds a control character' };
  const strict = strictWords(text);
  if ('no' in strict) return strict;
  const startability = startable(strict.argv);
  if ('no' in startability) return startability;
  const command = onlyCommand(text);
  if (command === undefined) return { no: 'it is not one simple command' };
  if (command.assignments.length > 0) return { no: 'it sets a variable' };
  if (command.redirects.length > 0) return { no: 'it redirects' };
  const same =
    command.words.length === strict.argv.length && command.words.every((word, at) => word.value === strict.argv[at]);
  if (!same) return { no: 'it can be read in more than one way' };
  return strict;
}

function onlyCommand(text: string): SimpleCommand | undefined {
  const items = topLevel(parseScript(text));
  const [item] = items;
  if (items.length !== 1 || item === undefined || item.compound || item.negated || item.operator !== undefined)
    return undefined;
  return item.commands.length === 1 ? item.commands[0] : undefined;
}

/** Echo's options and escapes are not the same in the builtin and in the file, so only plain text passes. */
function startable(argv: readonly string[]): ExecForm {
  const [name = '', first = ''] = argv;
  if (name === '') return { no: 'its name is empty' };
  if (reservedWords.has(name)) return { no: `\`${name}\` is a word of the shell's own language` };
  if (!builtins.has(name)) return { argv };
  if (builtinsWithFile.has(name) && !first.startsWith('-') && !argv.some((word) => word.includes('\\')))
    return { argv };
  return { no: `\`${name}\` is built into the shell` };
}
