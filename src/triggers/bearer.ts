import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv6 } from 'node:net';

const WINDOW_MS = 60_000;
const WRONG_TOKENS = 20;
/** More addresses than these are forgotten, oldest first: memory stays small whoever asks. */
const ADDRESSES = 10_000;

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
  const tries = new Map<string, { wrong: number; until: number }>();

  function admit(...[authorization, address]: Parameters<Bearer['admit']>): ReturnType<Bearer['admit']> {
    const network = networkOf(address);
    const tried = tries.get(network);
    const left = tried === undefined ? 0 : Math.min(tried.until - now(), WINDOW_MS);
    if (tried && left <= 0) tries.delete(network);
    else if (tried && tried.wrong >= WRONG_TOKENS) return { retryAfter: Math.ceil(left / 1000) };
    const given = /^Bearer +([^ ]+) *$/i.exec(authorization ?? '')?.[1];
    if (given === undefined) return 'no';
    if (timingSafeEqual(digest(given), expected)) return 'yes';
    countWrong(network);
    return 'no';
  }

  function countWrong(network: string) {
    const tried = tries.get(network) ?? { wrong: 0, until: now() + WINDOW_MS };
    tried.wrong += 1;
    tries.set(network, tried);
    for (const oldest of tries.keys()) {
      if (tries.size <= ADDRESSES) return;
      tries.delete(oldest);
    }
  }

  return { admit };
}

// Equal lengths, so that the comparison tells nothing of the token's either.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** An IPv4 address, or the /64 of an IPv6 one: who has one address of it has them all. */
function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  if (!isIPv6(plain) || plain.includes('.')) return plain;
  const [head = [], tail = []] = plain
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}
