import type { TextEdit } from '../text/edit.ts';
import { excerpt } from '../text/excerpt.ts';
import type { Span } from '../text/span.ts';
import { quoteKind, readQuoted, type Defect, type LooseElement } from './loose-string.ts';

/** A text read as the array that its author had in mind. */
export interface LooseArray {
  readonly values: readonly string[];
  /** In the text; with `]` in the place of `close` they make it valid JSON. */
  readonly edits: readonly TextEdit[];
  /** From the first bracket (or string). */
  readonly start: number;
  /** The closing bracket; empty where it is missing. */
  readonly close: Span;
  readonly defects: readonly Defect[];
}

const BARE = /[^\s,，;\]})[{("'“”„‟‘’‚‛]+/y;
const CLOSERS = ']})';

/** Read an array that Docker cannot read; `no` says what is beyond repair. */
export function readLooseArray(text: string): LooseArray | { readonly no: string } {
  return new LooseReader(text).read();
}

class LooseReader {
  private readonly text: string;
  private at = 0;
  private readonly values: string[] = [];
  private readonly edits: TextEdit[] = [];
  private readonly defects: Defect[] = [];
  /** Where the last element ends; undefined once a comma follows it. */
  private open: number | undefined;
  private comma: Span | undefined;
  private lastEnd = 0;

  constructor(text: string) {
    this.text = text;
  }

  read(): LooseArray | { readonly no: string } {
    const start = this.readOpening();
    for (;;) {
      this.skipBlanks();
      const unit = this.text[this.at];
      if (unit === undefined || CLOSERS.includes(unit)) return this.finish(start, unit);
      if (',，;'.includes(unit)) this.readComma();
      else {
        const no = this.readElement();
        if (no !== undefined) return { no };
      }
    }
  }

  private readOpening(): number {
    const stray = /^[=:]\s*/.exec(this.text)?.[0] ?? '';
    if (stray !== '') this.repair(0, stray.length, '', `a stray \`${stray.trim()}\` stands in front`, false);
    const start = stray.length;
    const unit = this.text[start];
    if (unit === '[') this.at = start + 1;
    else if (unit === '{' || unit === '(') {
      this.repair(start, start + 1, '[', `it has \`${unit}\` instead of \`[\``, true);
      this.at = start + 1;
    } else {
      this.repair(start, start, '[', 'it has no brackets', true);
      this.at = start;
    }
    return start;
  }

  private readComma(): void {
    const span = { start: this.at, end: ++this.at };
    if (this.open === undefined) this.repair(span.start, span.end, '', 'it has a comma too many', true);
    else this.comma = span;
    this.open = undefined;
  }

  private readElement(): string | undefined {
    const element = quoteKind(this.text[this.at]) === undefined ? this.readBare() : readQuoted(this.text, this.at);
    if ('no' in element) return element.no;
    if (this.open !== undefined) {
      if (this.open === this.at) return 'quotes and words stand close together';
      this.repair(this.open, this.open, ',', 'a comma is missing', true);
    }
    this.replaceComma();
    const end = element.span.end;
    const json = JSON.stringify(element.value);
    if (this.text.slice(this.at, end) !== json && element.defects.length > 0) {
      this.edits.push({ span: element.span, text: json });
    }
    this.defects.push(...element.defects);
    this.values.push(element.value);
    this.at = end;
    this.open = end;
    this.lastEnd = end;
    this.comma = undefined;
    return undefined;
  }

  /** What parts two strings turns out to be a comma only when the second one is there. */
  private replaceComma(): void {
    const { comma } = this;
    const unit = comma && this.text[comma.start];
    if (comma === undefined || unit === undefined || unit === ',') return;
    this.repair(comma.start, comma.end, ',', `it has \`${unit}\` instead of a comma`, unit === ';');
  }

  private readBare(): LooseElement | { readonly no: string } {
    BARE.lastIndex = this.at;
    const value = BARE.exec(this.text)?.[0] ?? '';
    const end = this.at + value.length;
    if (value === '') return { no: 'brackets stand inside it' };
    if (value.includes('$') || value.includes('%'))
      return { no: `\`${excerpt(value, 40)}\` is a variable, which no array expands` };
    if (/[|&<>`#*?\\]/.test(value)) return { no: `\`${excerpt(value, 40)}\` is for a shell to read` };
    if (quoteKind(this.text[end]) !== undefined) return { no: 'quotes stand inside a word' };
    const notString = /^(?:-?\d+(?:\.\d+)?|true|false|null)$/.test(value);
    const words = notString ? `\`${value}\` is no string` : `\`${value}\` has no quotes`;
    return { value, span: { start: this.at, end }, defects: [{ words, doubt: false }] };
  }

  private finish(start: number, unit: string | undefined): LooseArray | { readonly no: string } {
    if (this.values.length === 0)
      return { no: 'the strings are not on this line; a backslash at its end continues it' };
    if (this.comma !== undefined) {
      const { start: from, end } = this.comma;
      this.repair(from, end, '', 'a comma follows the last string', false);
    }
    const close =
      unit === undefined ? { start: this.lastEnd, end: this.lastEnd } : { start: this.at, end: this.at + 1 };
    const opened = this.text[start];
    if (unit === undefined) this.defects.push({ words: 'the closing `]` is missing', doubt: false });
    else if (unit !== ']' && opened === '[') {
      this.defects.push({ words: `it ends with \`${unit}\` instead of \`]\``, doubt: false });
    }
    const { values, edits, defects } = this;
    return { values, edits, start, close, defects };
  }

  private repair(start: number, end: number, text: string, words: string, doubt: boolean): void {
    this.edits.push({ span: { start, end }, text });
    this.defects.push({ words, doubt });
  }

  private skipBlanks(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++;
  }
}
