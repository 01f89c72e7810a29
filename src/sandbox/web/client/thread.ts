import type { DiffLineView } from '../../view-model.ts';
import type { CommentPage, PullRequestPage, ThreadPage } from '../page-model.ts';
import { setResolved, type PullAddress } from './api.ts';
import { diffRow } from './code.ts';
import { commentForm, reactionList } from './comment-form.ts';
import { h, icon, rendered } from './dom.ts';
import { busyButton } from './notice.ts';
import { avatar, personName, timeAgo } from './people.ts';
import { suggestionBox } from './suggestion.ts';

/** A review thread with its comments; one that is resolved or outdated is closed until somebody opens it. */
export function threadBox(pull: PullAddress, thread: ThreadPage, key: string): HTMLElement {
  const comments = thread.comments.map((comment) => commentBox(pull, comment));
  const button = busyButton(thread.resolved ? 'Unresolve' : 'Resolve conversation', 'Saving …', () =>
    setResolved(pull, thread.id, !thread.resolved),
  );
  const root = thread.comments[0]?.id;
  const reply = root === undefined ? null : commentForm(pull, 'Reply', root);
  const body = [comments, h('div', { class: 'thread-foot' }, reply, button)];
  const state = threadState(thread);
  const attributes = { class: `thread ${state === undefined ? 'open' : 'settled'}`, 'data-thread': thread.id };
  if (state === undefined) return h('section', { ...attributes, 'aria-label': `Comment on ${place(thread)}` }, body);
  return h(
    'details',
    { ...attributes, 'data-key': `thread:${key}:${thread.id}` },
    h(
      'summary',
      {},
      icon(thread.resolved ? 'check' : 'dash'),
      h('span', {}, state),
      h('span', { class: 'muted gist' }, gist(thread)),
    ),
    body,
  );
}

/** The thread under the lines of the diff it was written on, as the conversation shows it. */
export function threadWithExcerpt(pull: PullAddress, thread: ThreadPage, filesPath: string): HTMLElement {
  const anchor = thread.line === null ? '' : `#${encodeURIComponent(lineId(thread.path, thread.line))}`;
  return h(
    'div',
    { class: 'excerpt' },
    h('a', { class: 'excerpt-head', href: filesPath + anchor }, icon('file'), place(thread)),
    thread.excerpt.length === 0
      ? null
      : h(
          'table',
          { class: 'diff' },
          h(
            'tbody',
            {},
            shownLines(thread).map((line) => diffRow(thread.path, line)),
          ),
        ),
    threadBox(pull, thread, 'conversation'),
  );
}

/** The id of a line's row on the page of changed files. */
export function lineId(path: string, line: number): string {
  return `${path}:R${line}`;
}

/** Threads that still wait for an answer. */
export function openThreads(pull: PullRequestPage): readonly ThreadPage[] {
  return pull.threads.filter((thread) => !thread.resolved && !thread.outdated);
}

function threadState(thread: ThreadPage): string | undefined {
  if (!thread.resolved) return thread.outdated ? 'Outdated' : undefined;
  return thread.resolvedBy === null ? 'Resolved' : `Resolved by ${thread.resolvedBy.login.replace(/\[bot\]$/, '')}`;
}

function place(thread: ThreadPage): string {
  const line = thread.line ?? thread.originalLine;
  if (thread.subject === 'file' || line === null) return thread.path;
  const start = thread.startLine ?? (thread.line === null ? thread.originalStartLine : null);
  return start === null || start === line ? `${thread.path} line ${line}` : `${thread.path} lines ${start}–${line}`;
}

/** The commented lines with three before them; git's context is as long. */
function shownLines(thread: ThreadPage): readonly DiffLineView[] {
  const last = thread.originalLine ?? 0;
  const commented = last - (thread.originalStartLine ?? last) + 1;
  return thread.excerpt.slice(-Math.max(4, commented + 3));
}

/** The first words of the thread, for its closed state. */
function gist(thread: ThreadPage): string {
  const [first] = thread.comments;
  return first === undefined ? '' : (rendered(first.body).textContent.trim().split('\n')[0] ?? '');
}

function commentBox(pull: PullAddress, comment: CommentPage): HTMLElement {
  const body = rendered(comment.body);
  if (comment.suggestion !== null) {
    const box = suggestionBox(pull, comment.id, comment.suggestion);
    const slot = body.querySelector('.suggestion-slot');
    if (slot === null) body.append(box);
    else slot.replaceWith(box);
  }
  return h(
    'article',
    { class: 'comment', 'data-comment': comment.id },
    avatar(comment.author),
    h(
      'div',
      { class: 'comment-main' },
      h('header', {}, personName(comment.author), timeAgo(comment.at), hidden(comment.minimized)),
      body,
      reactionList(comment.reactions),
    ),
  );
}

/** Why GitHub would hide it behind a click. */
export function hidden(reason: string | null | undefined): HTMLElement | null {
  return reason === null || reason === undefined ? null : h('span', { class: 'muted' }, ` hidden as ${reason}`);
}
