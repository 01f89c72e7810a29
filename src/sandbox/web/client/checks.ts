import type { AnnotationView } from '../../view-model.ts';
import type { CheckRunPage, PullRequestPage } from '../page-model.ts';
import { requestAction, rerun, type PullAddress } from './api.ts';
import { h, icon, plural, rendered } from './dom.ts';
import { busyButton } from './notice.ts';
import { conclusionBadge, shortSha, timeAgo } from './people.ts';
import { lineId } from './thread.ts';

/** The check runs of the current head: conclusion, summary, annotations and buttons. */
export function checksView(address: PullAddress, pull: PullRequestPage, filesPath: string): HTMLElement {
  const waiting = h(
    'section',
    { class: 'card waiting' },
    h('p', {}, icon('dot'), ' No check run has been reported for ', shortSha(pull.head.sha), ' yet.'),
  );
  return h(
    'div',
    { class: 'checks' },
    pull.checks.length === 0 ? waiting : pull.checks.map((check) => checkBox(address, check, filesPath)),
  );
}

function checkBox(address: PullAddress, check: CheckRunPage, filesPath: string): HTMLElement {
  const badge = conclusionBadge(check.status === 'completed' ? check.conclusion : null);
  const buttons = check.actions.map((action) => {
    const button = busyButton(action.label, 'Asked', () => requestAction(address, check.id, action.identifier));
    button.title = action.description;
    return button;
  });
  const again = busyButton('Re-run', 'Asked', () => rerun(address, check.id));
  return h(
    'section',
    { class: 'card check', 'data-conclusion': check.conclusion ?? 'none' },
    h(
      'header',
      { class: 'check-head' },
      h('span', { class: `badge ${badge.tone}` }, badge.sign),
      h(
        'div',
        {},
        h('h2', {}, `${check.name}: ${check.title ?? badge.words}`),
        h(
          'p',
          { class: 'muted' },
          `${badge.words}, by ${check.app}, on `,
          shortSha(check.sha),
          ' ',
          timeAgo(check.completedAt ?? check.startedAt),
        ),
      ),
      buttons,
      again,
    ),
    check.summary === null ? null : rendered(check.summary),
    check.text === null ? null : rendered(check.text),
    annotationList(check.annotations, filesPath),
  );
}

function annotationList(annotations: readonly AnnotationView[], filesPath: string): HTMLElement | null {
  if (annotations.length === 0) return null;
  return h(
    'section',
    { class: 'annotations' },
    h('h3', {}, plural(annotations.length, 'annotation')),
    annotations.map((annotation) => annotationBox(annotation, filesPath)),
  );
}

function annotationBox(annotation: AnnotationView, filesPath: string): HTMLElement {
  const { path, startLine, endLine, level } = annotation;
  const lines = startLine === endLine ? `line ${startLine}` : `lines ${startLine}–${endLine}`;
  return h(
    'article',
    { class: `annotation ${level}` },
    icon(level === 'notice' ? 'info' : level === 'warning' ? 'warning' : 'cross'),
    h(
      'div',
      {},
      h(
        'p',
        {},
        h('strong', {}, annotation.title ?? level),
        ' ',
        h('a', { href: `${filesPath}#${encodeURIComponent(lineId(path, endLine))}` }, `${path} ${lines}`),
      ),
      h('p', { class: 'message' }, annotation.message),
      annotation.rawDetails === null ? null : h('pre', {}, annotation.rawDetails),
    ),
  );
}
