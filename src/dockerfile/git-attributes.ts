import { baseName } from './copied-names.ts';
import { fitsName, fitsWholePath } from './glob.ts';
import type { FileLookup } from './model.ts';

/** A line of a `.gitattributes`. */
export interface AttributeLine {
  /** Of the file, from the repository's root. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** Where `text` begins in the file. */
  readonly start: number;
  readonly text: string;
}

/** What git does with a file's line ends when it checks it out. */
export interface LineEnds {
  /**
   * `crlf`: LF becomes CRLF on every machine. `lf`: nothing does. `as-is`: -text. `filtered`: a program of its own makes
   * the file. undefined: a matter of each machine.
   */
  readonly checkout: 'crlf' | 'lf' | 'as-is' | 'filtered' | undefined;
  /** text=auto: only of a file that git takes for text, and that has no carriage return in git. */
  readonly onlyText: boolean;
  /** The line that decides it, where one does. */
  readonly by: AttributeLine | undefined;
}

/**
 * Reads the `.gitattributes` that are in force for a file, from the root down to its own folder; the last line that fits
 * decides, for each attribute on its own (https://git-scm.com/docs/gitattributes). undefined where they are not known, or
 * say something that is not read here: patterns with classes or escapes, macros of the repository's own.
 * Asks for all of them, whatever the answers are. CR in git stays CR, whatever they say: eol=lf converts nothing on the way
 * out.
 */
export function lineEndsOf(path: string, lookup: FileLookup): LineEnds | undefined {
  const answers = foldersAbove(path).map((folder) => ({ folder, file: lookup(`${folder}.gitattributes`) }));
  const changes: Change[] = [];
  for (const { folder, file } of answers) {
    if (file === null) continue;
    // git does not follow a link here.
    if (file?.text === undefined || file.mode === '120000') return undefined;
    const said = changesIn(file.text, folder, path.slice(folder.length));
    if (said === undefined) return undefined;
    changes.push(...said);
  }
  return lineEndsFrom(decide(changes));
}

/** What one word of a line says of an attribute: `true`: set, `false`: unset, undefined: as if nothing was said. */
interface Change {
  readonly name: string;
  readonly value: string | boolean | undefined;
  readonly by: AttributeLine;
}

/** `''`, `api/`, `api/bin/` for `api/bin/start.sh`. */
function foldersAbove(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return ['', ...parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`)];
}

/** What decides about line ends, and what changes the content besides. `binary` is git's own macro for `-diff -merge -text`. */
const relevant = /^(?:text|crlf|eol|filter|working-tree-encoding|binary)$/;

/** Git reads no longer line (attr.c, ATTR_MAX_LINE_LENGTH). */
const longestLine = 2048;

/** What the lines say of `path` (from the file's own folder), in order. undefined when one of them cannot be read. */
function changesIn(text: string, folder: string, path: string): readonly Change[] | undefined {
  const macros = new Set<string>();
  const found: Change[] = [];
  for (const one of linesIn(text)) {
    const [pattern = '', ...words] = one.text.split(/[ \t\r]+/);
    if (pattern === '' || pattern.startsWith('#') || one.text.length > longestLine) continue;
    if (pattern.startsWith('[attr]')) {
      macros.add(pattern.slice('[attr]'.length));
      continue;
    }
    const changes = words.map(changeOf).filter(({ name }) => relevant.test(name) || macros.has(name));
    if (changes.length === 0) continue;
    const fits = doesFit(pattern, path);
    if (fits === undefined) return undefined;
    if (!fits) continue;
    if (changes.some(({ name }) => macros.has(name))) return undefined;
    const by = { path: `${folder}.gitattributes`, ...one };
    found.push(...changes.map((change) => ({ ...change, by })));
  }
  return found;
}

/**
 * The last word on each attribute. As attr.c does it, from the last to the first: a macro gives its attributes only when
 * the last word on the macro itself sets it, so a `-binary` undoes every `binary` before it.
 */
function decide(changes: readonly Change[]): ReadonlyMap<string, Change> {
  const last = new Map<string, Change>();
  for (const change of changes.toReversed()) {
    if (last.has(change.name)) continue;
    last.set(change.name, change);
    if (change.name === 'binary' && change.value === true && !last.has('text')) {
      last.set('text', { ...change, name: 'text', value: false });
    }
  }
  return last;
}

/** The lines without the blanks around them, nor the byte order mark in front of the first. */
function linesIn(text: string): readonly Omit<AttributeLine, 'path'>[] {
  let next = 0;
  return text.split('\n').map((raw, index) => {
    const start = next + raw.length - raw.trimStart().length;
    next += raw.length + 1;
    return { line: index + 1, start, text: raw.trim() };
  });
}

/** `text`, `-text`, `!text`, `text=auto`. */
function changeOf(word: string): Omit<Change, 'by'> {
  if (word.startsWith('-')) return { name: word.slice(1), value: false };
  if (word.startsWith('!')) return { name: word.slice(1), value: undefined };
  const [name = '', value] = word.split('=', 2);
  return { name, value: value ?? true };
}

/** Patterns are those of gitignore, but none is negative, and a folder's does not fit its content. */
function doesFit(pattern: string, path: string): boolean | undefined {
  if (pattern.startsWith('!') || pattern.endsWith('/')) return false;
  if (/^"|[[\\]|[^/]\*\*|\*\*[^/]/.test(pattern)) return undefined;
  if (!pattern.includes('/')) return fitsName(pattern, baseName(path));
  return fitsWholePath(pattern.replace(/^\//, ''), path);
}

/** As git's convert.c puts them together: text before crlf, -text before eol, and eol makes text of what nothing is said of. */
function lineEndsFrom(states: ReadonlyMap<string, Change>): LineEnds {
  const filter = [states.get('filter'), states.get('working-tree-encoding')].find(
    (state) => state?.value !== undefined && state.value !== false,
  );
  if (filter !== undefined) return { checkout: 'filtered', onlyText: false, by: filter.by };
  const kind = [states.get('text'), states.get('crlf')].find((state) =>
    /^(?:true|false|auto|input)$/.test(valueOf(state)),
  );
  const onlyText = valueOf(kind) === 'auto';
  if (valueOf(kind) === 'false') return { checkout: 'as-is', onlyText, by: kind?.by };
  const eol = states.get('eol');
  if (/^(?:lf|crlf)$/.test(valueOf(eol))) return { checkout: valueOf(eol) as 'lf' | 'crlf', onlyText, by: eol?.by };
  if (valueOf(kind) === 'input') return { checkout: 'lf', onlyText, by: kind?.by };
  return { checkout: undefined, onlyText, by: undefined };
}

function valueOf(state: Change | undefined): string {
  return String(state?.value);
}
