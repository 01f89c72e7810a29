/**
 * Redraws `root` by `draw` and keeps what the reader had done to it: which `details[data-key]` are open or closed,
 * what stands in each `textarea[data-key]` and which of them is written in, where the page is scrolled to.
 */
export function keepReaderState(root: HTMLElement, draw: () => void): void {
  const before = new Map<string, boolean>();
  for (const element of keyed(root)) before.set(element.dataset['key'] ?? '', element.open);
  const drafts = new Map<string, string>();
  for (const area of areas(root)) drafts.set(area.dataset['key'] ?? '', area.value);
  const focused = document.activeElement instanceof HTMLTextAreaElement ? document.activeElement : undefined;
  const { scrollX, scrollY } = window;
  draw();
  for (const element of keyed(root)) element.open = before.get(element.dataset['key'] ?? '') ?? element.open;
  for (const area of areas(root)) restore(area, drafts, focused);
  window.scrollTo(scrollX, scrollY);
}

function restore(
  area: HTMLTextAreaElement,
  drafts: ReadonlyMap<string, string>,
  focused: HTMLTextAreaElement | undefined,
): void {
  const key = area.dataset['key'] ?? '';
  area.value = drafts.get(key) ?? '';
  if (focused?.dataset['key'] !== key) return;
  area.focus({ preventScroll: true });
  area.setSelectionRange(focused.selectionStart, focused.selectionEnd);
}

function areas(root: HTMLElement): NodeListOf<HTMLTextAreaElement> {
  return root.querySelectorAll<HTMLTextAreaElement>('textarea[data-key]');
}

function keyed(root: HTMLElement): NodeListOf<HTMLDetailsElement> {
  return root.querySelectorAll<HTMLDetailsElement>('details[data-key]');
}
