import { createHash } from 'node:crypto';
import type { Dockerfile, Instruction } from '../dockerfile/model.ts';
import type { Finding } from '../lint/finding.ts';
import { instructionAt } from '../lint/locate.ts';

/**
 * One fingerprint per finding, in their order: rule, path, the normalised text of the instruction, and which of its
 * twins it is. No line number: a line inserted above must not repeat a comment. `path` is the head's, also for the
 * base's text of a renamed file, so that the two compare.
 */
export function fingerprintsOf(path: string, file: Dockerfile, findings: readonly Finding[]): readonly string[] {
  const seen = new Map<string, number>();
  const textOf = instructionTexts(file);
  const inFileOrder = findings.map((finding, index) => ({ finding, index }));
  inFileOrder.sort((a, b) => a.finding.span.start - b.finding.span.start || a.index - b.index);
  const prints = new Array<string>(findings.length);
  for (const { finding, index } of inFileOrder) {
    const identity = JSON.stringify([finding.rule, path, textOf(finding)]);
    const twin = seen.get(identity) ?? 0;
    seen.set(identity, twin + 1);
    prints[index] = shortHash(`${identity}#${twin}`);
  }
  return prints;
}

/**
 * Of a finding, a hash of its instruction: the logical line and the heredocs with runs of blanks as one, so that
 * another indentation is no other finding. A long instruction with many findings is read once.
 */
function instructionTexts(file: Dockerfile): (finding: Finding) => string {
  const { text } = file.source;
  const hashes = new Map<Instruction, string>();
  return ({ span }) => {
    const instruction = instructionAt(file, span.start);
    if (instruction === undefined) return shortHash(normalise(text.slice(span.start, span.end)));
    const known = hashes.get(instruction);
    if (known !== undefined) return known;
    const bodies = instruction.heredocs.map(({ body }) => text.slice(body.start, body.end));
    const hash = shortHash(normalise([instruction.line.text, ...bodies].join('\n')));
    hashes.set(instruction, hash);
    return hash;
  };
}

function normalise(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** 64 bits of SHA-256: enough to tell the findings of one pull request apart, short enough for a comment. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** An HTML comment that shows nothing and holds the markers; `[a-z0-9-]` only, so that nothing can end it early. */
export function markerComment(markers: readonly string[]): string {
  return `<!-- dockerfile-review:${markers.join(',')} -->`;
}

/**
 * The markers of a body that we wrote ourselves. Only an HTML comment at the very start counts: further down a body
 * quotes the Dockerfile, and whoever wrote that could forge a marker to silence a finding.
 */
export function markersIn(body: string): readonly string[] {
  const match = /^<!-- dockerfile-review:([a-z0-9,-]*) -->/.exec(body);
  return (match?.[1] ?? '').split(',').filter((marker) => marker !== '');
}
