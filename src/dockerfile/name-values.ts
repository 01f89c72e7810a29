import { isBlank } from './blanks.ts';

/**
 * What the builder's parser refuses in the arguments of ENV and LABEL; undefined when it takes them.
 * (`ENV name a value` without `=` is the old form, and fine.)
 */
export function nameValueProblem(keyword: string, args: string, escape: string): string | undefined {
  const words = quotedWords(args, escape);
  const [first] = words;
  if (first === undefined) return undefined;
  if (!first.includes('=')) return /[\t\v\f\r ]/.test(args) ? undefined : `${keyword} must have two arguments`;
  const wrong = words.find((word) => !word.includes('='));
  if (wrong === undefined) return undefined;
  return `Syntax error - can't find = in ${JSON.stringify(wrong)}. Must be of the form: name=value`;
}

/** Words between blanks, where quotes and escapes hold words together and stay in them. */
export function quotedWords(text: string, escape: string): readonly string[] {
  const words: string[] = [];
  let start = -1;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const unit = text[at]!;
    if (quote === '' && isBlank(unit.charCodeAt(0))) {
      if (start >= 0) words.push(text.slice(start, at));
      start = -1;
      continue;
    }
    if (start < 0) start = at;
    if (unit === quote) quote = '';
    else if (quote === '' && (unit === '"' || unit === "'")) quote = unit;
    else if (unit === escape && quote !== "'") at++;
  }
  if (start >= 0) words.push(text.slice(start));
  return words;
}
