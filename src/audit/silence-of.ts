import type { Manifest } from '../inventory/manifest.ts';
import type { LifecycleContext, Mute } from '../report/lifecycle.ts';
import type { Silence } from '../store/ledger.ts';
import { isoInstant } from '../time/instant.ts';

/**
 * The silence that covers a finding; null where none does and it is announced. A CRITICAL finding of a
 * trading service is always told. So is one of a machine, which may hide a trading service, and one whose service the
 * manifest does not have.
 * @param now ms since the epoch
 */
export function silenceOf(
  found: Parameters<LifecycleContext['muteOf']>[0],
  service: Manifest['services'][number] | null,
  silences: readonly Silence[],
  now: number,
): Mute | null {
  if (found.severity === 'CRITICAL' && (service === null || service.kind === 'trading')) return null;
  const machine = found.machine ?? service?.machine ?? null;
  const silence = silences.find(
    (each) =>
      each.until > isoInstant(now) &&
      (each.service === null ? each.machine === machine : each.service === found.service),
  );
  return silence ? { reason: `silenced by ${silence.by}: ${silence.reason}`, until: silence.until } : null;
}
