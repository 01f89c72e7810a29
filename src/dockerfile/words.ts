import { isBlank, isSeparator } from './blanks.ts';

/** A word of a line, and where it stands in it. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Which characters of the words stay in them. */
export interface Keep {
  readonly quotes: boolean;
  readonly escapes: boolean;
}

/**
 * Split a line as BuildKit's shell lexer does when it looks for heredocs: quotes group, `$NAME` and `${…}` stay as
 * written, blanks after `<<` belong to the word. `undefined` where the lexer gives up (an open quote, a bad `${`).
 */
export function lexWords(line: string, keep: Keep): readonly Word[] | undefined {
  try {
    return new WordLexer(line, keep.quotes).read(undefined, keep.escapes).words;
  } catch (error) {
    if (error instanceof LexError) return undefined;
    throw error;
  }
}

class LexError extends Error {}

const ESCAPE = '\\';
/** `${a:-${b:-…}}` deeper than this is nobody's Dockerfile; the bound keeps the work linear and the stack small. */
const DEEPEST = 50;

class WordLexer {
  private readonly line: string;
  private readonly keepQuotes: boolean;
  private keepEscapes = false;
  private at = 0;
  private depth = 0;

  constructor(line: string, keepQuotes: boolean) {
    this.line = line;
    this.keepQuotes = keepQuotes;
  }

  /** Read up to the unit `stop`, or to the end of the line when there is none to stop at. */
  read(stop: string | undefined, keepEscapes: boolean): { readonly text: string; readonly words: readonly Word[] } {
    const outer = this.keepEscapes;
    this.keepEscapes = keepEscapes;
    if (++this.depth > DEEPEST) throw new LexError();
    const collector = new WordCollector();
    let text = '';
    while (this.at < this.line.length && this.line[this.at] !== stop) text += this.piece(collector);
    if (stop !== undefined && this.at++ >= this.line.length) throw new LexError();
    this.keepEscapes = outer;
    this.depth--;
    return { text, words: collector.finish() };
  }

  private piece(words: WordCollector): string {
    const start = this.at;
    const unit = this.line[start]!;
    switch (unit) {
      case '$': {
        const text = this.variable();
        words.addSplit(text, start, this.at);
        return text;
      }
      case '<':
      case "'":
      case '"': {
        const text = unit === '<' ? this.redirection() : unit === "'" ? this.singleQuoted() : this.doubleQuoted();
        words.add(text, start, this.at);
        return text;
      }
      case ESCAPE:
        return this.escaped(words);
      default:
        this.at++;
        words.addSplit(unit, start, this.at);
        return unit;
    }
  }

  private escaped(words: WordCollector): string {
    const start = this.at++;
    const next = this.line[this.at] ?? '';
    if (next !== '') this.at++;
    const text = (this.keepEscapes ? ESCAPE : '') + next;
    if (text !== '') words.add(text, start, this.at);
    return text;
  }

  private redirection(): string {
    const start = this.at++;
    if (this.line[this.at] !== '<') return '<';
    this.at++;
    while (this.at < this.line.length && isSeparatorAfterHeredoc(this.line.charCodeAt(this.at))) this.at++;
    return this.line.slice(start, this.at);
  }

  private singleQuoted(): string {
    const start = this.at;
    const close = this.line.indexOf("'", start + 1);
    if (close < 0) throw new LexError();
    this.at = close + 1;
    return this.keepQuotes ? this.line.slice(start, close + 1) : this.line.slice(start + 1, close);
  }

  private doubleQuoted(): string {
    const quote = this.keepQuotes ? '"' : '';
    let text = quote;
    this.at++;
    for (;;) {
      const unit = this.line[this.at];
      if (unit === undefined) throw new LexError();
      if (unit === '$') {
        text += this.variable();
        continue;
      }
      this.at++;
      if (unit === '"') return text + quote;
      text += unit === ESCAPE ? this.escapedInQuotes() : unit;
    }
  }

  private escapedInQuotes(): string {
    const kept = this.keepEscapes ? ESCAPE : '';
    const next = this.line[this.at];
    if (next === undefined) return kept;
    if (next !== '"' && next !== '$' && next !== ESCAPE) return kept + ESCAPE;
    this.at++;
    return kept + next;
  }

  private variable(): string {
    const start = this.at++;
    if (this.line[this.at] !== '{') {
      this.name();
      return this.line.slice(start, this.at);
    }
    this.at++;
    if (['{', '}', ':', undefined].includes(this.line[this.at])) throw new LexError();
    const opened = '${' + this.name();
    const operator = this.line[this.at++];
    switch (operator) {
      case '}':
        return opened + '}';
      case ':': {
        const second = this.line[this.at++];
        if (second === '#' || second === '%') throw new LexError();
        return `${opened}:${second ?? ''}${this.read('}', false).text}}`;
      }
      case '+':
      case '-':
      case '?':
        return opened + operator + this.read('}', false).text + '}';
      case '#':
      case '%':
        return opened + operator + this.read('}', true).text + '}';
      case '/': {
        if (this.line[this.at] === '/') this.at++;
        const pattern = this.read('/', true).text;
        return `${opened}/${pattern}/${this.read('}', true).text}}`;
      }
      default:
        throw new LexError();
    }
  }

  /** A variable's name: one special parameter, or digits, or letters, digits and underscores. */
  private name(): string {
    const start = this.at;
    SPECIAL.lastIndex = start;
    NAME.lastIndex = start;
    const match = SPECIAL.exec(this.line) ?? NAME.exec(this.line);
    this.at = start + (match?.[0].length ?? 0);
    return this.line.slice(start, this.at);
  }
}

const SPECIAL = /[@*#?\-$!0]/y;
const NAME = /\p{Nd}+|[\p{L}_][\p{L}\p{Nd}_]*/uy;

function isSeparatorAfterHeredoc(unit: number): boolean {
  return unit !== 0x0b && unit !== 0x0c && isSeparator(unit);
}

/** Puts pieces together to words. */
class WordCollector {
  private readonly words: Word[] = [];
  private text = '';
  private start = -1;
  private end = 0;

  /** A piece that belongs to the current word whatever it holds. */
  add(text: string, start: number, end: number): void {
    if (this.start < 0) this.start = start;
    this.text += text;
    this.end = end;
  }

  /** A piece whose blanks part words. */
  addSplit(text: string, start: number, end: number): void {
    for (const character of text) {
      if (isBlank(character.charCodeAt(0))) this.close();
      else this.add(character, start, end);
    }
  }

  finish(): readonly Word[] {
    this.close();
    return this.words;
  }

  private close(): void {
    if (this.text !== '') this.words.push({ text: this.text, start: this.start, end: this.end });
    this.text = '';
    this.start = -1;
  }
}
