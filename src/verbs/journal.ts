import { userInfo } from 'node:os';
import { anchorIn, journalPath, openJournal } from '../bot/journal.ts';
import { showJournal, verifyJournal } from '../cli/journal.ts';
import { readEnv } from '../env/env.ts';
import { openState } from '../store/open/open.ts';
import { write } from './write.ts';

/** `driftwatch journal`. @returns the exit code */
export async function journal(
  what: 'verify' | 'show' | 'renew',
  { request = null, why = null }: { request?: string | null; why?: string | null },
): Promise<number> {
  const env = readEnv();
  const state = await openState(env.stateUrl, Date.now);
  try {
    if (what === 'renew') {
      await openJournal(env, state.keyv('journal')).renew(userInfo().username, why);
      return 0;
    }
    const options = { path: journalPath(env), anchor: anchorIn(state.keyv('journal')), write };
    return await (what === 'verify' ? verifyJournal(options) : showJournal({ ...options, request }));
  } finally {
    state.close();
  }
}
