/**
 * Redraws `root` by `draw` and keeps what the reader had done to it: which `details[data-key]` are open or closed,
 * where the page is scrolled to.
 */
export function keepReaderState(root: HTMLElement, draw: () => void): void {
  const before = new Map<string, boolean>();
  for (const element of keyed(root)) before.set(element.dataset['key'] ?? '', element.open);
  const { scrollX, scrollY } = window;
  draw();
  for (const element of keyed(root)) element.open = before.get(element.dataset['key'] ?? '') ?? element.open;
  window.scrollTo(scrollX, scrollY);
}

function keyed(root: HTMLElement): NodeListOf<HTMLDetailsElement> {
  return root.querySelectorAll<HTMLDetailsElement>('details[data-key]');
}
