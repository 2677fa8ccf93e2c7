import type { Clock } from '../clock.ts';

const DISCORD_EPOCH = 1_420_070_400_000n;

/** Makes ids that grow with time, as Discord's do: ms since 2015 in the upper 42 bits. */
export function createSnowflakes(clock: Clock): () => string {
  let last = 0n;
  return () => {
    const fresh = (BigInt(clock.now()) - DISCORD_EPOCH) << 22n;
    last = fresh > last ? fresh : last + 1n;
    return last.toString();
  };
}

/** Negative if `a` is the older id. Ids differ in length, so they cannot be compared as text. */
export function bySnowflake(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}
