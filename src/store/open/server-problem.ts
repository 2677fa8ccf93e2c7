import { Unavailable, UserError } from '../../text/user-error.ts';
import { codeOf } from '../../text/error-code.ts';

/** Cures by a server's error code, or by words of its message. */
export type Cure = [said: RegExp, what: string, cure: string];

const away: Cure = [
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ECONNRESET|ENOENT|timeout|answer in time|Socket closed|terminated/,
  'cannot be reached ($).',
  'Start it, or correct host and port in STATE_URL.',
];

const everywhere: Cure[] = [
  away,
  [
    /SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|CERT_|ALTNAME/,
    'presents a certificate that is not trusted ($).',
    'Set NODE_EXTRA_CA_CERTS to the file of its CA.',
  ],
  [
    /ERR_SSL|EPROTO|SSL/,
    'does not speak TLS, which STATE_URL requires ($).',
    'Correct scheme or port in STATE_URL.',
  ],
];

/**
 * The server of a STATE_URL, without user, password and query, which may be secret.
 * @throws UserError if it is not a URL
 */
export function serverOf(stateUrl: string): string {
  try {
    const { protocol, host, pathname } = new URL(stateUrl);
    decodeURIComponent(new URL(stateUrl).password);
    return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
  } catch {
    // The error itself would quote the password.
    throw new UserError('STATE_URL is not a valid URL.', {
      cure: 'Characters such as # / ? @ % in its user or password must be percent-encoded (# is %23).',
    });
  }
}

/** The message for people if a server cannot be used at the start. It quotes a code, never the server's text. */
export function serverProblem(error: unknown, server: string, cures: Cure[]): UserError {
  const said = saidBy(error);
  const code = /\b[A-Z][A-Z\d_]{3,}\b|\b[\dA-Z]{5}\b/.exec(said)?.[0] ?? 'no answer in time';
  const found = [...cures, ...everywhere].find(([pattern]) => pattern.test(said));
  const [, what, cure] = found ?? [null, 'cannot be used ($).', 'Check STATE_URL.'];
  const Problem = found === away ? Unavailable : UserError;
  return new Problem(`The state at ${server} ${what.replace('$', code)}`, { cure });
}

/** Code and message; of several attempts (one per address family), the first one's. */
function saidBy(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return saidBy(error.errors[0]);
  if (!(error instanceof Error)) return '';
  return `${codeOf(error) ?? ''} ${error.message}`;
}
