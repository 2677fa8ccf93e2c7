import { unescape } from 'node:querystring';
import { Client } from 'undici';
import { HttpError } from './errors.ts';
import { decodeBody } from './http-encoding.ts';
import { toHttpError } from './http-errors.ts';
import type { Stage } from './http-errors.ts';
import { MAX_REDIRECTS, redirectWithin, tooManyRedirects } from './http-redirect.ts';

export type HttpAnswer = {
  status: number;
  /** names in lower case */
  headers: Record<string, string>;
  body: Buffer;
  /** the body was longer than the cap */
  truncated: boolean;
  duration_ms: number;
};

type GetOptions = { headers: Record<string, string>; timeoutMs: number; maxBytes: number };

export type HttpClient = {
  /**
   * One GET on a connection of its own. At most 3 redirects are followed, and only within the origin; a redirect
   * elsewhere is the answer. `timeoutMs` covers everything from DNS to the last byte; `maxBytes` is for the body
   * before and after decompression.
   * @throws HttpError when there is no answer; a status of any kind is an answer
   */
  get(url: string, options: GetOptions): Promise<HttpAnswer>;
  /** Aborts what is under way. */
  close(): Promise<void>;
};

export function createHttpClient(): HttpClient {
  const underWay = new Set<AbortController>();

  async function get(url: string, options: GetOptions): Promise<HttpAnswer> {
    const started = performance.now();
    const address = parseAddress(url);
    const abort = new AbortController();
    const stage: Stage = { headersSeen: false };
    const timer = setTimeout(() => abort.abort(noAnswerWithin(options.timeoutMs, stage)), options.timeoutMs);
    const client = new Client(address.origin, clientOptions(options.timeoutMs, abort.signal));
    underWay.add(abort);
    try {
      const answer = await follow(client, address, options, abort.signal, stage);
      return { ...answer, duration_ms: Math.round(performance.now() - started) };
    } catch (error) {
      throw toHttpError(abort.signal.aborted ? abort.signal.reason : error, address, stage);
    } finally {
      clearTimeout(timer);
      underWay.delete(abort);
      abort.abort();
      await client.destroy();
    }
  }

  async function close() {
    for (const abort of underWay)
      abort.abort(new HttpError('unreachable', 'ABORTED', 'the check was stopped'));
  }

  return { get, close };
}

type Answer = Omit<HttpAnswer, 'duration_ms'>;

async function follow(
  client: Client,
  address: URL,
  options: GetOptions,
  signal: AbortSignal,
  stage: Stage,
): Promise<Answer> {
  const visited = [address];
  for (;;) {
    const current = visited.at(-1) ?? address;
    stage.headersSeen = false;
    const response = await client.request({
      method: 'GET',
      path: `${current.pathname}${current.search}`,
      headers: requestHeaders(options.headers, address),
      signal,
    });
    stage.headersSeen = true;
    const headers = flatten(response.headers);
    const next = redirectWithin(current, response.statusCode, headers['location']);
    if (next) {
      response.body.on('error', () => undefined).destroy();
      if (visited.length > MAX_REDIRECTS) throw tooManyRedirects([...visited, next]);
      visited.push(next);
      continue;
    }
    const raw = await readUpTo(response.body, options.maxBytes);
    const decoded = decodeBody(headers['content-encoding'], raw.bytes, options.maxBytes);
    const truncated = raw.truncated || decoded.truncated;
    return { status: response.statusCode, headers, body: decoded.body, truncated };
  }
}

async function readUpTo(body: AsyncIterable<Buffer>, maxBytes: number) {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break; // leaving the loop destroys the stream, and the connection with it
  }
  return { bytes: Buffer.concat(chunks).subarray(0, maxBytes), truncated: length > maxBytes };
}

function clientOptions(timeoutMs: number, signal: AbortSignal): Client.Options {
  return {
    // A kept connection would answer for a listener that is gone, or be closed under our request: each check
    // opens its own, as a new client of the service would.
    pipelining: 0,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: timeoutMs,
      // undici looks at a request's signal only once it is connected
      signal,
      // Node gives up on an address after 250 ms where a name has several, too little for a slow link
      autoSelectFamilyAttemptTimeout: Math.max(250, Math.floor(timeoutMs / 3)),
    },
  };
}

function requestHeaders(given: Record<string, string>, address: URL): Record<string, string> {
  const names = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  const headers = { ...given };
  if (!names.has('user-agent')) headers['user-agent'] = 'driftwatch';
  const { username, password } = address;
  if (username + password !== '' && !names.has('authorization')) {
    const pair = [username, password].map((part) => unescape(part)).join(':');
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  return headers;
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value = '']) => [
    name.toLowerCase(),
    typeof value === 'string' ? value : value.join(', '),
  ]);
  return Object.fromEntries(entries);
}

function parseAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address && /^https?:$/.test(address.protocol)) return address;
  throw new HttpError('malformed', 'ERR_INVALID_URL', 'the address is no http:// or https:// URL');
}

function noAnswerWithin(timeoutMs: number, stage: Stage): HttpError {
  const seconds = `${timeoutMs / 1000} s`;
  const what = stage.headersSeen
    ? `the answer was not complete within ${seconds}`
    : `no answer within ${seconds}`;
  return new HttpError('timeout', 'ETIMEDOUT', what);
}
