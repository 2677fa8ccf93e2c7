import { Keyv } from 'keyv';
import { createRecords } from '../../../src/store/create-records.ts';
import { createHistory } from '../../../src/store/history.ts';
import { createLedger } from '../../../src/store/create-ledger.ts';
import { rememberingLast } from '../../../src/store/remembering.ts';

/** The bot's memory, of this test alone, in the format of the bot's own. */
export function aMemory(now: () => number = Date.now) {
  const onBroken = (keptAs: string) => {
    throw new Error(`a value was set aside as ${keptAs}`);
  };
  const ledger = createLedger(new Keyv(rememberingLast()), onBroken);
  const history = createHistory(new Keyv(rememberingLast()), onBroken);
  return { ledger, history, records: createRecords(ledger, history, now) };
}
