import type { BodyLease } from './body-budget.ts';
import { refuse, tooLarge } from './endpoints/invocation.ts';

const BODY_BYTES = 2 * 1024 * 1024;

/**
 * The whole body, whatever its content type says; what to answer where it is longer than 2 MiB, or where the server
 * holds too many bodies already. It is not read further then, and the connection ends with the answer.
 */
export async function readBody({ headers, body }: Request, lease: BodyLease): Promise<Uint8Array | Response> {
  if (Number(headers.get('content-length') ?? 0) > BODY_BYTES) return tooLarge();
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  // not `for await`: leaving it would end the connection before the answer
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks);
    length += value.length;
    if (length > BODY_BYTES) return tooLarge();
    if (!lease.take(value.length)) return busy();
    chunks.push(value);
  }
}

function busy(): Response {
  const headers = { Connection: 'close', 'Retry-After': '15' };
  const message = 'Too many bodies are being received: try again in 15 s';
  return refuse({ status: 503, type: 'unavailable', message, headers });
}
