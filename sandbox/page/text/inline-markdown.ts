import { el, safeUrl } from '../element.ts';
import { withEmoji } from './emoji.ts';
import { jumpTo, messageOf } from '../jump.ts';
import { nameOf } from './names.ts';
import { timestamp } from './time.ts';

/** `title`: only what Discord renders in an embed's title and field names: no links, no mentions. */
export type Scope = 'full' | 'title';
type Rule = { pattern: RegExp; full?: true; render(match: RegExpExecArray, scope: Scope): Node | string };

// The order is the precedence. Patterns are tried at one place in the text only, hence sticky.
const RULES: Rule[] = [
  { pattern: /\\([^0-9A-Za-z\s])/y, render: (match) => match[1] ?? '' },
  { pattern: /(`+)([^`]|[^`][^]*?[^`])\1(?!`)/y, render: (match) => code(match[2] ?? '') },
  {
    pattern: /<t:(-?\d{1,12})(?::([tTdDfFR]))?>/y,
    render: (match) => timestamp(Number(match[1]), match[2] ?? 'f'),
  },
  { pattern: /<@!?(\d+)>/y, full: true, render: (match) => mention('user', match[1] ?? '') },
  { pattern: /<@&(\d+)>/y, full: true, render: (match) => mention('role', match[1] ?? '') },
  { pattern: /<#(\d+)>/y, full: true, render: (match) => mention('channel', match[1] ?? '') },
  {
    pattern: /@everyone|@here/y,
    full: true,
    render: (match) => el('span', { className: 'mention' }, match[0]),
  },
  {
    pattern: /\[((?:\\.|[^\]\\])+)\]\(<?(https?:\/\/[^\s)>]+)>?(?: "[^"]*")?\)/y,
    full: true,
    render: (match, scope) => link(match[2] ?? '', inline(match[1] ?? '', scope), match[0]),
  },
  {
    pattern: /<(https?:\/\/[^\s>]+)>/y,
    full: true,
    render: (match) => link(match[1] ?? '', [match[1] ?? ''], match[0]),
  },
  {
    pattern: /https?:\/\/[^\s<]+[^\s<.,:;"')\]]/y,
    full: true,
    render: (match) => link(match[0], [match[0]], match[0]),
  },
  {
    pattern: /\*\*\*((?:\\.|[^*\\])+)\*\*\*/y,
    render: (match, scope) => el('strong', {}, el('em', {}, ...inline(match[1] ?? '', scope))),
  },
  {
    pattern: /\*\*((?:\\.|(?!\*\*)[^\\])+?)\*\*(?!\*)/y,
    render: (match, scope) => el('strong', {}, ...inline(match[1] ?? '', scope)),
  },
  {
    pattern: /__((?:\\.|(?!__)[^\\])+?)__(?!_)/y,
    render: (match, scope) => el('u', {}, ...inline(match[1] ?? '', scope)),
  },
  {
    pattern: /~~((?:\\.|(?!~~)[^\\])+?)~~/y,
    render: (match, scope) => el('s', {}, ...inline(match[1] ?? '', scope)),
  },
  {
    pattern: /\|\|((?:\\.|(?!\|\|)[^\\])+?)\|\|/y,
    render: (match, scope) => spoiler(inline(match[1] ?? '', scope)),
  },
  {
    pattern: /\*(?!\s)((?:\\.|[^*\\])+?)(?<!\s)\*(?!\*)/y,
    render: (match, scope) => el('em', {}, ...inline(match[1] ?? '', scope)),
  },
  {
    pattern: /\b_((?:\\.|[^_\\])+?)_\b/y,
    render: (match, scope) => el('em', {}, ...inline(match[1] ?? '', scope)),
  },
];

/** Discord's markdown within a line, as nodes. Everything else stays text. */
export function inline(text: string, scope: Scope): (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const found = first(text, at, scope);
    if (!found) {
      plain += text[at];
      at += 1;
      continue;
    }
    nodes.push(...withEmoji(plain));
    plain = '';
    nodes.push(found.node);
    at = found.end;
  }
  return [...nodes, ...withEmoji(plain)];
}

function first(text: string, at: number, scope: Scope): { node: Node | string; end: number } | null {
  for (const rule of RULES) {
    if (rule.full && scope === 'title') continue;
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(text);
    if (!match) continue;
    // Rendering may recurse into the same sticky pattern, which moves its lastIndex.
    const end = rule.pattern.lastIndex;
    return { node: rule.render(match, scope), end };
  }
  return null;
}

function code(text: string): HTMLElement {
  return el('code', {}, text.trim() === '' ? text : text.replace(/^ (.*) $/s, '$1'));
}

function mention(kind: 'user' | 'role' | 'channel', id: string): HTMLElement {
  return el('span', { className: 'mention' }, `${kind === 'channel' ? '#' : '@'}${nameOf(kind, id)}`);
}

/** Shown by a click, and by a key where it has the focus. */
function spoiler(children: (Node | string)[]): HTMLElement {
  const element = el('span', { className: 'spoiler', role: 'button', tabIndex: 0 }, ...children);
  const show = () => element.classList.add('shown');
  element.addEventListener('click', show);
  element.addEventListener('keydown', ({ key }) => {
    if (key === 'Enter' || key === ' ') show();
  });
  return element;
}

function link(url: string, children: (Node | string)[], source: string): Node | string {
  const href = safeUrl(url);
  if (href === null) return source;
  const message = messageOf(href);
  // As in Discord's client a message's address leads to the message, and no browser is opened.
  if (message) {
    const named =
      children.length === 1 && children[0] === url ? [`#${message.name} › 💬`].flatMap(withEmoji) : children;
    const jump = el(
      'a',
      { href: `#${message.id}`, className: 'mention', title: 'Jump to the message' },
      ...named,
    );
    jump.addEventListener('click', (event) => {
      event.preventDefault();
      jumpTo(message);
    });
    return jump;
  }
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer', title: href }, ...children);
}
