import { Keyv } from 'keyv';
import type { DriftwatchFindings } from '../audit/tools.ts';
import type { Memory } from './memory.ts';
import { journalPath, openJournal } from './journal.ts';
import type { Env } from '../env/env.ts';
import { JOURNAL_TYPES, textOf } from '../remediation/journal/journal.ts';
import { openReadOnly } from '../store/open/read-only.ts';
import { createHistory } from '../store/history.ts';
import { createLedger } from '../store/create-ledger.ts';

// The composition root's part for the command line's audits: only main.ts imports it.

/**
 * A copy of the bot's state, so that an audit on the command line can say since when a finding is open, and changes
 * nothing. Without a state every finding is new; if it cannot be read, `say` is called with the reason.
 */
export async function readMemory(
  env: Env,
  say: (sentence: string) => void,
): Promise<{ memory: Memory; own: DriftwatchFindings }> {
  const [ledger, history, anchor] = [new Keyv(), new Keyv(), new Keyv()];
  const onBroken = () => say('Part of the bot’s state is unreadable: its findings are shown as new.');
  try {
    const state = await openReadOnly(env.stateUrl, Date.now);
    const copies = [
      ['ledger', 'ledger', ledger],
      ['history', 'history', history],
      ['journal', 'head', anchor],
    ] as const;
    try {
      for (const [namespace, key, copy] of copies) {
        const value: unknown = await state?.keyv(namespace).get(key);
        if (value !== undefined) await copy.set(key, value);
      }
    } finally {
      state?.close();
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`The bot’s state cannot be read, so every finding is shown as new: ${why}`);
  }
  return {
    memory: {
      answers: new Keyv(),
      ledger: createLedger(ledger, onBroken),
      history: createHistory(history, onBroken),
    },
    own: { types: JOURNAL_TYPES, find: async () => (await ownFinding()) ?? [] },
  };

  /** The user on the command line may not be the bot's: a journal that they may not read is not broken. */
  async function ownFinding() {
    try {
      await textOf(journalPath(env));
    } catch (error) {
      say(
        `The remediation journal was not checked: ${error instanceof Error ? error.message : String(error)}`,
      );
      return null;
    }
    const found = await openJournal(env, anchor).finding();
    return found && [found];
  }
}
