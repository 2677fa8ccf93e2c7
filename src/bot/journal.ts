import { dirname, join } from 'node:path';
import type { Keyv } from 'keyv';
import { z } from 'zod';
import type { Env } from '../env/env.ts';
import { createJournal } from '../remediation/journal/journal.ts';
import type { Anchor, Journal } from '../remediation/journal/journal.ts';
import { askStore } from '../store/document.ts';
import { stateFile } from '../text/state-file.ts';

/** The journal is next to the state file, else in ./data. */
export function journalPath(env: Env): string {
  const file = stateFile(env.stateUrl);
  return join(file === null ? 'data' : dirname(file), 'journal.jsonl');
}

const Head = z.strictObject({ seq: z.int(), hash: z.string() });
const Anchored = Head.extend({ next: Head.optional() });

/** Stores the journal's length and last hash in the state, so that lines removed from its end are noticed. */
export function anchorIn(keyv: Keyv): Anchor {
  return {
    read: async () => Anchored.safeParse(await askStore(() => keyv.get('head'))).data ?? null,
    write: async (head) => void (await askStore(() => keyv.set('head', head))),
  };
}

export function openJournal(env: Env, keyv: Keyv): Journal {
  return createJournal({ path: journalPath(env), anchor: anchorIn(keyv), now: Date.now });
}
