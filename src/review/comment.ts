import type { Finding, Severity } from '../lint/finding.ts';
import { markerComment } from './fingerprint.ts';
import { linkTo } from './links.ts';
import { fence, message, shorten, visible } from './markdown.ts';
import type { LineRange, Suggestion } from './model.ts';

const words: Readonly<Record<Severity, string>> = { error: 'Error', warning: 'Warning', info: 'Note' };

/** A message is three sentences; what is longer quotes a very long line. */
const longestMessage = 1500;

/** Findings of one instruction that are said in full. More than that is rare, and nobody reads it. */
const mostFindings = 8;

/** Lines and characters of a block that a person is to type; beyond that the title says enough. */
const longestBlock = { lines: 40, characters: 4000 };

/** The severity's word and the rule's message, as one line of Markdown. */
export function sayFinding({ severity, message: text }: Finding): string {
  return `**${words[severity]}:** ${message(shorten(text, longestMessage))}`;
}

/** A rule's message as plain text, for where GitHub renders no Markdown. */
export function sayPlainly(finding: Finding): string {
  return visible(shorten(finding.message, longestMessage));
}

/** "line 3", "lines 3 to 5". */
export function sayLines({ first, last }: LineRange): string {
  return first === last ? `line ${first}` : `lines ${first} to ${last}`;
}

/**
 * The body of one comment: the worst finding, what else is wrong with the instruction, the suggestion, and in small
 * print which rules speak.
 */
export function commentBody(
  findings: readonly Finding[],
  fingerprints: readonly string[],
  suggestion: Suggestion | undefined,
  /** Said behind the findings where the comment is on another file than theirs. */
  about?: string,
): string {
  const [worst, ...others] = findings.slice(0, mostFindings);
  const more = findings.length - mostFindings;
  const parts = [
    worst === undefined ? '' : sayFinding(worst),
    others.map((finding) => `- ${sayFinding(finding)}`).join('\n'),
    more > 0 ? `…and ${more} more on this instruction, all in the check run.` : '',
    about ?? '',
    suggestion === undefined ? '' : sayFix(suggestion),
    smallPrint(findings, suggestion),
  ];
  return `${markerComment(fingerprints)}\n${parts.filter((part) => part !== '').join('\n\n')}`;
}

/** Which rules speak, linked to their pages, and whether the suggestion may be trusted. */
function smallPrint(findings: readonly Finding[], suggestion: Suggestion | undefined): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))].map(linkTo);
  const trust = suggestion === undefined ? [] : [suggestion.safety === 'safe' ? 'safe to apply' : 'needs a look'];
  return `<sub>${[...rules, ...trust].join(' · ')}</sub>`;
}

/** The suggestion that a click applies, or the lines to write by hand and why no click can. */
export function sayFix(suggestion: Suggestion): string {
  const { title, safety, lines, blocked } = suggestion;
  const trust = safety === 'safe' ? '' : ' Probably what you mean; check before you apply it.';
  if (blocked === undefined) return `${message(title)}.${trust}\n\n${fence('suggestion', lines)}`;
  const byHand = `${message(title)}.${trust} There is no button for it: ${blocked}.`;
  const size = lines.reduce((sum, line) => sum + line.length, 0);
  if (lines.length > longestBlock.lines || size > longestBlock.characters) return byHand;
  return `${byHand} ${sayReplacement(suggestion)}`;
}

function sayReplacement({ first, last, lines }: Suggestion): string {
  const block = `\n\n${fence('dockerfile', lines.map(visible))}`;
  if (last < first) return `Above line ${first}:${block}`;
  const range = sayLines({ first, last });
  if (lines.length === 0) return `Delete ${range}.`;
  return `${range.charAt(0).toUpperCase()}${range.slice(1)} ${first === last ? 'becomes' : 'become'}:${block}`;
}
