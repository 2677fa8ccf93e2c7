import { codeOf } from '../../text/error-code.ts';

/** By the first word of what Redis says: https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors */
const said: Record<string, string> = {
  OOM: 'Redis is full: raise its maxmemory',
  READONLY: 'Redis is a replica that takes no writes: name the primary in QUEUE_URL',
  WRONGPASS: 'Redis refuses the password of QUEUE_URL',
  NOAUTH: 'Redis wants a password: put it into QUEUE_URL',
  NOPERM: 'Redis does not let this user do it: look at its ACL',
  LOADING: 'Redis is still loading its data',
  MISCONF: 'Redis cannot save to its disk, and takes no writes',
  MASTERDOWN: 'Redis is a replica that has lost its primary',
};

const byCode: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'the name server does not answer',
  EHOSTUNREACH: 'there is no way to it',
  ETIMEDOUT: 'it does not answer',
};

/** What is wrong with the server of QUEUE_URL, in one sentence without a full stop; never its address or password. */
export function problemOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  for (const [word, sentence] of Object.entries(said))
    if (message.startsWith(`${word} `) || message.includes(` ${word} `)) return sentence;
  if (/timed out/i.test(message)) return 'Redis does not answer';
  const code = codeOf(error);
  const why = code === null ? 'the connection was lost' : (byCode[code] ?? code);
  return `Redis cannot be reached: ${why}`;
}
