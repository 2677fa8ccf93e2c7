import { NEEDS_CURL } from './local-health-marks.ts';
import { seconds } from '../limit.ts';
import { unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';

type Problem = { status: number; said: string };
type Context = {
  url: URL;
  timeoutMs: number;
  headersSeen: boolean;
  /** the head of the answer is incomplete */
  began: boolean;
};
type Kind =
  | 'refused'
  | 'unresolved'
  | 'no_route'
  | 'no_network'
  | 'timeout'
  | 'reset'
  | 'closed'
  | 'partial'
  | 'tls'
  | 'certificate'
  | 'redirects'
  | 'no_http'
  | 'incapable';

/** Why curl failed. Exit statuses as in curl(1). */
export function curlProblem({ status, said }: Problem, context: Context): Observation<never> {
  const kind = context.began ? 'partial' : (curlKinds.get(status) ?? 'incapable');
  const finer = status === 7 || status === 56 || status === 1 ? (kindOf(said) ?? kind) : kind;
  return describe(finer, { status, said: said.replace(/^curl: \(\d+\) /, '') }, context, 'curl');
}

/** Why wget failed: its exit status says little, so its message in the C locale decides. */
export function wgetProblem({ status, said }: Problem, context: Context): Observation<never> {
  if (status === NEEDS_CURL) {
    const detail =
      'needs curl on the machine: wget would show the headers or the address in the process list';
    return unseen('unsupported', detail);
  }
  const ended = killed.has(status) ? 'timeout' : undefined;
  const kind = ended ?? kindOf(said) ?? (status === 0 ? 'no_http' : 'incapable');
  return describe(kind, { status, said: said.replace(/^wget: /, '') }, context, 'wget');
}

/** `timeout` of GNU and of busybox, and a shell's word for SIGKILL and SIGTERM. */
const killed = new Set([124, 137, 143]);

const curlKinds = new Map<number, Kind>([
  [0, 'no_http'],
  [1, 'incapable'],
  [5, 'unresolved'],
  [6, 'unresolved'],
  [7, 'refused'],
  [8, 'no_http'],
  [16, 'no_http'],
  [18, 'partial'],
  [28, 'timeout'],
  [35, 'tls'],
  [47, 'redirects'],
  [51, 'certificate'],
  [52, 'closed'],
  [53, 'tls'],
  [54, 'tls'],
  [55, 'reset'],
  [56, 'reset'],
  [58, 'tls'],
  [59, 'tls'],
  [60, 'certificate'],
  [61, 'no_http'],
  [66, 'tls'],
  [77, 'tls'],
  [80, 'tls'],
  [83, 'tls'],
  [90, 'tls'],
  [91, 'tls'],
  [92, 'no_http'],
  ...[...killed].map((status): [number, Kind] => [status, 'timeout']),
]);

const words: [RegExp, Kind][] = [
  [/connection refused/i, 'refused'],
  [/no route to host|host is unreachable/i, 'no_route'],
  [/network is (?:unreachable|down)/i, 'no_network'],
  [/unable to resolve|bad address|name or service not known/i, 'unresolved'],
  [/timed out/i, 'timeout'],
  [/reset by peer|broken pipe/i, 'reset'],
  [/no data received|error getting response/i, 'closed'],
  [/redirections exceeded|too many redirections/i, 'redirects'],
  [/certificate/i, 'certificate'],
  [/http\/0\.9|chunk|unsupported response code|malformed|invalid (?:status|header)|bad header/i, 'no_http'],
  [/ssl|tls|certificate/i, 'tls'],
];

function kindOf(said: string): Kind | undefined {
  return words.find(([pattern]) => pattern.test(said))?.[1];
}

function describe(kind: Kind, { status, said }: Problem, context: Context, tool: string): Observation<never> {
  const { url, timeoutMs, headersSeen } = context;
  const host = url.hostname;
  const where = `${host}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
  const quoted = said.slice(0, 200);
  switch (kind) {
    case 'refused':
      return unseen('unreachable', `connection refused by ${where}`, 'ECONNREFUSED');
    case 'unresolved':
      return unseen('unreachable', `no address found for ${host}`, 'ENOTFOUND');
    case 'no_route':
      return unseen('unreachable', `no route to ${host}`, 'EHOSTUNREACH');
    case 'no_network':
      return unseen('unreachable', `no route to the network of ${host}`, 'ENETUNREACH');
    case 'timeout': {
      const what = headersSeen ? 'the answer was not complete' : 'no answer';
      return unseen(
        'timeout',
        `${what} within ${seconds(timeoutMs)}`,
        headersSeen ? 'SLOW_ANSWER' : 'ETIMEDOUT',
      );
    }
    case 'reset':
      return unseen('unreachable', `connection reset by ${where}`, 'ECONNRESET');
    case 'closed':
      return unseen('unreachable', `${where} closed the connection without an answer`, 'ECONNRESET');
    case 'partial':
      return unseen('malformed', `${where} closed the connection in the middle of its answer`, 'CUT_OFF');
    case 'certificate': {
      const code = /expired/i.test(said) ? 'CERT_HAS_EXPIRED' : 'CERT_UNTRUSTED';
      return unseen('unreachable', `the certificate of ${where} cannot be verified: ${quoted}`, code);
    }
    case 'tls':
      return unseen('unreachable', `TLS with ${where} failed: ${quoted}`, 'TLS');
    case 'redirects':
      return unseen('malformed', 'more than 3 redirects', 'TOO_MANY_REDIRECTS');
    case 'no_http':
      return notHttp(url, quoted || 'there are no headers');
    case 'incapable':
      return unseen('unsupported', `${tool} on the machine ended with ${status}: ${quoted}`);
    default:
      return kind satisfies never;
  }
}

export function notHttp(url: URL, why: string): Observation<never> {
  const where = `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;
  return unseen('malformed', `${where} does not answer in valid HTTP: ${why}`, 'NOT_HTTP');
}
