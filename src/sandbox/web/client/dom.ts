import type { Html } from '../page-model.ts';

export type Child = Node | string | number | null | undefined | readonly Child[];

/** Attributes by name; true sets an empty one, false and undefined leave it out; `onClick` listens. */
export interface Attributes {
  readonly [name: string]: string | number | boolean | undefined | ((event: MouseEvent) => void);
  readonly onClick?: (event: MouseEvent) => void;
}

/** An element with its children. Strings become text nodes, so no text can turn into markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function')
      element.addEventListener('click', (event) => {
        value(event as MouseEvent);
      });
    else if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  append(element, children);
  return element;
}

/** The one place where HTML enters the page: Markdown that the server has rendered and cleaned. */
export function rendered(html: Html, className = 'markdown'): HTMLDivElement {
  const box = h('div', { class: className });
  box.innerHTML = html;
  return box;
}

export function icon(name: keyof typeof iconPaths): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', iconPaths[name]);
  svg.append(path);
  return svg;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined) continue;
    if (typeof child === 'object' && !(child instanceof Node)) append(parent, child);
    else parent.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Strokes on a 16 by 16 field. */
const iconPaths = {
  branch:
    'M4.5 4.5v7M4.5 11.5a1.5 1.5 0 1 0 .01 0M4.5 4.5a1.5 1.5 0 1 0-.01 0M11.5 11.5a1.5 1.5 0 1 0 .01 0M11.5 11.5V7a2 2 0 0 0-2-2H8m1.5-1.8L7.7 5l1.8 1.8',
  check: 'M3.5 8.5l3 3 6-7',
  cross: 'M4.5 4.5l7 7m0-7l-7 7',
  dot: 'M8 6.5a1.5 1.5 0 1 0 .01 0',
  dash: 'M4 8h8',
  commit: 'M1.5 8h4m5 0h4M8 5.5a2.5 2.5 0 1 0 .01 0',
  comment: 'M2.5 3.5h11v7.5H8l-3 2.5V11H2.5z',
  eye: 'M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 .01 0',
  file: 'M4 2h5l3 3v9H4zM9 2v3h3',
  warning: 'M8 2.5L14.5 13.5H1.5zM8 6.5v3.2M8 11.6v.1',
  info: 'M8 2a6 6 0 1 0 .01 0M8 7.5v3.5M8 5v.1',
} as const;
