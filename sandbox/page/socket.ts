import type { Choice } from '../gateway/protocol.ts';
import type { PageAction, PageEvent, PageRequest } from '../page-server/page-protocol.ts';
import { view } from './store.ts';

type Done = { interactionId: string | null; choices: Choice[] };
type Waiter = { resolve(done: Done): void; reject(error: Error): void };

const RECONNECT_AFTER = 1000;
const waiting = new Map<number, Waiter>();
let socket: WebSocket | null = null;
let lastRef = 0;

/** Connects, and again whenever the connection is lost. */
export function connect(
  onEvent: (event: PageEvent) => void,
  onConnection: (connected: boolean) => void,
): void {
  socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/page/socket`);
  socket.addEventListener('open', () => onConnection(true));
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const event: PageEvent = JSON.parse(data);
    if (event.kind === 'done' || event.kind === 'refused') settle(event);
    onEvent(event);
  });
  socket.addEventListener('close', () => {
    for (const waiter of waiting.values()) waiter.reject(new Error('The connection to the sandbox was lost'));
    waiting.clear();
    onConnection(false);
    setTimeout(() => connect(onEvent, onConnection), RECONNECT_AFTER);
  });
}

/** Asks the sandbox to do something as the acting user, in the open channel. @throws Error with the refusal */
export function send(action: PageAction): Promise<Done> {
  const { promise, resolve, reject } = Promise.withResolvers<Done>();
  if (socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Error('Not connected to the sandbox'));
  lastRef += 1;
  const request: PageRequest = { ...action, ref: lastRef, user: view.userId, channel: view.channelId };
  waiting.set(request.ref, { resolve, reject });
  socket.send(JSON.stringify(request));
  return promise;
}

function settle(event: Extract<PageEvent, { kind: 'done' | 'refused' }>): void {
  const waiter = waiting.get(event.ref);
  waiting.delete(event.ref);
  if (event.kind === 'done') waiter?.resolve(event);
  else waiter?.reject(new Error(event.why));
}
