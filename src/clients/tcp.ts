import { once } from 'node:events';
import { HttpError } from './errors.ts';
import { openConnection } from './http/connect.ts';
import { createStop } from './http/stop.ts';
import { toHttpError } from './http/errors.ts';
import type { TcpResult } from './tcp-result.ts';

/** How long to wait for an immediate close, as from a proxy whose server is gone. */
const WATCHED_MS = 500;

/**
 * One TCP connection to `tcp://host:port`, on which nothing is sent.
 * @throws HttpError if there is none within `timeoutMs`
 */
export async function connectTcp(address: URL, timeoutMs: number): Promise<TcpResult> {
  const started = performance.now();
  const late = new HttpError('timeout', 'ETIMEDOUT', `no connection within ${timeoutMs / 1000} s`);
  const stop = createStop();
  const timer = setTimeout(() => stop.end(late), timeoutMs);
  const attemptMs = Math.max(250, Math.floor(timeoutMs / 3));
  const { socket } = await openConnection(address, { ca: null, insecure: false }, attemptMs, stop)
    .catch((error: unknown) => {
      throw stop.reason ?? toHttpError(error, address, { connected: false, headersSeen: false });
    })
    .finally(() => clearTimeout(timer));
  const duration_ms = Math.round(performance.now() - started);
  try {
    socket.resume();
    const watched = AbortSignal.timeout(WATCHED_MS);
    await Promise.race([
      once(socket, 'close', { signal: watched }),
      once(socket, 'data', { signal: watched }),
    ]).catch(() => undefined);
    return { duration_ms, closed: socket.destroyed && socket.bytesRead === 0 };
  } finally {
    socket.destroy();
  }
}
