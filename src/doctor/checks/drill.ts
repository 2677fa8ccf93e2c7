import { z } from 'zod';
import { alertsAnybody } from '../../env/features.ts';
import { UserError } from '../../text/user-error.ts';
import { humanDuration } from '../../time/instant.ts';
import type { Check } from '../check.ts';
import { ok, warning } from '../result.ts';

const Remembered = z.object({
  drill: z
    .object({
      by: z.string(),
      at: z.iso.datetime(),
      over_at: z.string().nullable(),
      arrived: z.array(z.string()),
    })
    .nullish(),
});

const CURE = 'Type /drill in Discord, or run driftwatch drill, and see who is woken.';

/** Were people woken when it was last tried? */
export const drill: Check = {
  name: 'drill',
  async examine({ env, openState, now }) {
    if (!alertsAnybody(env)) return [];
    try {
      const state = await openState();
      try {
        const { drill: last = null } = Remembered.catch({}).parse(
          (await state.keyv('ledger').get('ledger')) ?? {},
        );
        if (last === null) return [ok('Drill', `none has run yet. ${CURE}`)];
        const ago = humanDuration((now() - Date.parse(last.at)) / 1000);
        if (last.over_at === null) return [ok('Drill', `one is in progress, since ${ago}`)];
        if (last.arrived.length === 0) return [warning('Drill', `the drill ${ago} ago reached nobody`, CURE)];
        return [
          ok('Drill', `the last was ${ago} ago, by ${last.by}, and reached ${last.arrived.join(' and ')}`),
        ];
      } finally {
        await state.close();
      }
    } catch (error) {
      // The state has a check of its own.
      if (error instanceof UserError) return [];
      throw error;
    }
  },
};
