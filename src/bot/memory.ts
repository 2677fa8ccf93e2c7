import { Keyv } from 'keyv';
import type { Document } from '../store/document.ts';
import { createHistory } from '../store/history.ts';
import type { History } from '../store/history.ts';
import { createLedger } from '../store/create-ledger.ts';
import type { Ledger } from '../store/ledger.ts';

export type Memory = {
  /** GitHub's answers with their ETags. The bot's survive a restart; a single audit leaves no file behind */
  answers: Keyv;
  ledger: Document<Ledger>;
  history: Document<History>;
};

/** A memory that lasts as long as the process. */
export function emptyMemory(): Memory {
  const ignore = () => {};
  return {
    answers: new Keyv(),
    ledger: createLedger(new Keyv(), ignore),
    history: createHistory(new Keyv(), ignore),
  };
}
