import { Agent, interceptors, request } from 'undici';
import { HttpError } from '../errors.ts';
import { toHttpError } from './errors.ts';

/** What a service of ours answered. `text` is cut, and is not ours: untrusted. Header names are in lower case. */
export type CallAnswer = { status: number; headers: Record<string, string>; text: string };

export type CallOptions = {
  headers?: Record<string, string>;
  /** sent by POST, as JSON */
  json?: unknown;
  /** for everything from DNS to the last byte, in ms */
  timeoutMs: number;
  /** of the body; default 4096 bytes */
  maxBytes?: number;
  signal?: AbortSignal | null;
};

// Calls are rare: a kept connection would be closed by the time of the next one.
const agent = new Agent({ pipelining: 0 });
const following = agent.compose(interceptors.redirect({ maxRedirections: 3, throwOnMaxRedirect: true }));

/**
 * One request to something that Driftwatch itself relies on: the heartbeat's monitor, OpenClaw, GitHub, its own bot. A GET
 * follows redirects. Health checks of services use http.ts instead, since their answers may be broken in many ways.
 * @throws HttpError if there is no complete answer; any status is an answer
 */
export async function call(url: string, options: CallOptions): Promise<CallAnswer> {
  const { json, timeoutMs, maxBytes = 4096, signal } = options;
  const address = URL.parse(url);
  if (address === null || !/^https?:$/.test(address.protocol))
    throw new HttpError('malformed', 'ERR_INVALID_URL', 'the address is not an http:// or https:// URL');
  const timeout = AbortSignal.timeout(timeoutMs);
  const posting = json !== undefined;
  let headersSeen = false;
  try {
    const { statusCode, headers, body } = await request(
      `${address.origin}${address.pathname}${address.search}`,
      {
        method: posting ? 'POST' : 'GET',
        headers: {
          'user-agent': 'driftwatch',
          ...basicAuthorization(address),
          ...(posting ? { 'content-type': 'application/json' } : {}),
          ...options.headers,
        },
        body: posting ? JSON.stringify(json) : null,
        signal: AbortSignal.any([timeout, ...(signal ? [signal] : [])]),
        dispatcher: posting ? agent : following,
      },
    );
    headersSeen = true;
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of body) {
      chunks.push(Buffer.from(chunk));
      size += chunks.at(-1)?.length ?? 0;
      if (size >= maxBytes) break;
    }
    const text = Buffer.concat(chunks).subarray(0, maxBytes).toString();
    return { status: statusCode, headers: single(headers), text };
  } catch (error) {
    if (timeout.aborted)
      throw new HttpError('timeout', 'NO_ANSWER', `no answer within ${timeoutMs / 1000} s`);
    throw toHttpError(error, address, { connected: false, headersSeen });
  }
}

function basicAuthorization({ username, password }: URL): Record<string, string> {
  if (username + password === '') return {};
  const pair = [username, password].map((part) => decodeURIComponent(part)).join(':');
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

function single(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value = '']) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}
