import type { createPopup } from './popup.ts';

type Does = {
  submit(): void;
  cancel(): void;
  /** Backspace; true if it took something away */
  back(): boolean;
};

/** The keys of the message box: arrows move in the popup, Tab and Enter take, Escape closes. */
export function onKeys(box: HTMLInputElement, popup: ReturnType<typeof createPopup>, does: Does): void {
  box.addEventListener('keydown', (event) => {
    if (!event.isComposing && handle(event, popup, does)) event.preventDefault();
  });
}

function handle(event: KeyboardEvent, popup: ReturnType<typeof createPopup>, does: Does): boolean {
  switch (event.key) {
    case 'ArrowDown':
    case 'ArrowUp':
      if (popup.isOpen) popup.move(event.key === 'ArrowDown' ? 1 : -1);
      return popup.isOpen;
    case 'Tab':
      return !event.shiftKey && popup.pick(true);
    case 'Enter':
      if (!popup.pick(false)) does.submit();
      return true;
    case 'Escape':
      if (popup.isOpen) popup.hide();
      else does.cancel();
      return true;
    case 'Backspace':
      return does.back();
    default:
      return false;
  }
}
