import type { Keyv } from 'keyv';
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { z } from 'zod';
import { UserError } from '../text/user-error.ts';
import { codeOf } from '../text/error-code.ts';

/** One value that is read and replaced as a whole, so that related data is written together. */
export type Document<Value> = {
  /** The empty value before the first write, and after an unreadable one was set aside. @throws as `update` does */
  read(): Promise<Value>;
  /**
   * Replaces the value with the result of `change`, in one write, and returns that result once it is on disk. Calls run one
   * after another. If `change` or the write throws (UserError if the database fails), the value stays unchanged. If `change`
   * returns the same object, nothing is written: return a new object, never mutate the old one.
   */
  update<Result>(change: (value: Value) => { value: Value; result: Result }): Promise<Result>;
};

/**
 * @param keyv a namespace with the value under `key`, and broken values under `broken:…`
 * @param onBroken receives the key under which an unreadable value was stored; the value may quote observed text
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
  // The same object that was written or read before need not be validated again.
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
    // Copy first: a crash in between leaves it twice, never nowhere.
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
 * Keeps the database's error as the cause, for the log; people are told what to do.
 * @throws UserError for anything that `work` throws
 */
export async function askStore<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (isFull(cause))
      throw new UserError(
        'The disk with the bot’s state (STATE_URL) is full, so nothing was saved. Free up disk space there, then try again.',
        { cause },
      );
    throw new UserError(
      'The bot cannot use its state (STATE_URL) right now, so nothing was saved. Try again in a minute; its log says why.',
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
