import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BodyLease } from './body-budget.ts';
import { refuse, tooLarge } from './endpoints/invocation.ts';

const BODY_BYTES = 2 * 1024 * 1024;
/** The overhead of a chunk: a body may arrive one byte at a time. */
const PIECE_BYTES = 512;
/** Pieces of one body: those of a network that sends each packet by itself are three times as large on average. */
const PIECES = 4096;

/**
 * The whole body, whatever its content type; or the answer if it is longer than 2 MiB, or the server already holds too
 * many bytes. In that case the rest is not read, and the connection ends with the answer.
 * @throws Error if the other end hangs up
 */
export async function readBody(
  incoming: IncomingMessage,
  outgoing: Pick<ServerResponse, 'writeContinue'>,
  lease: BodyLease,
): Promise<Uint8Array | Response> {
  const declared = Number(incoming.headers['content-length'] ?? 0);
  if (declared > BODY_BYTES) return tooLarge();
  // Reserves everything at once: a body without room is not begun, and one that gives way has received little.
  if (!lease.take(declared)) return busy();
  if (/100-continue/i.test(incoming.headers.expect ?? '')) outgoing.writeContinue();
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | Response>();
  const chunks: Uint8Array[] = [];
  let length = 0;

  // Counted as they come: a stream in between would hold some of every connection uncounted.
  function onData(chunk: Uint8Array): void {
    length += chunk.length;
    if (length > BODY_BYTES || chunks.length >= PIECES) stop(tooLarge());
    else if (lease.take((length > declared ? chunk.length : 0) + PIECE_BYTES)) chunks.push(chunk);
    else stop(busy());
  }

  function stop(answer: Response): void {
    incoming.off('data', onData);
    // data on its way is discarded: the answer ends the connection
    incoming.resume();
    chunks.length = 0;
    resolve(answer);
  }

  incoming.on('data', onData);
  incoming.once('end', () => resolve(Buffer.concat(chunks)));
  incoming.once('error', reject);
  incoming.once('close', () => reject(new Error('The connection ended before the body')));
  void lease.cut.then(() => stop(busy()));
  return await promise;
}

function busy(): Response {
  const headers = { Connection: 'close', 'Retry-After': '15' };
  const message = 'Too many bodies are being received: try again in 15 s';
  return refuse({ status: 503, type: 'unavailable', message, headers });
}
