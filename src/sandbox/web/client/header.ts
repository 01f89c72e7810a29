import type { PullRequestPage } from '../page-model.ts';
import { h, icon } from './dom.ts';
import { changeCount } from './files.ts';
import { personName } from './people.ts';
import { openThreads } from './thread.ts';

export const views = ['conversation', 'checks', 'files'] as const;
export type View = (typeof views)[number];

const viewNames: Readonly<Record<View, string>> = {
  conversation: 'Conversation',
  checks: 'Checks',
  files: 'Files changed',
};

/** Title, state and branches of the pull request, and the way to its three views. */
export function pullHeader(pull: PullRequestPage, current: View, pathOf: (view: View) => string): HTMLElement {
  const { owner, name } = pull.repository;
  const state = pull.draft && pull.state === 'open' ? 'draft' : pull.state;
  return h(
    'header',
    { class: 'pull-header' },
    h('p', { class: 'crumbs' }, h('a', { href: '/' }, `${owner}/${name}`)),
    h('h1', {}, pull.title, ' ', h('span', { class: 'muted' }, `#${pull.number}`)),
    h(
      'p',
      { class: 'pull-state' },
      h('span', { class: `state ${state}` }, icon('branch'), state),
      personName(pull.author),
      ' wants to merge ',
      h('code', { class: 'branch' }, pull.head.branch),
      ' into ',
      h('code', { class: 'branch' }, pull.base.branch),
    ),
    h(
      'nav',
      { class: 'tabs', 'aria-label': 'Pull request' },
      views.map((view) => tab(view, count(pull, view), view === current, pathOf(view))),
      changeCount(pull),
    ),
  );
}

function count(pull: PullRequestPage, view: View): number {
  if (view === 'files') return pull.files.length;
  return view === 'checks' ? pull.checks.length : openThreads(pull).length;
}

function tab(view: View, size: number, current: boolean, path: string): HTMLElement {
  const label = [icon(view === 'conversation' ? 'comment' : view === 'checks' ? 'check' : 'file'), viewNames[view]];
  const attributes = { href: path, 'data-view': view, 'aria-current': current ? 'page' : undefined };
  return h('a', attributes, label, h('span', { class: 'count' }, size));
}
