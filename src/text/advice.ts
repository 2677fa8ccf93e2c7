/** What is wrong, and what to do about it: both begin in lower case and have no full stop. `cure`: null where none is known. */
export type Advice = { what: string; cure: string | null };

/** `what: cure`, on one line. */
export function adviceText({ what, cure }: Advice): string {
  return cure === null ? what : `${what}: ${cure}`;
}

/** A text alone has no cure, whatever colons are in it: what a machine says must not pass for advice of ours. */
export function adviceOf(told: string | Advice): Advice {
  return typeof told === 'string' ? { what: told, cure: null } : told;
}

/** Several in one. */
export function joinAdvice(all: readonly Advice[]): Advice {
  const cures = all.flatMap(({ cure }) => cure ?? []);
  return {
    what: all.map(({ what }) => what).join('; '),
    cure: cures.length > 0 ? [...new Set(cures)].join('; ') : null,
  };
}
