import type { Manifest } from '../inventory/manifest.ts';
import type { LifecycleContext, Mute } from '../report/lifecycle.ts';
import type { Silence } from '../store/ledger.ts';
import { isoInstant } from '../time/instant.ts';

/**
 * The silence that covers a finding; null if none does, so that it is reported. A CRITICAL finding of a trading service is
 * always reported. So is a CRITICAL on a machine, which may hide a trading service, and one whose service is not in the
 * manifest.
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
