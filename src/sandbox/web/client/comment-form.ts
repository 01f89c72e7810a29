import { postComment, type PullAddress } from './api.ts';
import { h } from './dom.ts';
import { busyButton } from './notice.ts';

/** Where a person writes: in the conversation, or below the thread of a comment. A draft outlives the redrawing of the page. */
export function commentForm(pull: PullAddress, label: string, inReplyTo?: number): HTMLElement {
  const key = `draft:${inReplyTo ?? 'conversation'}`;
  const text = h('textarea', { 'data-key': key, rows: inReplyTo === undefined ? 3 : 1, 'aria-label': label });
  const button = busyButton(label, 'Saving …', async () => {
    if (text.value.trim() === '') throw new Error('Write something first.');
    await postComment(pull, text.value, inReplyTo);
    text.value = '';
  });
  return h('div', { class: 'comment-form' }, text, button);
}

/** The reactions to a comment, each with how many gave it. */
export function reactionList(reactions: readonly string[] | undefined): HTMLElement | null {
  if (reactions === undefined || reactions.length === 0) return null;
  const counts = new Map<string, number>();
  for (const one of reactions) counts.set(one, (counts.get(one) ?? 0) + 1);
  const items = [...counts].map(([name, count]) => h('li', { title: name }, `${signs[name] ?? name} ${count}`));
  return h('ul', { class: 'reactions', 'aria-label': 'Reactions' }, items);
}

/** GitHub's eight. */
const signs: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  hooray: '🎉',
  confused: '😕',
  heart: '❤️',
  rocket: '🚀',
  eyes: '👀',
};
