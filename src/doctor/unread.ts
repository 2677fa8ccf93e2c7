import type { Reason } from '../facts/observation.ts';
import type { MachineObservation } from '../facts/observations.ts';
import { inTwo } from './advice.ts';
import { broken, ok, warning } from './result.ts';
import type { Line } from './result.ts';

type Unread = { path: string[]; reason: Reason; detail: string };

const OTHERWISE = 'Run an audit to see whether it stays so.';
/** What stands between a fact's name and an item's, and says nothing to people. */
const WRAPPING = new Set(['value', 'services', 'files', 'scans', 'rest']);

/**
 * What an audit could not read on a machine: what is denied breaks it, since every audit would end without that fact;
 * what was not answered otherwise may be the fleet's own trouble.
 */
export function unreadLines(name: string, { facts }: MachineObservation): Line[] {
  const lines = Object.entries(facts).flatMap(([fact, seen]) =>
    unreadIn(seen)
      .filter(({ path, reason }) => isOurs(fact, path, reason))
      .map(({ path, reason, detail }) => {
        const said = inTwo(detail, OTHERWISE);
        const what = [name, fact.replaceAll('_', ' '), ...path].join(' ');
        return (reason === 'denied' ? broken : warning)(what, said.detail, said.cure);
      }),
  );
  const read = Object.keys(facts).map((fact) => fact.replaceAll('_', ' '));
  if (lines.length > 0 || read.length === 0) return lines;
  return [ok(`${name} facts`, `the user may read ${read.join(', ')}`)];
}

/** Whether a service answers on its own machine is an audit's question. */
function isOurs(fact: string, path: string[], reason: Reason): boolean {
  return fact !== 'local_health' || path.length === 0 || reason === 'denied' || reason === 'unsupported';
}

/** Every observation that saw nothing within a fact, however deep it lies. */
function unreadIn(value: unknown, path: string[] = []): Unread[] {
  if (typeof value !== 'object' || value === null || path.length > 6) return [];
  if (isUnread(value)) return [{ path, reason: value.reason, detail: value.detail }];
  return Object.entries(value).flatMap(([key, inner]) => {
    const shown = Array.isArray(value) || WRAPPING.has(key);
    return unreadIn(inner, shown ? path : [...path, key]);
  });
}

function isUnread(value: object): value is { ok: false; reason: Reason; detail: string } {
  return 'ok' in value && value.ok === false && 'reason' in value && 'detail' in value;
}
