import { el } from '../element.ts';
import { inline } from './inline-markdown.ts';

const FENCE = /```(?:([\w+-]+)\n)?\n?([^]*?)\n?```/g;

/** Discord's markdown of a message, a description or a field's value, as nodes. */
export function markdown(text: string): Node {
  const fragment = document.createDocumentFragment();
  let at = 0;
  for (const match of text.matchAll(FENCE)) {
    appendLines(fragment, text.slice(at, match.index));
    fragment.append(el('pre', {}, el('code', {}, match[2] ?? '')));
    at = match.index + match[0].length;
  }
  appendLines(fragment, text.slice(at));
  return fragment;
}

function appendLines(fragment: DocumentFragment, text: string): void {
  if (text === '') return;
  let pendingBreak = false;
  for (const line of text.replace(/^\n|\n$/g, '').split('\n')) {
    const block = blockOf(line);
    if (!block && pendingBreak) fragment.append(el('br'));
    fragment.append(...(block ? [block] : inline(line, 'full')));
    pendingBreak = !block;
  }
}

/** Headings, subtext, quotes and list items are lines of their own. */
function blockOf(line: string): HTMLElement | null {
  const heading = /^(#{1,3}) (.+)/.exec(line);
  if (heading)
    return el(
      'div',
      { className: `heading h${heading[1]?.length ?? 1}` },
      ...inline(heading[2] ?? '', 'full'),
    );
  const subtext = /^-# (.+)/.exec(line);
  if (subtext) return el('small', { className: 'subtext' }, ...inline(subtext[1] ?? '', 'full'));
  const quote = /^> (.*)/.exec(line);
  if (quote) return el('blockquote', {}, ...inline(quote[1] ?? '', 'full'));
  const item = /^(\s*)[-*] (.+)/.exec(line);
  if (item)
    return el('div', { className: item[1] ? 'item nested' : 'item' }, ...inline(item[2] ?? '', 'full'));
  return null;
}
