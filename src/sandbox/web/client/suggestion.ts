import type { SuggestionView } from '../../view-model.ts';
import { applySuggestion, type PullAddress } from './api.ts';
import { changedPieces } from './word-diff.ts';
import { h, type Child } from './dom.ts';
import { busyButton } from './notice.ts';

/** The suggested change as a small diff, with the button that commits it. */
export function suggestionBox(pull: PullAddress, comment: number, suggestion: SuggestionView): HTMLElement {
  const { before, after, blocked } = suggestion;
  const button = busyButton('Apply suggestion', 'Committing …', () => applySuggestion(pull, comment));
  button.classList.add('primary');
  button.disabled = blocked !== null;
  const title = after.length === 0 ? 'Suggested change: delete' : 'Suggested change';
  const why = blocked === null ? null : h('span', { class: 'muted' }, `cannot be applied: ${blocked}`);
  return h(
    'div',
    { class: 'suggestion' },
    h('div', { class: 'suggestion-head' }, h('span', {}, title), why, button),
    h(
      'table',
      { class: 'diff', 'aria-label': title },
      h('tbody', {}, rows('removed', suggestion.start, before, after), rows('added', suggestion.start, after, before)),
    ),
  );
}

function rows(
  type: 'added' | 'removed',
  start: number,
  lines: readonly string[],
  others: readonly string[],
): HTMLTableRowElement[] {
  const comparable = lines.length === others.length;
  return lines.map((text, index) =>
    h(
      'tr',
      { class: `line ${type}` },
      h('td', { class: 'number' }, start + index),
      h('td', { class: 'sign' }, type === 'added' ? '+' : '-'),
      h('td', { class: 'code' }, comparable ? markChange(text, others[index] ?? '') : text),
    ),
  );
}

function markChange(text: string, other: string): Child {
  return changedPieces(text, other).map((piece) => (piece.changed ? h('mark', {}, piece.text) : piece.text));
}
