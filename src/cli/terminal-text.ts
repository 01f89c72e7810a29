import { styleText } from 'node:util';
import type { Paint } from './terminal-markdown.ts';
import { colourWanted } from './terminal.ts';

/** Paints where the terminal takes it. */
export function painter(colour = colourWanted()): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}

/** The terminal's columns within what reads well: 60 to 100, and 80 where nobody knows. */
export function columns(): number {
  return Math.min(100, Math.max(60, process.stdout.columns || 80));
}

/** Plain text to lines of at most `width` columns. A word that is longer is broken: nothing is lost. */
export function wrapText(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (joined.length <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > width) {
      const end = /[\uD800-\uDBFF]$/.test(line.slice(0, width)) ? width - 1 : width;
      lines.push(line.slice(0, end));
      line = line.slice(end);
    }
  }
  return [...lines, line];
}

/** Lines behind a label, the others indented as far. */
export function hang(label: string, lines: readonly string[], paintLabel = (text: string) => text): readonly string[] {
  return lines.map((line, index) => `${index === 0 ? paintLabel(label) : ' '.repeat(label.length)}${line}`.trimEnd());
}

/** `code` in colour, its backticks gone, also where it runs on to the next line; without colour they stay. */
export function paintCode(lines: readonly string[], paint: Paint): readonly string[] {
  if (paint('cyan', '`') === '`') return lines;
  let isCode = false;
  return lines.map((line) =>
    line
      .split('`')
      .map((part, index) => {
        if (index > 0) isCode = !isCode;
        return isCode && part !== '' ? paint('cyan', part) : part;
      })
      .join(''),
  );
}
