/** What is wrong, and what to do: both in lower case and without a full stop. `cure`: null if none is known. */
export type Advice = { what: string; cure: string | null };

/** `what: cure`, on one line. */
export function adviceText({ what, cure }: Advice): string {
  return cure === null ? what : `${what}: ${cure}`;
}

/** A plain text has no cure, even if it contains colons: a machine's text must not pass for our advice. */
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
