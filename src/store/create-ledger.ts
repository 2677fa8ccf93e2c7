import type { Keyv } from 'keyv';
import { z } from 'zod';
import { createDocument } from './document.ts';
import type { Document } from './document.ts';
import { emptyLedger, Ledger } from './ledger.ts';
import { withWordings } from './stored-wording.ts';

export function createLedger(keyv: Keyv, onBroken: (keptAs: string) => void): Document<Ledger> {
  const schema = z.preprocess(withWordings, Ledger);
  return createDocument({ keyv, key: 'ledger', schema, empty: emptyLedger, onBroken });
}
