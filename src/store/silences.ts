import { randomBytes } from 'node:crypto';
import { isoInstant } from '../time/instant.ts';
import { UserError } from '../text/user-error.ts';
import type { Document } from './document.ts';
import type { Silence, Ledger } from './ledger.ts';
import type { Silences, SilenceRequest } from './records.ts';
import { withAcknowledgements } from './living-alerts.ts';

/** Silences, and the early end of silences and acknowledgements; every change is one write. */
export function createSilences(
  ledger: Document<Ledger>,
  now: () => number,
  onStored: () => void = () => {},
): Silences {
  const active = (silences: readonly Silence[]) => silences.filter(({ until }) => until > isoInstant(now()));

  async function silence(request: SilenceRequest, until: number): Promise<Silence> {
    const times = { at: isoInstant(now()), until: isoInstant(until) };
    const made = { id: randomBytes(4).toString('hex'), ...request, ...times };
    return await ledger.update((value) => {
      const others = active(value.hushes).filter(
        ({ service, machine }) => service !== request.service || machine !== request.machine,
      );
      return { value: { ...value, hushes: [...others, made] }, result: made };
    });
  }

  async function endSilence(id: string): Promise<Silence> {
    return await ledger.update((value) => {
      const ended = active(value.hushes).find((each) => each.id === id);
      if (!ended) throw new UserError('This silence has already ended.');
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
      return { value: withAcknowledgements({ ...value, standing }, now()), result };
    });
    onStored();
    return ended;
  }

  return { silences: async () => active((await ledger.read()).hushes), silence, endSilence, unacknowledge };
}
