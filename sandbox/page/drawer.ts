import { el } from './element.ts';

/** Servers, channels and who one is: next to the messages, on a narrow screen a drawer over them. */
export function createDrawer(contents: HTMLElement[]) {
  const drawer = el('div', { className: 'drawer', id: 'drawer' }, ...contents);
  const scrim = el('div', { className: 'scrim', hidden: true });
  const button = el(
    'button',
    { type: 'button', id: 'open-drawer', ariaLabel: 'Channels and people', ariaExpanded: 'false' },
    el('i'),
    el('i'),
    el('i'),
  );

  function show(open: boolean): void {
    drawer.classList.toggle('open', open);
    scrim.hidden = !open;
    button.ariaExpanded = String(open);
  }

  button.addEventListener('click', () => show(true));
  scrim.addEventListener('click', () => show(false));
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') show(false);
  });
  return { elements: [drawer, scrim], button, close: () => show(false) };
}
