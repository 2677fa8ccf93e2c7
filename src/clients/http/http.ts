import { unescape } from 'node:querystring';
import { HttpError } from '../errors.ts';
import { openConnection } from './connect.ts';
import type { Certificate } from './connect.ts';
import { decodeBody } from './encoding.ts';
import { toHttpError } from './errors.ts';
import { exchange } from './exchange.ts';
import type { Exchange, Stage } from './exchange.ts';
import { MAX_REDIRECTS, redirectWithin, tooManyRedirects } from './redirect.ts';
import { createStop } from './stop.ts';
import type { Stop } from './stop.ts';
import { codeOf } from '../../text/error-code.ts';
import type { HttpAnswer, HttpClient, GetOptions } from './client.ts';

export function createHttpClient(): HttpClient {
  const underWay = new Set<Stop>();

  async function get(url: string, options: GetOptions): Promise<HttpAnswer> {
    const started = performance.now();
    const address = parseAddress(url);
    const stop = createStop();
    const stage: Stage = { connected: false, headersSeen: false };
    const timer = setTimeout(() => stop.end(noAnswerWithin(options.timeoutMs, stage)), options.timeoutMs);
    underWay.add(stop);
    try {
      const answer = await follow(address, options, stop, stage);
      return { ...answer, duration_ms: Math.round(performance.now() - started) };
    } catch (error) {
      throw toHttpError(stop.reason ?? error, address, stage);
    } finally {
      clearTimeout(timer);
      underWay.delete(stop);
    }
  }

  async function close() {
    for (const stop of underWay) stop.end(new HttpError('unreachable', 'ABORTED', 'the check was stopped'));
  }

  return { get, close };
}

type Answer = Omit<HttpAnswer, 'duration_ms'>;

async function follow(address: URL, options: GetOptions, stop: Stop, stage: Stage): Promise<Answer> {
  const visited = [address];
  for (;;) {
    const current = visited.at(-1) ?? address;
    const { answer, certificate } = await askOnce(current, address, options, stop, stage);
    const next = redirectWithin(current, answer.status, answer.headers['location']);
    if (next) {
      if (visited.length > MAX_REDIRECTS) throw tooManyRedirects([...visited, next]);
      visited.push(next);
      continue;
    }
    const { status, headers } = answer;
    const decoded = decodeBody(headers['content-encoding'], answer.bytes, options.maxBytes);
    return {
      status,
      headers,
      body: decoded.body,
      truncated: answer.truncated || decoded.truncated,
      certificate,
    };
  }
}

/**
 * Uses a new connection, as a new client would: a kept one could belong to a listener that is gone, or close during the
 * request.
 */
async function askOnce(
  current: URL,
  address: URL,
  options: GetOptions,
  stop: Stop,
  stage: Stage,
): Promise<{ answer: Exchange; certificate: Certificate | null }> {
  stage.connected = stage.headersSeen = false;
  const trust = options.trust ?? { ca: null, insecure: false };
  const attemptMs = Math.max(250, Math.floor(options.timeoutMs / 3));
  const { socket, certificate } = await openConnection(current, trust, attemptMs, stop);
  stage.connected = true;
  try {
    const asked = {
      path: `${current.pathname}${current.search}`,
      headers: requestHeaders(options.headers, address),
      maxBytes: options.maxBytes,
      wantsBody: (head: { status: number; headers: Record<string, string> }) =>
        redirectWithin(current, head.status, head.headers['location']) === null,
    };
    return { answer: await exchange(socket, asked, stop, stage), certificate };
  } catch (error) {
    throw socket.bytesRead > 0 && !stage.headersSeen ? cutOff(error, address) : error;
  } finally {
    socket.destroy();
  }
}

/** The connection was closed in the middle of the answer. */
function cutOff(error: unknown, { hostname, port, protocol }: URL): unknown {
  const isReset = codeOf(error) === 'ECONNRESET' && error instanceof Error;
  if (!isReset || 'rawPacket' in error) return error;
  const where = `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
  return new HttpError('malformed', 'CUT_OFF', `${where} closed the connection in the middle of its answer`);
}

function requestHeaders(given: Record<string, string>, address: URL): Record<string, string> {
  const names = new Set(Object.keys(given).map((name) => name.toLowerCase()));
  const headers = { ...given };
  if (!names.has('host')) headers['host'] = address.host;
  if (!names.has('user-agent')) headers['user-agent'] = 'driftwatch';
  const { username, password } = address;
  if (username + password !== '' && !names.has('authorization')) {
    const pair = [username, password].map((part) => unescape(part)).join(':');
    headers['authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  return headers;
}

function parseAddress(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address && /^https?:$/.test(address.protocol)) return address;
  throw new HttpError('malformed', 'ERR_INVALID_URL', 'the address is not an http:// or https:// URL');
}

function noAnswerWithin(timeoutMs: number, stage: Stage): HttpError {
  const seconds = `${timeoutMs / 1000} s`;
  if (stage.headersSeen)
    return new HttpError('timeout', 'SLOW_ANSWER', `the answer was not complete within ${seconds}`);
  return new HttpError('timeout', stage.connected ? 'NO_ANSWER' : 'ETIMEDOUT', `no answer within ${seconds}`);
}
