import { HttpError } from '../errors.ts';
import type { Stage } from './exchange.ts';
import { codeOf } from '../../text/error-code.ts';

/** what to call the address: the name alone if it was not found, else with its port */
const refusals: Record<string, (host: string, hostAndPort: string) => string> = {
  ECONNREFUSED: (_, address) => `connection refused by ${address}`,
  ENOTFOUND: (host) => `no address found for ${host}`,
  EAI_AGAIN: (host) => `the name server did not answer for ${host}`,
  EHOSTUNREACH: (host) => `no route to ${host}`,
  ENETUNREACH: (host) => `no route to the network of ${host}`,
  EADDRNOTAVAIL: (host) => `no local address from which to reach ${host}`,
  EACCES: (_, address) => `not permitted to connect to ${address}`,
  EPERM: (_, address) => `not permitted to connect to ${address}`,
};
const NO_ROUTE = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL']);

/** Puts errors of node:http, net or tls into words. Names only host and port of the address: the rest may be secret. */
export function toHttpError(error: unknown, address: URL, stage: Stage): HttpError {
  if (error instanceof HttpError) return error;
  const cause = rootOf(error);
  const code = codeOf(cause) ?? 'UNKNOWN';
  const port = address.port || (address.protocol === 'https:' ? '443' : '80');
  const where = `${address.hostname}:${port}`;

  const refusal = refusals[code];
  if (refusal) return new HttpError('unreachable', code, refusal(address.hostname, where));
  if (code === 'ETIMEDOUT') return new HttpError('timeout', code, `connecting to ${where} timed out`);
  if (stage.headersSeen && (code === 'ECONNRESET' || code === 'EPIPE')) return partial(where);
  if (code === 'ECONNRESET' && /hang up|aborted/.test(String(cause)))
    return new HttpError('unreachable', code, `${where} closed the connection without an answer`);
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return new HttpError('unreachable', 'ECONNRESET', `connection reset by ${where}`);
  if (/^ERR_(?:INVALID_CHAR|HTTP_INVALID_HEADER_VALUE|INVALID_HTTP_TOKEN|UNESCAPED_CHARACTERS)$/.test(code)) {
    return new HttpError(
      'malformed',
      'ERR_INVALID_CHAR',
      'the manifest has a header that HTTP does not allow',
    );
  }
  if (code.startsWith('HPE_')) return notHttp(where, cause);
  const tried = address.protocol === 'https:' ? 'TLS with' : 'asking';
  return new HttpError('unreachable', 'TLS', `${tried} ${where} failed: ${firstLine(cause)}${cureOf(cause)}`);
}

function partial(where: string): HttpError {
  return new HttpError('malformed', 'CUT_OFF', `${where} closed the connection in the middle of its answer`);
}

/** An answer that is not HTTP, with its beginning. */
function notHttp(where: string, cause: unknown): HttpError {
  const packet = cause instanceof Error && 'rawPacket' in cause ? cause.rawPacket : null;
  const bytes = Buffer.isBuffer(packet) ? packet.subarray(0, 40) : Buffer.alloc(0);
  // RFC 8446, 5.1: an alert, or a handshake
  const isTls = (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3;
  const said = isTls ? 'it speaks TLS there: write https://' : `${firstLine(cause)}${began(bytes)}`;
  return new HttpError('malformed', 'NOT_HTTP', `${where} does not answer in valid HTTP: ${said}`);
}

function began(bytes: Buffer): string {
  const text = bytes.toString('latin1').split(/[\r\n]/)[0] ?? '';
  return /^[ -~]+$/.test(text) ? `; it began with ${JSON.stringify(text)}` : '';
}

/** OpenSSL's error if the other side does not speak TLS. */
function cureOf(cause: unknown): string {
  return /wrong version number|packet length too long|http request/i.test(firstLine(cause))
    ? ' (does it speak TLS there, or plain http://?)'
    : '';
}

/** If a name has several addresses, an error of a reachable one says more than "no route". */
function rootOf(error: unknown): unknown {
  if (!(error instanceof AggregateError)) return error;
  const errors: unknown[] = error.errors;
  return errors.find((each) => !NO_ROUTE.has(codeOf(each) ?? '')) ?? errors[0] ?? error;
}

function firstLine(error: unknown): string {
  // OpenSSL's message names the lines of its own source; its reason is what people can use
  const reason = error instanceof Error && 'reason' in error ? error.reason : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const text = typeof reason === 'string' ? reason : message;
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
