import type { TextEdit } from '../text/edit.ts';
import { jsonArray } from '../text/json-array.ts';
import { readLooseArray, type LooseArray } from './loose-array.ts';
import type { Defect } from './loose-string.ts';

/** A malformed array, repaired in its own layout. */
export interface RepairedArray {
  readonly values: readonly string[];
  /** In the text. */
  readonly edits: readonly TextEdit[];
  readonly defects: readonly Defect[];
  /** What stood behind the array as a comment, which Dockerfiles do not know at a line's end. */
  readonly comment: string | undefined;
}

interface Tail {
  /** What goes in the place of the closing bracket and all behind it. */
  readonly text: string;
  readonly values: readonly string[];
  readonly defects: readonly Defect[];
  readonly comment?: string;
  /** Further edits behind the closing bracket, which then is replaced up to `until` only. */
  readonly edits?: readonly TextEdit[];
  readonly until?: number;
}

/** Make a JSON array of a text that was meant as one; `no` says in words why that is left to its author. */
export function repairArray(text: string): RepairedArray | { readonly no: string } {
  const array = readLooseArray(text);
  if ('no' in array) return array;
  const tail = readTail(text, array);
  if ('no' in tail) return tail;
  const end = tail.until ?? text.length;
  const closing = { span: { start: array.close.start, end }, text: tail.text };
  const unchanged = text.slice(array.close.start, end) === tail.text;
  return {
    values: [...array.values, ...tail.values],
    edits: [...array.edits, ...(unchanged ? [] : [closing]), ...(tail.edits ?? [])],
    defects: [...array.defects, ...tail.defects],
    comment: tail.comment,
  };
}

function readTail(text: string, { close }: LooseArray): Tail | { readonly no: string } {
  const raw = text.slice(close.end);
  const tail = raw.trim();
  const none: Tail = { text: ']', values: [], defects: [] };
  if (tail === '') return none;
  const comment = /^#+\s*(.*)$/s.exec(tail)?.[1];
  if (comment !== undefined) {
    const defect = { words: 'Dockerfiles have no comments at the end of a line', doubt: false };
    return comment === '' ? { ...none, defects: [defect] } : { ...none, defects: [defect], comment };
  }
  if (/^[\])}]+$/.test(tail)) return dropped(`\`${tail}\` is one bracket too many`, false);
  if (/^[;,]+$/.test(tail)) return dropped(`a stray \`${tail}\` follows it`, false);
  if (/^(?:\w{1,2}|[.`'"]+)$/.test(raw)) return dropped(`a stray \`${tail.replaceAll('`', "'")}\` follows it`, true);
  if (tail.startsWith('[')) return secondArray(text, text.indexOf('[', close.end));
  if (!/^\s/.test(raw) || !/^[\w@%+=:,./-]+(?:\s+[\w@%+=:,./-]+)*$/.test(tail)) {
    return { no: 'what follows the array is for a shell to read' };
  }
  const values = tail.split(/\s+/);
  const words = `the words behind it belong inside`;
  return { text: `, ${jsonArray(values).slice(1)}`, values, defects: [{ words, doubt: true }] };
}

function dropped(words: string, doubt: boolean): Tail {
  return { text: ']', values: [], defects: [{ words, doubt }] };
}

/** `["a"] ["b"]`: the strings of both. */
function secondArray(text: string, start: number): Tail | { readonly no: string } {
  const second = repairArray(text.slice(start));
  if ('no' in second) return second;
  const edits = second.edits.map((edit) => ({
    span: { start: edit.span.start + start, end: edit.span.end + start },
    text: edit.text,
  }));
  return {
    text: ', ',
    values: second.values,
    defects: [{ words: 'it is two arrays', doubt: true }, ...second.defects],
    until: start + 1,
    edits,
    ...(second.comment === undefined ? {} : { comment: second.comment }),
  };
}
