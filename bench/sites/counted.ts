/** Seconds of processor time that an audit took: of the bot, of all workers together, of Redis. */
export type Spent = { bot: number; staff: number; redis: number };

/**
 * How much faster than the bot alone an audit can be, by processor time alone: as fast as the process that has the most to
 * do, and as the cores that they share. Each uses one core at most.
 * @param cores that bot, workers and Redis share; Infinity: each has its own
 */
export function countedRatio(alone: Spent, { bot, staff, redis }: Spent, workers: number, cores: number) {
  const longest = Math.max(bot, staff / Math.max(1, workers), redis, (bot + staff + redis) / cores);
  return alone.bot / longest;
}
