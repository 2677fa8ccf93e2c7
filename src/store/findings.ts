import type { Keyv } from 'keyv';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Finding } from '../report/finding.ts';

const Open = z.strictObject({ schema: z.literal('driftwatch/open-findings@1'), findings: z.array(Finding) });

type Change<Result> = { open: Finding[]; result: Result };

/** What stands open after the last audit, of all services together. */
export type FindingsStore = {
  /** null before the first audit, and after an unreadable value was set aside */
  read(): Promise<Finding[] | null>;
  /**
   * Replaces what stands open by what `change` makes of it, in one write. Calls run one after another, so that audits of
   * different scopes do not lose each other's findings. If `change` or the write throws, everything stays as it was.
   */
  update<Result>(change: (open: Finding[] | null) => Change<Result>): Promise<Result>;
};

/**
 * @param keyv a namespace of its own
 * @param onBroken hears the key that an old or broken value was kept under; the value itself may quote observed text
 */
export function createFindingsStore(keyv: Keyv, onBroken: (keptAs: string) => void): FindingsStore {
  let last: Promise<unknown> = Promise.resolve();

  async function read(): Promise<Finding[] | null> {
    const value: unknown = await keyv.get('open');
    if (value === undefined) return null;
    const open = Open.safeParse(value);
    if (open.success) return open.data.findings;
    const keptAs = `broken:${randomUUID()}`;
    // First the copy: a crash between the two leaves it twice, never nowhere.
    await keyv.set(keptAs, value);
    await keyv.delete('open');
    onBroken(keptAs);
    return null;
  }

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = last.then(work);
    last = done.catch(() => null);
    return done;
  }

  return {
    read: () => inTurn(read),
    update: (change) =>
      inTurn(async () => {
        const { open, result } = change(await read());
        await keyv.set('open', { schema: 'driftwatch/open-findings@1', findings: open } satisfies z.infer<
          typeof Open
        >);
        return result;
      }),
  };
}
