import type { TextEdit } from '../text/edit.ts';
import { mapEdits, type HeldCommand } from './rewrite.ts';

/** An insertion into one string of an exec-form array, in front of the unit `at` of its value. All else stays as it is written. */
export function insertIntoString(
  { command }: HeldCommand,
  index: number,
  at: number,
  text: string,
): readonly TextEdit[] {
  const json = command.text.text;
  let place = json.indexOf('"');
  for (let left = index; left > 0; left--) place = json.indexOf('"', endOfString(json, place));
  place++;
  for (let left = at; left > 0; left--) place = nextUnit(json, place);
  return mapEdits(command.text, [{ span: { start: place, end: place }, text: JSON.stringify(text).slice(1, -1) }]);
}

function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at = nextUnit(json, at);
  return at + 1;
}

function nextUnit(json: string, at: number): number {
  if (json[at] !== '\\') return at + 1;
  return at + (json[at + 1] === 'u' ? 6 : 2);
}
