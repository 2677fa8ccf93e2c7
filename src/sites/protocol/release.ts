/** `works`: the same minor version. `differs`: one minor version apart, which works and is reported. `apart`: more. */
export type Compatibility = 'works' | 'differs' | 'apart';

const MINORS_APART = 1;

/** How two releases of Driftwatch get along: semver's major and minor count. */
export function compatibilityOf(one: string, other: string): Compatibility {
  const [first, second] = [one, other].map((release) => /^(\d+)\.(\d+)\./.exec(release));
  if (!first || !second || first[1] !== second[1]) return 'apart';
  const apart = Math.abs(Number(first[2]) - Number(second[2]));
  if (apart === 0) return 'works';
  return apart <= MINORS_APART ? 'differs' : 'apart';
}

/** What refuses a release that is too far from the bot's, on either side. @param who `the worker` or `a worker of site home` */
export function tooFar(who: string, theirs: string, bots: string): string {
  return `${who} has release ${theirs}, too far from the bot's ${bots}: update the older one`;
}
