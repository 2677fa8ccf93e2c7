import type { PageMessage } from '../page-server/page-protocol.ts';
import { el } from './element.ts';
import { markdown } from './text/markdown.ts';
import { view } from './store.ts';

type Step = { text: string; isDone(messages: readonly PageMessage[]): boolean };

const answered = (name: string) => (messages: readonly PageMessage[]) =>
  messages.some(({ command, thinking }) => command?.name === name && !thinking);
const offers = (message: PageMessage, action: string) =>
  message.rows.some((row) => row.some(({ customId }) => customId?.startsWith(`${action}:`) ?? false));
const titled = (message: PageMessage, word: RegExp) =>
  message.embeds.some(({ title = '' }) => word.test(title));

/** What to try, in an order in which each shows something new. */
const STEPS: Step[] = [
  {
    text: 'Type `/drift`: what should be running, what is, and the gap between them.',
    isDone: answered('drift'),
  },
  {
    text: 'A restart fixes one of them: choose it in the list under the report, or type `/remediate`.',
    isDone: (messages) => messages.some((message) => offers(message, 'approve') || isDecided(message)),
  },
  {
    text: 'You asked, so somebody else has to approve it: act as **Ada** at the bottom of the channels, and press Approve.',
    isDone: (messages) => messages.some(isDecided),
  },
  {
    text: 'Say that you know of a finding: `/ack`, or the button under the report.',
    isDone: answered('ack'),
  },
  { text: 'Type `/services` for each service and its commit.', isDone: answered('services') },
  { text: 'Type `/history` for what was found, and how long repairs take.', isDone: answered('history') },
  {
    text: 'Stay a minute: the fleet changes by itself. A second copy of foresight starts, and ends; its alert in #logs follows, and #board shows how things stand.',
    isDone: () => false,
  },
];

function isDecided(message: PageMessage): boolean {
  return titled(message, /^(Done|Denied|Failed|Not done|Refused|Expired)/i);
}

/** One line that says what to try next, until somebody has seen enough of it. */
export function createTour() {
  const text = el('span', { className: 'tour-text' });
  const close = el('button', { type: 'button', ariaLabel: 'Hide the tour', className: 'tour-close' }, '×');
  const element = el('div', { id: 'tour', role: 'status' }, el('strong', {}, 'Next: '), text, close);
  let shown = '';
  close.addEventListener('click', () => element.remove());
  return {
    element,
    refresh(): void {
      const step = STEPS.find((each) => !each.isDone(view.state.messages));
      if (!step || step.text === shown) return;
      shown = step.text;
      text.replaceChildren(markdown(step.text));
    },
  };
}
