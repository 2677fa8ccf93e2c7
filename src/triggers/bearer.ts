import { createHash, timingSafeEqual } from 'node:crypto';
import { createFailedAttempts } from './failed-attempts.ts';

export type Bearer = {
  /**
   * Whether the request may pass. Numbers are seconds to wait: its network has sent 20 wrong tokens within 60 s, and
   * gets no further try until then, with the right one either. A request without a token is no try.
   */
  admit(authorization: string | null, address: string): 'yes' | 'no' | { retryAfter: number };
};

/** Holds a bearer token (RFC 6750). The time that a comparison takes says nothing of the token. */
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

// Equal lengths, so that the comparison tells nothing of the token's either.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
