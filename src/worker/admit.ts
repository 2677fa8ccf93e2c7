import { compatibilityOf, tooFar } from '../sites/protocol/release.ts';
import { RequestHead, SiteRequest } from '../sites/protocol/request.ts';
import type { SiteKey } from '../sites/sealing/keys.ts';
import type { Refusal } from '../sites/sealing/refusal.ts';
import { open } from '../sites/sealing/seal.ts';

/** ms that the clocks of bot and worker may be apart */
const SKEW_MS = 300_000;

/** `head`: the bot sealed it, so that an answer can say why it is refused; null where that is not certain. */
export type Refused =
  | { refusal: Refusal; head: null }
  | { refusal: Refusal; head: RequestHead; detail: string };
export type Admitted = { request: SiteRequest } | Refused;

type Door = { site: string; keys: readonly SiteKey[]; release: string; now: () => number };

/**
 * Admits what the bot has sealed for this site and job, recently, and once: anybody may have written to Redis. Who
 * writes to Redis can hand in a request of the bot's again; it is known by its job. A greeting reads nothing: it is answered by
 * any clock and any release, so that `doctor` can say which they are.
 */
export function createDoor({ site, keys, release, now }: Door) {
  /** job -> when it may be forgotten, since its request is too old by then */
  const known = new Map<string, number>();

  async function admit(job: string, data: unknown): Promise<Admitted> {
    const opened = await open(data, { site, job, answers: null }, keys);
    if (!opened.ok) return { ...opened, head: null };
    const head = RequestHead.safeParse(opened.value);
    if (!head.success) return { refusal: 'malformed', head: null };
    const ahead = now() - opened.sealed_at;
    if (head.data.kind !== 'hello' && Math.abs(ahead) > SKEW_MS)
      return { refusal: 'clock', head: head.data, detail: clockDetail(ahead) };
    for (const [old, until] of known) {
      if (until > now()) break;
      known.delete(old);
    }
    if (known.has(job)) return { refusal: 'replayed', head: null };
    known.set(job, now() + 2 * SKEW_MS);
    return understood(head.data, opened.value);
  }

  function understood(head: RequestHead, value: unknown): Admitted {
    const theirs = head.release;
    if (head.kind !== 'hello' && compatibilityOf(release, theirs) === 'apart')
      return { refusal: 'version', head, detail: tooFar('the worker', release, theirs) };
    const request = SiteRequest.safeParse(value);
    if (request.success) return { request: request.data };
    if (theirs === release) return { refusal: 'malformed', head: null };
    const detail = `the worker has release ${release}, which cannot read a request of the bot's ${theirs}: update the older one`;
    return { refusal: 'version', head, detail };
  }

  /** `forget`: a job that was given back unread may come again. */
  return { admit, forget: (job: string) => void known.delete(job) };
}

/** @param ahead ms by which the worker's clock is ahead of the bot's */
function clockDetail(ahead: number): string {
  const minutes = Math.round(Math.abs(ahead) / 60_000);
  const off = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  return `the worker's clock is ${off} ${ahead > 0 ? 'ahead of' : 'behind'} the bot's: synchronise them`;
}
