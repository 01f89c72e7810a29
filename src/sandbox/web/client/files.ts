import type { FileView, HunkView } from '../../view-model.ts';
import type { PullRequestPage, ThreadPage } from '../page-model.ts';
import type { PullAddress } from './api.ts';
import { diffRow } from './code.ts';
import { h, icon, plural, type Child } from './dom.ts';
import { lineId, threadBox } from './thread.ts';

/** The changed files as diffs, each review thread below the line it is about. */
export function filesView(address: PullAddress, pull: PullRequestPage): HTMLElement {
  return h(
    'div',
    { class: 'files' },
    h('nav', { class: 'file-list', 'aria-label': 'Changed files' }, fileList(pull)),
    h(
      'div',
      { class: 'file-diffs' },
      pull.files.map((file) => fileBox(address, file, threadsOf(pull, file))),
    ),
  );
}

function threadsOf(pull: PullRequestPage, file: FileView): readonly ThreadPage[] {
  return pull.threads.filter((thread) => thread.path === file.path);
}

function fileList(pull: PullRequestPage): HTMLElement {
  const items = pull.files.map((file) => {
    const count = threadsOf(pull, file).filter((thread) => !thread.resolved).length;
    const comments = count === 0 ? null : h('span', { class: 'count', title: plural(count, 'open comment') }, count);
    const slash = file.path.lastIndexOf('/') + 1;
    const name = [h('span', { class: 'muted' }, file.path.slice(0, slash)), file.path.slice(slash)];
    return h(
      'li',
      {},
      h('a', { href: `#${encodeURIComponent(file.path)}` }, h('span', { class: 'path' }, name), comments),
    );
  });
  return h('ul', {}, items);
}

function fileBox(address: PullAddress, file: FileView, threads: readonly ThreadPage[]): HTMLElement {
  // On the whole file, or on a line that has changed since: above the diff.
  const onFile = threads.filter((thread) => thread.line === null);
  const moved = file.previousPath === null ? null : [h('span', { class: 'muted' }, `${file.previousPath} → `)];
  return h(
    'details',
    { class: 'file', open: true, id: file.path, 'data-key': `file:${file.path}` },
    h(
      'summary',
      {},
      icon('file'),
      h('h3', { class: 'path' }, moved, file.path),
      h('span', { class: 'label' }, file.status),
      changeCount(file),
    ),
    onFile.length === 0
      ? null
      : h(
          'div',
          { class: 'file-threads' },
          onFile.map((thread) => threadBox(address, thread, 'files')),
        ),
    file.hunks.length === 0
      ? h('p', { class: 'no-diff muted' }, 'No lines to show: binary, renamed, mode changed or too large.')
      : diffTable(address, file, threads),
  );
}

/** "+12 −3", said in words to who cannot see the colours. */
export function changeCount(change: { readonly additions: number; readonly deletions: number }): HTMLElement {
  return h(
    'span',
    { class: 'change-count', title: `${plural(change.additions, 'line')} added, ${change.deletions} removed` },
    h('span', { class: 'plus' }, `+${change.additions}`),
    ' ',
    h('span', { class: 'minus' }, `−${change.deletions}`),
  );
}

function diffTable(address: PullAddress, file: FileView, threads: readonly ThreadPage[]): HTMLElement {
  return h(
    'table',
    { class: 'diff', 'aria-label': `Changes of ${file.path}` },
    h(
      'tbody',
      {},
      file.hunks.map((hunk) => hunkRows(address, file, hunk, threads)),
    ),
  );
}

function hunkRows(address: PullAddress, file: FileView, hunk: HunkView, threads: readonly ThreadPage[]): Child {
  const head = h('tr', { class: 'hunk' }, h('td', { colspan: 4 }, hunk.header));
  const rows = hunk.lines.map((line): Child => {
    const covers = (thread: ThreadPage): boolean => {
      const number = thread.side === 'LEFT' ? line.old : line.new;
      if (number === null || thread.line === null || thread.resolved) return false;
      return (thread.startLine ?? thread.line) <= number && number <= thread.line;
    };
    const here = threads.filter((thread) => thread.line === (thread.side === 'LEFT' ? line.old : line.new));
    const id = line.new === null ? {} : { id: lineId(file.path, line.new) };
    return [diffRow(file.path, line, { ...id, marked: threads.some(covers) }), threadRow(address, here)];
  });
  return [head, rows];
}

function threadRow(address: PullAddress, threads: readonly ThreadPage[]): Child {
  if (threads.length === 0) return null;
  const boxes = threads.map((thread) => threadBox(address, thread, 'files'));
  return h('tr', { class: 'threads' }, h('td', { colspan: 4 }, boxes));
}
