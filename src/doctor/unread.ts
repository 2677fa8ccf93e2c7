import type { Reason } from '../facts/observation.ts';
import type { MachineObservation } from '../facts/observations.ts';
import type { Advice } from '../text/advice.ts';
import { sentence } from './advice.ts';
import { broken, ok, warning } from './result.ts';
import type { Line } from './result.ts';

type Unseen = { ok: false; reason: Reason; detail: string; advice?: Advice };
type Unread = { path: string[] } & Omit<Unseen, 'ok'>;

const OTHERWISE = 'Run an audit to see whether it persists.';
/** Words in the path to an item that mean nothing to people. */
const WRAPPING = new Set(['value', 'services', 'files', 'scans', 'rest']);

/**
 * What an audit could not read on a machine. Denied facts are broken, since every audit would lack them; other failures may
 * be the fleet's own problem.
 */
export function unreadLines(name: string, { facts }: MachineObservation): Line[] {
  const lines = Object.entries(facts).flatMap(([fact, seen]) =>
    unreadIn(seen)
      .filter(({ path, reason }) => isOurs(fact, path, reason))
      .map(({ path, reason, detail, advice }) => {
        const told = advice ?? { what: detail, cure: null };
        const what = [name, fact.replaceAll('_', ' '), ...path].join(' ');
        return (reason === 'denied' ? broken : warning)(
          what,
          told.what,
          told.cure === null ? OTHERWISE : sentence(told.cure),
        );
      }),
  );
  const read = Object.keys(facts).map((fact) => fact.replaceAll('_', ' '));
  if (lines.length > 0 || read.length === 0) return lines;
  return [ok(`${name} facts`, `the user may read ${read.join(', ')}`)];
}

/** Whether a service answers on its own machine is for the audit to judge. */
function isOurs(fact: string, path: string[], reason: Reason): boolean {
  return fact !== 'local_health' || path.length === 0 || reason === 'denied' || reason === 'unsupported';
}

/** Every failed observation within a fact, at any depth. */
function unreadIn(value: unknown, path: string[] = []): Unread[] {
  if (typeof value !== 'object' || value === null || path.length > 6) return [];
  if (isUnread(value)) return [{ ...value, path }];
  return Object.entries(value).flatMap(([key, inner]) => {
    const shown = Array.isArray(value) || WRAPPING.has(key);
    return unreadIn(inner, shown ? path : [...path, key]);
  });
}

function isUnread(value: object): value is Unseen {
  return 'ok' in value && value.ok === false && 'reason' in value && 'detail' in value;
}
