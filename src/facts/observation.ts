/** Why a probe could not see its fact (DESIGN 1). */
export type Reason = 'unreachable' | 'timeout' | 'denied' | 'malformed' | 'unsupported';

/**
 * What a probe saw, or why it could not see. `detail` is for people and may quote the machine, so it is
 * untrusted text; `advice` is the same in two parts, where Driftwatch knows a cure; `code` is the
 * operating system's or library's error code where there is one (`ECONNREFUSED`), or the client's word for
 * what other repositories fail of too (`GITHUB_LIMIT`).
 */
export type Observation<Value> =
  | { ok: true; value: Value }
  | { ok: false; reason: Reason; detail: string; code?: string; advice?: { what: string; cure: string } };

/** The `code` of what a machine's site was to see, and did not: neither the machine's problem nor the bot's. */
export const SITE_LOST = 'ESITE';
/** The code of an internal error of Driftwatch, which says nothing about the target. */
export const INTERNAL = 'INTERNAL';

export function seen<Value>(value: Value): Observation<Value> {
  return { ok: true, value };
}

export function unseen(reason: Reason, detail: string, code?: string): Observation<never> {
  return code === undefined ? { ok: false, reason, detail } : { ok: false, reason, detail, code };
}

/** The same with a cure; `detail` contains both. */
export function unseenWith(reason: Reason, what: string, cure: string): Observation<never> {
  return { ok: false, reason, detail: `${what}: ${cure}`, advice: { what, cure } };
}
