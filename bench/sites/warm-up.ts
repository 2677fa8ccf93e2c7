/** The share of connections that may be new in an audit that counts as warm. */
const NEW = 0.05;

/**
 * How many audits warm up a site: until nearly every worker has a connection to nearly every machine, as in a bot that has
 * run for a while. By chance, a machine goes to a worker that has none to it yet.
 * @param workers 0: the bot alone
 */
export function warmUps(workers: number): number {
  if (workers <= 1) return 1;
  return Math.ceil(Math.log(NEW) / Math.log(1 - 1 / workers));
}
