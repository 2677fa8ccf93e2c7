import { randomBytes } from 'node:crypto';
import { isoInstant } from '../time/instant.ts';
import { UserError } from '../text/user-error.ts';
import type { Document } from './document.ts';
import type { Hush, Ledger } from './ledger.ts';
import type { Hushes, Wish } from './records.ts';
import { followingAcknowledgements } from './told.ts';

/** Silences, and the early end of silences and acknowledgements; every change is one write. */
export function createHushes(
  ledger: Document<Ledger>,
  now: () => number,
  onStored: () => void = () => {},
): Hushes {
  const holding = (hushes: readonly Hush[]) => hushes.filter(({ until }) => until > isoInstant(now()));

  async function hush(wish: Wish, until: number): Promise<Hush> {
    const times = { at: isoInstant(now()), until: isoInstant(until) };
    const made = { id: randomBytes(4).toString('hex'), ...wish, ...times };
    return await ledger.update((value) => {
      const others = holding(value.hushes).filter(
        ({ service, machine }) => service !== wish.service || machine !== wish.machine,
      );
      return { value: { ...value, hushes: [...others, made] }, result: made };
    });
  }

  async function unhush(id: string): Promise<Hush> {
    return await ledger.update((value) => {
      const ended = holding(value.hushes).find((each) => each.id === id);
      if (!ended) throw new UserError('This silence is over already.');
      const hushes = value.hushes.filter((each) => each !== ended);
      return { value: { ...value, hushes }, result: ended };
    });
  }

  async function unacknowledge(id: string) {
    const ended = await ledger.update((value) => {
      const found = value.standing.find(({ finding }) => finding.id === id);
      const acknowledged = found?.acknowledged ?? null;
      const at = isoInstant(now());
      if (acknowledged === null || acknowledged.until <= at)
        throw new UserError('Nobody has acknowledged this finding, or it is resolved.');
      const over = { ...acknowledged, until: at };
      const standing = value.standing.map((each) =>
        each === found ? { ...each, acknowledged: over } : each,
      );
      const result = { by: acknowledged.by, reason: acknowledged.reason };
      return { value: followingAcknowledgements({ ...value, standing }, now()), result };
    });
    onStored();
    return ended;
  }

  return { hushes: async () => holding((await ledger.read()).hushes), hush, unhush, unacknowledge };
}
