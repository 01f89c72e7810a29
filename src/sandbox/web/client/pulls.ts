import type { PullRequestSummary } from '../../view-model.ts';
import { h, icon, plural } from './dom.ts';
import { personName } from './people.ts';

/** The sandbox's pull requests, for its front page. */
export function pullsView(pulls: readonly PullRequestSummary[]): HTMLElement {
  if (pulls.length === 0) return h('p', { class: 'muted' }, 'No pull request has been opened in this sandbox.');
  return h('ul', { class: 'pulls card' }, pulls.map(pullItem));
}

function pullItem(pull: PullRequestSummary): HTMLElement {
  return h(
    'li',
    {},
    h('span', { class: `state ${pull.state}` }, icon('branch'), pull.state),
    h(
      'a',
      { href: `/${pull.owner}/${pull.name}/pull/${pull.number}` },
      `${pull.owner}/${pull.name} #${pull.number} ${pull.title}`,
    ),
    h('span', { class: 'muted' }, 'by ', personName(pull.author), `, ${plural(pull.openThreads, 'open conversation')}`),
  );
}
