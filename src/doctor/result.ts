export type Status = 'ok' | 'warning' | 'broken' | 'skipped';

/** What a check says about one subject. `cure` is what to do about it, in one line; null where there is nothing to do. */
export type Line = { status: Status; subject: string; detail: string; cure: string | null };

/** The same with the check that said it: one entry of `driftwatch/doctor@1`. */
export type Result = { check: string } & Line;

export function ok(subject: string, detail: string): Line {
  return { status: 'ok', subject, detail, cure: null };
}

export function warning(subject: string, detail: string, cure: string): Line {
  return { status: 'warning', subject, detail, cure };
}

export function broken(subject: string, detail: string, cure: string): Line {
  return { status: 'broken', subject, detail, cure };
}

/** Not tried, and why. */
export function skipped(subject: string, detail: string, cure: string | null = null): Line {
  return { status: 'skipped', subject, detail, cure };
}
