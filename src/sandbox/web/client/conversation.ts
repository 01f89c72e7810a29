import type { CheckRunItem, CommitItem } from '../../view-model.ts';
import type { PullRequestPage, ThreadPage, TimelinePage } from '../page-model.ts';
import type { PullAddress } from './api.ts';
import { commentForm, reactionList } from './comment-form.ts';
import { h, icon, plural, rendered, type Child } from './dom.ts';
import { avatar, conclusionBadge, personName, shortSha, timeAgo } from './people.ts';
import { hidden, openThreads, threadWithExcerpt } from './thread.ts';

/** Where the other two views of the pull request are. */
export interface PullPaths {
  readonly checks: string;
  readonly files: string;
}

type Item<K> = Extract<TimelinePage, { readonly kind: K }>;

/** What happened, oldest first, and at its end how the pull request stands. */
export function conversationView(address: PullAddress, pull: PullRequestPage, paths: PullPaths): HTMLElement {
  const description = entry(
    avatar(pull.author),
    card([personName(pull.author), ' opened this ', timeAgo(pull.createdAt)], rendered(pull.body)),
  );
  const threads = new Map(pull.threads.map((thread) => [thread.id, thread]));
  const items = pull.timeline.map((item) => timelineItem(address, item, threads, paths));
  const own = entry(avatar(pull.author), commentForm(address, 'Comment'));
  const timeline = h('ol', { class: 'timeline' }, description, items, own);
  return h('div', { class: 'conversation' }, timeline, standing(pull, paths));
}

function timelineItem(
  address: PullAddress,
  item: TimelinePage,
  threads: ReadonlyMap<string, ThreadPage>,
  paths: PullPaths,
): HTMLElement {
  switch (item.kind) {
    case 'commit':
      return commitItem(item);
    case 'check-run':
      return checkItem(item, paths);
    case 'comment':
      return entry(
        avatar(item.author),
        card(
          [personName(item.author), ' commented ', timeAgo(item.at), hidden(item.minimized)],
          [rendered(item.body), reactionList(item.reactions)],
        ),
      );
    case 'review':
      return reviewItem(address, item, threads, paths);
  }
}

function reviewItem(
  address: PullAddress,
  item: Item<'review'>,
  threads: ReadonlyMap<string, ThreadPage>,
  paths: PullPaths,
): HTMLElement {
  const own = item.threads.map((id) => threads.get(id)).filter((thread) => thread !== undefined);
  const head = [personName(item.author), ' reviewed ', shortSha(item.sha), ' ', timeAgo(item.at)];
  const excerpts = own.map((thread) => threadWithExcerpt(address, thread, paths.files));
  return entry(avatar(item.author), [card(head, rendered(item.body)), h('div', { class: 'excerpts' }, excerpts)]);
}

function commitItem(item: CommitItem): HTMLElement {
  return entry(
    h('span', { class: 'node' }, icon('commit')),
    h(
      'p',
      { class: 'event' },
      personName(item.author),
      ' committed ',
      h('span', {}, item.title),
      ' ',
      shortSha(item.sha),
      ' ',
      timeAgo(item.at),
    ),
  );
}

function checkItem(item: CheckRunItem, paths: PullPaths): HTMLElement {
  const badge = conclusionBadge(item.conclusion);
  return entry(
    h('span', { class: `node ${badge.tone}` }, badge.sign),
    h(
      'p',
      { class: 'event' },
      h('strong', {}, item.name),
      ` ${badge.words} on `,
      shortSha(item.sha),
      ': ',
      h('a', { href: paths.checks }, item.title ?? item.conclusion),
      ' ',
      timeAgo(item.at),
    ),
  );
}

/** How the pull request stands now: its checks and what still waits for an answer. */
function standing(pull: PullRequestPage, paths: PullPaths): HTMLElement {
  const open = openThreads(pull).length;
  const waiting = standingLine('pending', icon('dot'), ['Waiting for a check run on ', shortSha(pull.head.sha)]);
  const checks = pull.checks.map((check) => {
    const badge = conclusionBadge(check.status === 'completed' ? check.conclusion : null);
    const link = h('a', { href: paths.checks }, check.title ?? 'Details');
    return standingLine(badge.tone, badge.sign, [h('strong', {}, check.name), ` ${badge.words}: `, link]);
  });
  const threads =
    open === 0
      ? standingLine('good', icon('check'), 'No open conversation')
      : standingLine('neutral', icon('comment'), h('a', { href: paths.files }, plural(open, 'open conversation')));
  const lines = [...(pull.checks.length === 0 ? [waiting] : checks), threads];
  return h('aside', { class: 'card standing', 'aria-label': 'State' }, h('ul', {}, lines));
}

function standingLine(tone: string, sign: SVGSVGElement, content: Child): HTMLElement {
  return h('li', { class: tone }, sign, h('div', {}, content));
}

function entry(mark: HTMLElement, content: Child): HTMLElement {
  return h('li', { class: 'entry' }, h('div', { class: 'mark' }, mark), h('div', { class: 'entry-main' }, content));
}

function card(head: Child, body: Child): HTMLElement {
  return h('article', { class: 'card' }, h('header', { class: 'card-head' }, head), body);
}
