import { IncomingMessage, STATUS_CODES } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Most requests per connection that wait for their answers. Only an attacker sends more ahead. */
const AHEAD = 2;
/** ms for the other end to read an answer before the connection is closed, even if it is still sending */
const CLOSE_GRACE_MS = 500;

/** The answer to a request by its head alone; null: it is admitted. */
export type Doorkeeper = (request: IncomingMessage) => Response | null;

/**
 * Ends connections before their data is parsed, if the head is enough to refuse a request. Node's parser reads everything
 * that has arrived, thousands of requests or pieces of a body, before any handler runs; only an upgrade request stops it.
 * So refused requests are marked as upgrades (`IncomingMessage.upgrade`), on which Node returns from its parser.
 */
export function createGate(doorkeeper: Doorkeeper) {
  const waiting = new WeakMap<Socket, number>();
  const refused = new WeakMap<IncomingMessage, Response>();

  /** Gives no answer if too much was sent ahead: earlier requests are answered, then the connection ends. */
  function judge(request: IncomingMessage): boolean {
    if ((waiting.get(request.socket) ?? 0) >= AHEAD) return true;
    const answer = doorkeeper(request);
    if (answer) refused.set(request, answer);
    return answer !== null;
  }

  class Gated extends IncomingMessage {
    #isStopped: boolean | null = null;

    get upgrade(): boolean {
      // Node calls this once the head is complete. Tunnels are not supported.
      this.#isStopped ??= this.method === 'CONNECT' || judge(this);
      return this.#isStopped;
    }

    // Node sets it for real upgrades, which are not supported here: they are served as plain requests.
    set upgrade(_real: boolean) {}
  }

  /** Call it with each admitted request. */
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
    /** Handles the requests that were stopped. */
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
