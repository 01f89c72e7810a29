import type { DiffLineView } from '../../view-model.ts';
import { h, type Child } from './dom.ts';

const keyword =
  /^(\s*)(FROM|RUN|CMD|LABEL|EXPOSE|ENV|ADD|COPY|ENTRYPOINT|VOLUME|USER|WORKDIR|ARG|ONBUILD|STOPSIGNAL|HEALTHCHECK|SHELL|MAINTAINER)(?=\s|$)/i;

/** A line of code as nodes; in Dockerfiles keywords, comments and strings have their colours. */
export function codeLine(path: string, text: string): Child[] {
  if (!/(^|\/)(Dockerfile|Containerfile)[^/]*$|\.dockerfile$/i.test(path)) return [text];
  if (/^\s*#/.test(text)) return [h('span', { class: 'tok-comment' }, text)];
  const found = keyword.exec(text);
  if (found === null) return strings(text);
  const [whole, indent = '', word = ''] = found;
  return [indent, h('span', { class: 'tok-keyword' }, word), ...strings(text.slice(whole.length))];
}

function strings(text: string): Child[] {
  return text
    .split(/("(?:[^"\\]|\\.)*"|'[^']*')/)
    .map((part) => (/^["']/.test(part) && part.length > 1 ? h('span', { class: 'tok-string' }, part) : part));
}

/** One row of a diff: both line numbers, the sign, the text. */
export function diffRow(
  path: string,
  line: DiffLineView,
  attributes: { readonly id?: string; readonly marked?: boolean } = {},
): HTMLTableRowElement {
  const sign = line.type === 'added' ? '+' : line.type === 'removed' ? '-' : ' ';
  const marked = attributes.marked === true ? ' marked' : '';
  return h(
    'tr',
    { class: `line ${line.type}${marked}`, id: attributes.id },
    h('td', { class: 'number' }, line.old),
    h('td', { class: 'number' }, line.new),
    h('td', { class: 'sign' }, sign),
    h(
      'td',
      { class: 'code' },
      codeLine(path, line.text),
      line.noNewline ? h('span', { class: 'no-newline', title: 'No newline at the end of the file' }, '⊘') : null,
    ),
  );
}
