import { Keyv } from 'keyv';
import type { Document } from '../store/document.ts';
import { createHistory } from '../store/history.ts';
import type { History } from '../store/history.ts';
import { createLedger } from '../store/create-ledger.ts';
import type { Ledger } from '../store/ledger.ts';

export type Memory = {
  /** keeps GitHub's answers with their ETags: the bot's outlive a restart, a single audit leaves no file behind */
  answers: Keyv;
  ledger: Document<Ledger>;
  history: Document<History>;
};

/** A memory that ends with the process. */
export function emptyMemory(): Memory {
  const ignore = () => {};
  return {
    answers: new Keyv(),
    ledger: createLedger(new Keyv(), ignore),
    history: createHistory(new Keyv(), ignore),
  };
}
