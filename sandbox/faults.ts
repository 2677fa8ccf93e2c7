import type { RestLimit } from './rest/reply.ts';

/** What a test can break, and what is broken now. */
export type Faults = ReturnType<typeof createFaults>;

export function createFaults(on: { expireTokens(): void; dropGateway(): void }) {
  const planned: { status: number; left: number; retryAfter: number; path: RegExp }[] = [];
  let isOut = false;
  return {
    /** The next `count` REST calls (whose path matches) answer 429 and ask to wait `retryAfter` seconds. */
    next429(count: number, retryAfter: number, path = /./): void {
      planned.push({ status: 429, left: count, retryAfter, path });
    },
    /** The next `count` REST calls (whose path matches) answer with that 5xx status. */
    next5xx(count: number, status = 503, path = /./): void {
      planned.push({ status, left: count, retryAfter: 0, path });
    },
    /** Discord is down: REST answers 503 with HTML, the gateway drops and refuses connections. */
    outage(out: boolean): void {
      isOut = out;
      if (out) on.dropGateway();
    },
    /** Every interaction token handed out so far counts as older than 15 minutes. */
    expireTokens(): void {
      on.expireTokens();
    },
    /** Cuts the bot's gateway connections without a close frame; it may resume. */
    dropGateway(): void {
      on.dropGateway();
    },

    get isOut(): boolean {
      return isOut;
    },
    /** The planned failure for this call, if any; it is used up by asking. */
    take(path: string): RestLimit | null {
      const fault = planned.find((candidate) => candidate.left > 0 && candidate.path.test(path));
      if (!fault) return null;
      fault.left -= 1;
      return { status: fault.status, retryAfter: fault.retryAfter };
    },
  };
}
