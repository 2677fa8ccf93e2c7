import { IncomingMessage, STATUS_CODES } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that may wait for their answers. Nobody but an attacker sends more ahead. */
const AHEAD = 2;
/** ms for the other end to read an answer before the connection is ended under what it still sends */
const CLOSE_GRACE_MS = 500;

/** The answer to a request by its head alone; null: it is admitted. */
export type Doorkeeper = (request: IncomingMessage) => Response | null;

/**
 * Ends connections before what they send is parsed, where its head is enough to refuse it. Node's parser reads all that
 * has arrived, thousands of requests or pieces of a body, before any handler runs: only a request that upgrades ends
 * it. So what is refused here claims to be one (`IncomingMessage.upgrade`, on which Node returns from its parser).
 */
export function createGate(doorkeeper: Doorkeeper) {
  const waiting = new WeakMap<Socket, number>();
  const refused = new WeakMap<IncomingMessage, Response>();

  /** Answers none where too much was sent ahead: what came before it is answered, and the connection ends. */
  function judge(request: IncomingMessage): boolean {
    if ((waiting.get(request.socket) ?? 0) >= AHEAD) return true;
    const answer = doorkeeper(request);
    if (answer) refused.set(request, answer);
    return answer !== null;
  }

  class Gated extends IncomingMessage {
    #isStopped: boolean | null = null;

    get upgrade(): boolean {
      // Node asks once its head is whole. A tunnel is none of ours.
      this.#isStopped ??= this.method === 'CONNECT' || judge(this);
      return this.#isStopped;
    }

    // Node sets it for real upgrades, which nothing here is: they are served as plain requests.
    set upgrade(_real: boolean) {}
  }

  /** To be called with each admitted request. */
  function count({ socket }: IncomingMessage, answer: ServerResponse): void {
    waiting.set(socket, (waiting.get(socket) ?? 0) + 1);
    // Once it is through, or its connection has ended.
    answer.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1));
  }

  function end(request: IncomingMessage, socket: Socket): void {
    socket.on('error', () => {});
    const answer = refused.get(request) ?? null;
    const timer = setTimeout(() => socket.destroy(), CLOSE_GRACE_MS);
    socket.once('close', () => clearTimeout(timer));
    if (answer && (waiting.get(socket) ?? 0) === 0) void say(socket, answer);
    else if ((waiting.get(socket) ?? 0) === 0) socket.end();
  }

  return {
    Gated,
    count,
    /** Listens for what was stopped. */
    watch: (server: Server) => void server.on('upgrade', end),
  };
}

async function say(socket: Socket, answer: Response): Promise<void> {
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  headers.set('connection', 'close');
  headers.set('content-length', String(Buffer.byteLength(text)));
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`);
  const { status } = answer;
  socket.end([`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines, '', text].join('\r\n'));
}
