import { h } from './dom.ts';

/** Tells the reader that something did not work; it goes away by itself or on a click. */
export function showNotice(message: string): void {
  const box = document.getElementById('toast');
  if (box === null) return;
  box.replaceChildren(message);
  box.hidden = false;
  setTimeout(() => {
    box.hidden = true;
  }, 8000);
}

/** Sent on the document when a button has changed something: the page is to be read again. */
export const changedEvent = 'sandbox-changed';

/** A button that is out of use while its action runs. After success it stays so until the page has been read again. */
export function busyButton(label: string, busyLabel: string, action: () => Promise<void>): HTMLButtonElement {
  const button = h(
    'button',
    {
      type: 'button',
      onClick: () => {
        void run();
      },
    },
    label,
  );
  const run = async (): Promise<void> => {
    button.disabled = true;
    button.textContent = busyLabel;
    try {
      await action();
      document.dispatchEvent(new Event(changedEvent));
    } catch (error) {
      button.disabled = false;
      button.textContent = label;
      showNotice(error instanceof Error ? error.message : String(error));
    }
  };
  return button;
}
