/** Why a request or an answer was not taken. */
export const refusals = [
  'malformed',
  'too_large',
  'version',
  'key',
  'tampered',
  'replayed',
  'clock',
  'host',
] as const;
export type Refusal = (typeof refusals)[number];

export function isRefusal(text: string): text is Refusal {
  return refusals.some((refusal) => refusal === text);
}

/** What is wrong with it, to be read on after "the answer of site home" or "the request". */
export const refusalWords: Record<Refusal, string> = {
  malformed: 'is damaged or is no such thing',
  too_large: 'is larger than the limit',
  version: 'has a form that this version does not know: run the same version of bot and worker',
  key: 'is sealed with another SITE_KEY',
  tampered: 'was not sealed with SITE_KEY for this request and site, or was altered',
  replayed: 'has been seen before',
  clock: 'is too old or from the future: compare the clocks of the bot and the worker',
  host: 'names a host that WORKER_HOSTS does not allow',
};
