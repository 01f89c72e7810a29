import { sourceSpan, type MappedText } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import type { JsonArray } from './model.ts';

/**
 * Read a whole text as a JSON array of strings. `undefined`: Docker takes the text as shell form, silently.
 * `not-strings`: valid JSON with another kind of element, which Docker refuses to build.
 */
export function readJsonArray(text: MappedText): JsonArray | 'not-strings' | undefined {
  if (!text.text.startsWith('[')) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text.text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value)) return undefined;
  if (!value.every((element) => typeof element === 'string')) return 'not-strings';
  const spans = stringSpans(text.text).map((span) => sourceSpan(text, span));
  return { values: value, spans, span: sourceSpan(text, { start: 0, end: text.text.lastIndexOf(']') + 1 }) };
}

/** The quoted strings of a text that is known to be valid JSON. */
function stringSpans(json: string): readonly Span[] {
  const spans: Span[] = [];
  for (let start = json.indexOf('"'); start >= 0;) {
    let end = start + 1;
    while (json[end] !== '"') end += json[end] === '\\' ? 2 : 1;
    spans.push({ start, end: end + 1 });
    start = json.indexOf('"', end + 1);
  }
  return spans;
}
