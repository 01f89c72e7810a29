import { sourceSpan, type MappedText } from '../text/mapped.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import { countLines, lineSpan } from './lines.ts';
import type { Heredoc } from './model.ts';
import { lexWords } from './words.ts';

/** The heredocs of an instruction, and the index of the first line after them. */
export interface Heredocs {
  readonly heredocs: readonly Heredoc[];
  readonly next: number;
}

export type Opener = Pick<Heredoc, 'name' | 'expand' | 'chomp' | 'fileDescriptor' | 'opener'>;

/** Reads the heredocs of one file. Keeps an index of the file's lines, so that unclosed heredocs cost no more than closed ones. */
export class HeredocReader {
  private readonly source: Source;
  private readonly lineCount: number;
  private lastLines: LastLines | undefined;

  constructor(source: Source) {
    this.source = source;
    this.lineCount = countLines(source);
  }

  /** Read the bodies that a line opens; `next` is the index of the line after it. */
  read(line: MappedText, next: number): Heredocs {
    const heredocs: Heredoc[] = [];
    let index = next;
    for (const opener of findOpeners(line)) {
      const start = this.lineStart(index);
      const close = this.closingLine(opener, index);
      index = close ?? this.nextInstruction(index);
      const end = this.lineStart(index);
      const delimiter = close === undefined ? { start: end, end } : delimiterSpan(this.source, close, opener.chomp);
      heredocs.push({ ...opener, body: { start, end }, delimiter, terminated: close !== undefined });
      if (close !== undefined) index++;
    }
    return { heredocs, next: index };
  }

  private lineStart(index: number): number {
    return this.source.lineStarts[index] ?? this.source.text.length;
  }

  private closingLine(opener: Opener, first: number): number | undefined {
    this.lastLines ??= indexLines(this.source, this.lineCount);
    const last = (opener.chomp ? this.lastLines.chomped : this.lastLines.exact).get(opener.name) ?? -1;
    for (let index = first; index <= last; index++) {
      const { start, end } = delimiterSpan(this.source, index, opener.chomp);
      if (end - start === opener.name.length && this.source.text.startsWith(opener.name, start)) return index;
    }
    return undefined;
  }

  /**
   * Where the body of a heredoc that nothing closes ends. Docker refuses such a file as a whole; for us the body ends
   * where a line looks like an instruction, so that the rest of the file is still reviewed.
   */
  private nextInstruction(first: number): number {
    let index = first;
    while (index < this.lineCount && !looksLikeInstruction(this.source.text, this.lineStart(index))) index++;
    return index;
  }
}

interface LastLines {
  readonly exact: ReadonlyMap<string, number>;
  readonly chomped: ReadonlyMap<string, number>;
}

/** Where each text stands last as a line of its own. */
function indexLines(source: Source, count: number): LastLines {
  const exact = new Map<string, number>();
  const chomped = new Map<string, number>();
  for (let index = 0; index < count; index++) {
    const { start, end } = lineSpan(source, index);
    exact.set(source.text.slice(start, end), index);
    chomped.set(source.text.slice(skipTabs(source.text, start, end), end), index);
  }
  return { exact, chomped };
}

function delimiterSpan(source: Source, index: number, chomp: boolean): Span {
  const { start, end } = lineSpan(source, index);
  return { start: chomp ? skipTabs(source.text, start, end) : start, end };
}

/** What the words of a line would open, were heredocs read there. */
export function findOpeners(line: MappedText): readonly Opener[] {
  if (!line.text.includes('<<')) return [];
  const words = lexWords(line.text, { quotes: true, escapes: true }) ?? [];
  return words.flatMap((word) => {
    const parts = parseOpener(word.text);
    return parts === undefined ? [] : [{ ...parts, opener: sourceSpan(line, word) }];
  });
}

const OPENER = /^(\d*)<<(-?)[\t\n\f\r ]*([^<]+)$/;

/** Take `<<-"EOF"` apart; undefined when the word opens no heredoc. */
function parseOpener(word: string): Omit<Opener, 'opener'> | undefined {
  if (!word.includes('<<')) return undefined;
  const [, fileDescriptor = '', chomp, rest = ''] = OPENER.exec(word) ?? [];
  if (rest === '') return undefined;
  const [name, ...more] = lexWords(rest, { quotes: false, escapes: false }) ?? [];
  if (name === undefined || more.length > 0) return undefined;
  const [raw] = lexWords(rest, { quotes: true, escapes: false }) ?? [];
  return {
    name: name.text,
    expand: countQuotes(name.text) === countQuotes(raw?.text ?? ''),
    chomp: chomp === '-',
    fileDescriptor: Number(fileDescriptor === '' ? 0 : fileDescriptor),
  };
}

function countQuotes(text: string): number {
  return text.replace(/[^'"]/g, '').length;
}

const INSTRUCTION =
  /(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)[ \t]/y;

function looksLikeInstruction(text: string, at: number): boolean {
  INSTRUCTION.lastIndex = at;
  return INSTRUCTION.test(text);
}

function skipTabs(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text[at] === '\t') at++;
  return at;
}
