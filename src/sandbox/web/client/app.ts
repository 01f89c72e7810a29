import { listen, readPull, readPulls, type PullAddress } from './api.ts';
import { checksView } from './checks.ts';
import { conversationView } from './conversation.ts';
import { h } from './dom.ts';
import { filesView } from './files.ts';
import { pullHeader, views, type View } from './header.ts';
import { changedEvent, showNotice } from './notice.ts';
import { keepReaderState } from './reader-state.ts';
import type { PullRequestPage } from '../page-model.ts';
import { pullsView } from './pulls.ts';

/** What the address bar asks for: one pull request in one view, or the list. */
interface Route {
  readonly pull: PullAddress | undefined;
  readonly view: View;
}

function currentRoute(): Route {
  const [, owner, repository, number, name] =
    /^\/([^/]+)\/([^/]+)\/pull\/(\d+)(?:\/(\w+))?$/.exec(location.pathname) ?? [];
  const view = views.find((candidate) => candidate === name) ?? 'conversation';
  if (owner === undefined || repository === undefined) return { pull: undefined, view };
  return { pull: { owner, repository, number: Number(number) }, view };
}

function pathOf(pull: PullAddress, view: View): string {
  const path = `/${pull.owner}/${pull.repository}/pull/${pull.number}`;
  return view === 'conversation' ? path : `${path}/${view}`;
}

const main = document.getElementById('main') ?? document.body;
let shown: PullRequestPage | undefined;

function showPull(address: PullAddress, view: View, pull: PullRequestPage): void {
  const paths = { checks: pathOf(address, 'checks'), files: pathOf(address, 'files') };
  const content = {
    conversation: () => conversationView(address, pull, paths),
    checks: () => checksView(address, pull, paths.files),
    files: () => filesView(address, pull),
  };
  document.title = `${pull.title} · ${address.owner}/${address.repository} #${address.number}`;
  const page = [pullHeader(pull, view, (name) => pathOf(address, name)), content[view]()];
  keepReaderState(main, () => {
    main.replaceChildren(...page);
  });
  shown = pull;
}

async function refresh(): Promise<void> {
  const { pull, view } = currentRoute();
  try {
    if (pull === undefined) main.replaceChildren(h('h1', {}, 'Pull requests'), pullsView(await readPulls()));
    else showPull(pull, view, await readPull(pull));
  } catch (error) {
    showNotice(error instanceof Error ? error.message : String(error));
  }
}

/** One read at a time; what happens meanwhile is seen by one more read. */
let reading: Promise<void> | undefined;
let again = false;
function refreshSoon(): void {
  if (reading !== undefined) {
    again = true;
    return;
  }
  reading = refresh().finally(() => {
    reading = undefined;
    if (again) {
      again = false;
      refreshSoon();
    }
  });
}

function scrollToHash(): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  // A file from its head on, a line in the middle of what leads to it.
  target?.scrollIntoView({ block: target.matches('details') ? 'start' : 'center' });
}

/** Follows links between the views without loading the page anew. */
function followLink(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  const { pull } = currentRoute();
  if (link === null || pull === undefined || shown === undefined) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || link.origin !== location.origin) return;
  if (link.pathname === location.pathname || !views.some((view) => pathOf(pull, view) === link.pathname)) return;
  event.preventDefault();
  history.pushState(null, '', link.href);
  showPull(pull, currentRoute().view, shown);
  if (link.hash === '') window.scrollTo(0, 0);
  scrollToHash();
}

document.addEventListener('click', followLink);
document.addEventListener(changedEvent, refreshSoon);
window.addEventListener('popstate', refreshSoon);
await refresh();
scrollToHash();
listen(refreshSoon, (open) => {
  const live = document.getElementById('live');
  live?.classList.toggle('on', open);
  live?.replaceChildren(open ? 'live' : 'reconnecting');
  if (open) refreshSoon();
});
