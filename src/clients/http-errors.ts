import { errors } from 'undici';
import { HttpError } from './errors.ts';

/** How far an exchange got: it decides what a closed connection means. */
export type Stage = { headersSeen: boolean };

/** what the address is called in each: the name alone where it was not found, else with its port */
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
const TIMED_OUT = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT']);
const NO_ROUTE = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL']);

/** Says in plain words what undici, net or tls threw. Of the address only host and port are named: the rest may be secret. */
export function toHttpError(error: unknown, address: URL, stage: Stage): HttpError {
  if (error instanceof HttpError) return error;
  const cause = rootOf(error);
  const code = codeOf(cause);
  const port = address.port || (address.protocol === 'https:' ? '443' : '80');
  const where = `${address.hostname}:${port}`;

  const refusal = refusals[code];
  if (refusal) return new HttpError('unreachable', code, refusal(address.hostname, where));
  if (TIMED_OUT.has(code)) return new HttpError('timeout', 'ETIMEDOUT', `connecting to ${where} timed out`);
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return new HttpError('unreachable', 'ECONNRESET', `connection reset by ${where}`);
  }
  if (code === 'UND_ERR_SOCKET') return closed(where, stage);
  if (code === 'UND_ERR_INVALID_ARG') {
    return new HttpError('malformed', code, 'the manifest gives a header that HTTP cannot carry');
  }
  if (/^(HPE_|UND_ERR_)/.test(code)) {
    return new HttpError('malformed', code, `${where} does not answer in valid HTTP: ${firstLine(cause)}`);
  }
  const tried = address.protocol === 'https:' ? 'TLS with' : 'asking';
  return new HttpError('unreachable', code, `${tried} ${where} failed: ${firstLine(cause)}`);
}

function closed(where: string, stage: Stage): HttpError {
  return stage.headersSeen
    ? new HttpError(
        'malformed',
        'UND_ERR_SOCKET',
        `${where} closed the connection in the middle of its answer`,
      )
    : new HttpError('unreachable', 'ECONNRESET', `${where} closed the connection without an answer`);
}

/** Where a name has several addresses, the error of one that could be reached says more than "no route". */
function rootOf(error: unknown): unknown {
  if (!(error instanceof AggregateError)) return error;
  const errors: unknown[] = error.errors;
  return errors.find((each) => !NO_ROUTE.has(codeOf(each))) ?? errors[0] ?? error;
}

function codeOf(error: unknown): string {
  // which of its parser's errors it was, undici says only sometimes
  if (error instanceof errors.HTTPParserError) return error.code || 'HPE_INVALID';
  const known = error instanceof Error && 'code' in error && typeof error.code === 'string';
  return known ? String(error.code) : 'UNKNOWN';
}

function firstLine(error: unknown): string {
  // OpenSSL's message names the lines of its own source; its reason is what people can use
  const reason = error instanceof Error && 'reason' in error ? error.reason : undefined;
  const message = error instanceof Error ? error.message : String(error);
  const text = typeof reason === 'string' ? reason : message;
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
