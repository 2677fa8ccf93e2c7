import type { Keyv } from 'keyv';
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { z } from 'zod';
import { UserError } from '../text/user-error.ts';
import { codeOf } from '../text/error-code.ts';

/** One value that is read and replaced as a whole, so that what belongs together is written in one go. */
export type Document<Value> = {
  /** The empty value before the first write, and after an unreadable one was set aside. @throws as `update` does */
  read(): Promise<Value>;
  /**
   * Replaces the value by what `change` makes of it, in one write, and hands back its result once that is on the disk.
   * Calls run one after another. If `change` or the write throws (UserError where the database fails), the value stays as it was. A value that `change` hands
   * back as it got it (the same object) is not written again: make a new one, never change the one that is there.
   */
  update<Result>(change: (value: Value) => { value: Value; result: Result }): Promise<Result>;
};

/**
 * @param keyv a namespace that holds the value under `key`, and what is set aside under `broken:…`
 * @param onBroken hears the key that an old or broken value was kept under; the value itself may quote observed text
 */
export function createDocument<Value>(options: {
  keyv: Keyv;
  key: string;
  schema: z.ZodType<Value>;
  empty: Value;
  onBroken: (keptAs: string) => void;
}): Document<Value> {
  const { keyv, key, schema, empty, onBroken } = options;
  const oneAtATime = pLimit(1);
  // A store that hands out the very object that it was given, or gave before, need not have it judged again.
  let known: { stored: unknown; value: Value } | null = null;

  async function read(): Promise<Value> {
    const stored: unknown = await askStore(() => keyv.get(key));
    if (stored === undefined) return empty;
    if (known && known.stored === stored) return known.value;
    const parsed = schema.safeParse(stored);
    if (parsed.success) {
      known = { stored, value: parsed.data };
      return parsed.data;
    }
    const keptAs = `broken:${randomUUID()}`;
    // First the copy: a crash between the two leaves it twice, never nowhere.
    await askStore(() => keyv.set(keptAs, stored));
    await askStore(() => keyv.delete(key));
    onBroken(keptAs);
    return empty;
  }

  // The memory of a large fleet takes a while to read, to change and to write, and a database in this process gives
  // nobody else a turn in between.
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    return oneAtATime(async () => {
      await nextTurn();
      return work();
    });
  }

  return {
    read: () => inTurn(read),
    update: (change) =>
      inTurn(async () => {
        const before = await read();
        await nextTurn();
        const { value, result } = change(before);
        if (value !== before) {
          await nextTurn();
          await askStore(() => keyv.set(key, value));
          known = { stored: value, value };
        }
        return result;
      }),
  };
}

/**
 * What the database says stays with the cause: the log gets it, people get what to do.
 * @throws UserError for whatever `work` throws
 */
export async function askStore<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (isFull(cause))
      throw new UserError(
        'The disk that holds the bot’s memory (STATE_URL) is full, so nothing was kept. Free up disk space there, then try again.',
        { cause },
      );
    throw new UserError(
      'The bot cannot use its memory (STATE_URL) at present, so nothing was kept. Ask again in a minute; its log says why.',
      { cause },
    );
  }
}

/** SQLite's SQLITE_FULL (13), PostgreSQL's disk_full, Redis's maxmemory, and what the file system says. */
function isFull(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  if (
    ['ENOSPC', 'EDQUOT', '53100'].includes(codeOf(cause) ?? '') ||
    ('errcode' in cause && cause.errcode === 13)
  )
    return true;
  return /^OOM command not allowed|database or disk is full/.test(cause.message);
}
