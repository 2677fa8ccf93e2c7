import { randomUUID } from 'node:crypto';
import { UserError } from '../../text/user-error.ts';
import type { Check, OpenState } from '../check.ts';
import { broken, ok, warning } from '../result.ts';
import type { Line } from '../result.ts';
import { stateFile } from '../../text/state-file.ts';

const KEPT_MS = 60_000;

/** The state store opens and stores what is written. If a running bot holds it, it is left alone. */
export const state: Check = {
  name: 'state',
  async examine({ env, openState }) {
    const place = placeOf(env.stateUrl);
    try {
      const state = await openState();
      try {
        return [await written(state, place), ...(await held(state))];
      } finally {
        await state.close();
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return [broken('STATE_URL', error.what.replace(/\.$/, ''), error.cure ?? 'Correct STATE_URL.')];
    }
  },
};

/** Writes, reads and deletes a new key in a separate namespace. */
async function written(state: OpenState, place: string): Promise<Line> {
  const keyv = state.keyv('doctor');
  const key = randomUUID();
  await keyv.set(key, key, KEPT_MS);
  const kept = await keyv.get(key);
  await keyv.delete(key);
  if (kept === key) return ok('STATE_URL', `${place} can be read and written`);
  return broken('STATE_URL', `${place} does not keep what is written`, 'Set STATE_URL to another store.');
}

async function held(state: OpenState): Promise<Line[]> {
  const holder = (await state.holder?.()) ?? null;
  if (holder === null) return [];
  return [
    warning(
      'STATE_URL',
      `a bot holds it (${holder})`,
      'This is fine if that is your bot: a second one would wait.',
    ),
  ];
}

function placeOf(stateUrl: string): string {
  const file = stateFile(stateUrl);
  if (file !== null) return file;
  const url = URL.parse(stateUrl);
  return url ? `${url.protocol}//${url.host}` : 'the store';
}
