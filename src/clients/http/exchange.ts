import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { HttpError } from '../errors.ts';
import { readChunked } from './chunks.ts';
import type { Stop } from './stop.ts';

/** How far an exchange got: it decides what a closed connection means. */
export type Stage = { connected: boolean; headersSeen: boolean };

export type Exchange = { status: number; headers: Record<string, string>; bytes: Buffer; truncated: boolean };

type Asked = {
  path: string;
  headers: Record<string, string>;
  maxBytes: number;
  wantsBody: (head: Head) => boolean;
};
type Head = { status: number; headers: Record<string, string> };

const LARGEST_HEAD = 128 * 1024;

/**
 * One GET on a connection, read as browsers and curl read it: lines that end in LF alone and headers over two lines are
 * valid (RFC 9112, 2.2 and 5.2), and what follows a complete answer is ignored.
 * @throws what node:http throws; HttpError `NOT_HTTP`
 */
export async function exchange(socket: Socket, asked: Asked, stop: Stop, stage: Stage): Promise<Exchange> {
  return await new Promise<Exchange>((resolve, reject) => {
    let answer: IncomingMessage | null = null;
    let head: Head = { status: 0, headers: {} };
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (truncated: boolean) => {
      if (!answer) return;
      const bytes = Buffer.concat(chunks).subarray(0, asked.maxBytes);
      resolve({ ...head, bytes, truncated });
    };
    // The parser may reject what curl accepts as complete: chunks whose lines end in LF alone.
    const raw: Buffer[] = [];
    let received = 0;
    const fail = (error: unknown) => {
      const body =
        answer && received <= asked.maxBytes + LARGEST_HEAD ? readChunked(Buffer.concat(raw)) : null;
      if (!answer || !body) return reject(error);
      resolve({
        ...head,
        bytes: body.subarray(0, asked.maxBytes),
        truncated: body.length > asked.maxBytes,
      });
    };
    const asking = request({
      createConnection: () => socket,
      method: 'GET',
      path: asked.path,
      headers: { ...asked.headers, connection: 'close' },
      setHost: false,
      insecureHTTPParser: true,
      maxHeaderSize: LARGEST_HEAD,
    });
    stop.onEnd(() => void asking.destroy());
    // Anything after a complete answer is ignored; its body still has to reach `end`.
    asking.on('error', (error) => {
      if (!answer?.complete) fail(error);
    });
    // The parser skips blank lines before the status; curl and RFC 9112, 2.1 do not.
    asking.on('socket', (connection) => {
      connection.prependListener('data', (bytes: Buffer) => {
        received += bytes.length;
        if (received <= asked.maxBytes + LARGEST_HEAD) raw.push(bytes);
      });
      connection.prependOnceListener('data', (bytes: Buffer) => {
        if (bytes[0] === 0x0d || bytes[0] === 0x0a)
          reject(new HttpError('malformed', 'NOT_HTTP', 'a blank line before the status'));
      });
    });
    asking.on('upgrade', (response) => {
      reject(new HttpError('malformed', 'NOT_HTTP', `an answer of ${response.statusCode} to a plain GET`));
    });
    asking.on('response', (response) => {
      answer = response;
      stage.headersSeen = true;
      head = headOf(response);
      if (Object.values(head.headers).some((value) => value.includes('\0')))
        return reject(new HttpError('malformed', 'NOT_HTTP', 'a zero byte in a header'));
      if (!asked.wantsBody(head)) return finish(false);
      response.on('error', (error) => (response.complete ? finish(false) : fail(error)));
      response.on('end', () => finish(false));
      response.on('close', () => {
        if (response.complete) finish(false);
      });
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        length += chunk.length;
        if (length > asked.maxBytes) finish(true);
      });
    });
    asking.end();
  });
}

/** Not `headersDistinct`: it makes a list of each header first. */
function headOf({ statusCode, rawHeaders }: IncomingMessage): Head {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    const before = headers.get(name);
    const value = rawHeaders[at + 1] ?? '';
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return { status: statusCode ?? 0, headers: Object.fromEntries(headers) };
}
