import { createHash, timingSafeEqual } from 'node:crypto';
import { createFailedAttempts } from './failed-attempts.ts';

export type Bearer = {
  /**
   * Whether the request may pass. A number is the seconds to wait: its network has sent 20 wrong tokens within 60 s, and
   * until then even the right one is refused. A request without a token does not count.
   */
  admit(authorization: string | null, address: string): 'yes' | 'no' | { retryAfter: number };
};

/** Checks a bearer token (RFC 6750) in constant time. */
export function createBearer(token: string, now: () => number): Bearer {
  const expected = digest(token);
  const failures = createFailedAttempts(now);

  function admit(...[authorization, address]: Parameters<Bearer['admit']>): ReturnType<Bearer['admit']> {
    const retryAfter = failures.barred(address);
    if (retryAfter !== null) return { retryAfter };
    const given = /^Bearer +([^ ]+) *$/i.exec(authorization ?? '')?.[1];
    if (given === undefined) return 'no';
    if (timingSafeEqual(digest(given), expected)) return 'yes';
    failures.wrong(address);
    return 'no';
  }

  return { admit };
}

// Equal lengths, so that the comparison does not reveal the token's length either.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
