import { codeOf } from '../../text/error-code.ts';
import { ReplyTooLarge } from './largest-reply.ts';

/** By the first word of what Redis says: https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors */
const said: Record<string, string> = {
  OOM: 'Redis is full: raise its maxmemory',
  READONLY: 'Redis is a read-only replica: set the primary in QUEUE_URL',
  UNBLOCKED: 'Redis is a read-only replica: set the primary in QUEUE_URL',
  NOREPLICAS: 'Redis has too few replicas to take writes: see its min-replicas-to-write',
  WRONGPASS: 'Redis refuses the password of QUEUE_URL',
  NOAUTH: 'Redis requires a password: put it into QUEUE_URL',
  DENIED: 'Redis is in protected mode, and takes no connection from other machines: set a password for it',
  LOADING: 'Redis is still loading its data',
  MISCONF: 'Redis cannot save to disk, and refuses writes',
  WRONGTYPE: 'Redis has something else under a key of the queue: delete the keys driftwatch:*',
  MASTERDOWN: 'Redis is a replica that has lost its primary',
};

/** Redis says DENIED in protected mode, but has mostly gone before that is read. */
const CLOSES = 'it closes the connection: does it speak TLS only (rediss://), or need a password?';

const byCode: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'the name server does not answer',
  EHOSTUNREACH: 'there is no way to it',
  ETIMEDOUT: 'it does not answer',
  ECONNRESET: CLOSES,
  EPIPE: CLOSES,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name than the one in QUEUE_URL',
};

/** of Node and OpenSSL: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const untrusted = /^(?:UNABLE_TO_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED)/;
const notTls = /^(?:EPROTO|ERR_SSL_)/;

/** What is wrong with the server of QUEUE_URL, in one sentence without a full stop; never its address or password. */
export function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ReplyTooLarge) return message;
  const denied = deniedBy(error);
  if (denied !== null) return denied.why;
  for (const [word, sentence] of Object.entries(said))
    if (message.startsWith(`${word} `) || message.includes(` ${word} `)) return sentence;
  if (/timed out|socket timeout/i.test(message)) return 'Redis does not answer';
  // It answers: what it says is not ours to repeat, but for its first word.
  if (error instanceof Error && error.name === 'ReplyError')
    return `Redis refuses a command (${/^[A-Z]{2,20}/.exec(message)?.[0] ?? 'ERR'})`;
  const code = codeOf(error);
  const why = code === null ? 'the connection was lost' : wordsFor(code);
  return `Redis cannot be reached: ${why}`;
}

function wordsFor(code: string): string {
  if (untrusted.test(code))
    return 'its certificate is not trusted here: set NODE_EXTRA_CA_CERTS to the file of its CA, in the environment (not in .env)';
  if (notTls.test(code)) return 'it speaks no TLS that is understood here: is it redis:// and not rediss://?';
  return byCode[code] ?? code;
}

/**
 * That an ACL refuses a command, by itself or within a script; null for any other error. "has no permissions to run the
 * 'hset' command" is what Redis says (src/acl.c); of keys and channels it names no command, and before 7.2 of scripts neither.
 */
export function deniedBy(error: unknown): { command: string | null; why: string } | null {
  const message = error instanceof Error ? error.message : String(error);
  if (!/^NOPERM |ACL failure in script|has no permissions? to|user executing the script can't/.test(message))
    return null;
  const named = /the '([a-z|-]{1,40})' command/i.exec(message)?.[1]?.toUpperCase() ?? null;
  const why = `Redis does not let this user ${named === null ? 'do it' : `run ${named}`}: change its ACL`;
  // A subcommand is `client|setname`.
  return { command: named?.replace(/\|.*$/, '') ?? null, why };
}
