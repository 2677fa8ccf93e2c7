import { z } from 'zod';

/** A tool call, as sent to `POST /tools/invoke`. */
export type Invocation = { tool: string; args: Record<string, unknown> };

/** An answer in OpenClaw's shape. `invalid_request_error` is of HTTP, the others are of the tools. */
export type Refusal = {
  status: 400 | 401 | 404 | 411 | 413 | 429 | 500 | 503;
  type:
    | 'unauthorized'
    | 'rate_limited'
    | 'unavailable'
    | 'invalid_request_error'
    | 'invalid_request'
    | 'not_found'
    | 'tool_error';
  message: string;
  headers?: Record<string, string>;
};

const toolTypes = ['invalid_request', 'not_found', 'tool_error'];

export function refuse({ status, type, message, headers = {} }: Refusal): Response {
  if (toolTypes.includes(type)) {
    return Response.json({ ok: false, error: { type, message } }, { status, headers });
  }
  return Response.json({ error: { message, type } }, { status, headers });
}

const Arguments = z.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

// Tolerant: OpenClaw's callers send other keys too (sessionKey, action).
const Envelope = z.object({
  tool: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  args: Arguments.nullish(),
  wait: z.unknown().optional(),
});

/**
 * Parses a body; an error Response if it cannot be read. `wait` may also be next to `args`, and is treated as one of them.
 */
export function readInvocation(body: Uint8Array): Invocation | Response {
  const parsed = parse(body);
  if (parsed instanceof Response) return parsed;
  const { data: envelope, error } = Envelope.safeParse(parsed.value);
  const named = error ? Envelope.omit({ args: true }).safeParse(parsed.value).data : envelope;
  const tool = named?.tool || named?.name;
  if (!tool) return refuse({ status: 400, type: 'invalid_request', message: 'tools.invoke requires name' });
  if (!envelope) return refuse({ status: 400, type: 'tool_error', message: 'args must be an object' });
  const { args, wait } = envelope;
  return { tool, args: { ...(wait === undefined ? {} : { wait }), ...args } };
}

/** The rest of the body is not read: the connection ends with the answer. */
export function tooLarge(): Response {
  const headers = { Connection: 'close' };
  return refuse({ status: 413, type: 'invalid_request_error', message: 'Payload too large', headers });
}

/** Only holders of the token may send a body in pieces, whose total length is unknown. */
export function lengthRequired(): Response {
  const message = 'Length Required: send Content-Length';
  return refuse({
    status: 411,
    type: 'invalid_request_error',
    message,
    headers: { Connection: 'close' },
  });
}

function parse(body: Uint8Array): { value: unknown } | Response {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return refuse({ status: 400, type: 'invalid_request_error', message: 'The body is not UTF-8' });
  }
  if (text.trim() === '') return { value: null };
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'The body is not JSON';
    return refuse({ status: 400, type: 'invalid_request_error', message });
  }
}
