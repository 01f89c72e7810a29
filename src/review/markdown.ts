/**
 * Text of a pull request's author becomes Markdown here, and nowhere else. Whatever it holds, it is shown as it is
 * written: no HTML, no link, no image, no heading, nobody is notified, nothing is hidden.
 */

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const invisibles = new RegExp(invisible.source, 'gu');
const names: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\0': '\\0' };

/** Whether a reader would not see all of it: control characters other than tab, bidirectional and other format characters. */
export function hidesSomething(text: string): boolean {
  return invisible.test(text.replaceAll('\t', ''));
}

/** Control and format characters as visible escapes, tabs as blanks: one line in which nothing hides or reorders. */
export function visible(text: string): string {
  return text.replace(invisibles, (character) => {
    if (character === '\t') return ' ';
    return names[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}

/** At most `length` units, the cut shown; never half a surrogate pair. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

const punctuation = /[\\`*_[\]|~$]/g;
const atStart = /^(?:[#+=-]|\d+(?=[.)]))/;
const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };
/** A zero-width space: GitHub looks for names, numbers and addresses after Markdown is done, so escapes do not stop it. */
const gap = '&#8203;';

/** Any text as one line of Markdown that renders as this very text. */
export function plain(text: string): string {
  const shown = visible(text).trim();
  const escaped = shown
    .replace(punctuation, (character) => `\\${character}`)
    .replace(/[<>&]/g, (character) => entities[character] ?? '')
    .replace(atStart, (start) => (/\d/.test(start) ? `${start}${gap}` : `\\${start}`));
  return withoutReferences(escaped);
}

/** Breaks what GitHub would turn into a notification or a link: @name, #12, GH-12, addresses, commit ids. */
function withoutReferences(markdown: string): string {
  return markdown
    .replace(/@(?=\w)/g, `@${gap}`)
    .replace(/(?<!&)#(?=\w)/g, `#${gap}`)
    .replace(/\bgh-(?=\d)/gi, (found) => `${found}${gap}`)
    .replace(/:\/\//g, `:${gap}//`)
    .replace(/\b(?:www\.|mailto:|xmpp:)/gi, (found) => `${found.slice(0, -1)}${gap}${found.slice(-1)}`)
    .replace(/\b[0-9a-f]{7,}\b/gi, (found) => found.replace(/.{6}(?=.)/g, `$&${gap}`));
}

/** Any text as an inline code span. The delimiter is longer than any run of backticks inside. */
export function code(text: string): string {
  const shown = visible(text);
  if (shown.trim() === '') return shown === '' ? '(empty)' : '(blank)';
  const delimiter = '`'.repeat(longestRun(shown) + 1);
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${delimiter}${pad}${shown}${pad}${delimiter}`;
}

/** Any lines as a fenced block that nothing inside can close. */
export function fence(info: string, lines: readonly string[]): string {
  const longest = lines.reduce((most, line) => Math.max(most, longestRun(line)), 0);
  const delimiter = '`'.repeat(Math.max(3, longest + 1));
  return [`${delimiter}${info}`, ...lines, delimiter].join('\n');
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}

/**
 * A rule's message, plain text with `code` between equal runs of backticks, as one line of Markdown.
 * Messages quote the Dockerfile, so each piece is made safe for itself, wherever hostile backticks put the seams.
 */
export function message(text: string): string {
  const runs = [...text.matchAll(/`+/g)];
  const pieces: string[] = [];
  let at = 0;
  for (let index = 0; index < runs.length; index += 1) {
    const open = runs[index];
    const close = runs.findIndex((run, later) => later > index && run[0].length === open?.[0].length);
    if (open === undefined || close < 0) continue;
    const end = runs[close]?.index ?? text.length;
    pieces.push(between(text.slice(at, open.index)), code(text.slice(open.index + open[0].length, end)));
    at = end + open[0].length;
    index = close;
  }
  return pieces.join('') + between(text.slice(at));
}

/** Plain text inside a line: the blanks at its ends part it from the code beside it. */
function between(text: string): string {
  const before = /^\s/.test(text) ? ' ' : '';
  const after = text.trim() !== '' && /\s$/.test(text) ? ' ' : '';
  return `${before}${plain(text)}${after}`;
}

/** Markdown of one line as a table's cell. A cell ends at `|`, inside code too; `\|` is how GFM writes it there. */
export function cell(markdown: string): string {
  return markdown.replaceAll('|', '\\|');
}
