export type Status = 'ok' | 'warning' | 'broken' | 'skipped';

/** What a check says about one subject. `cure`: what to do about it, in one line; null if nothing. */
export type Line = { status: Status; subject: string; detail: string; cure: string | null };

/** The same with the check's name: one entry of `driftwatch/doctor@1`. */
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

/** A check that was not run, and why. */
export function skipped(subject: string, detail: string, cure: string | null = null): Line {
  return { status: 'skipped', subject, detail, cure };
}
