import { randomBytes } from 'node:crypto';
import type { WatchState } from '../report/watch-state.ts';
import type { AuditOutcome } from './audit-outcome.ts';
import type { DriftwatchFindings } from './tools.ts';
import type { Manifest } from '../inventory/manifest.ts';
import { driftwatchFinding } from '../comparison/driftwatch-finding.ts';
import { typesWithRole } from '../findings/catalogue.ts';
import type { Found } from '../findings/finding.ts';
import { humanDuration } from '../time/instant.ts';

/** Findings about Driftwatch itself, from the parts that can tell. */
export function driftwatchFindings(
  journal: () => Promise<Found | null>,
  watching: () => WatchState | null,
  warning: () => Promise<string | null>,
): DriftwatchFindings {
  return {
    types: typesWithRole('of_driftwatch'),
    find: async () => {
      const found = [await journal(), watchStalled(watching()), manifestBroken(await warning())];
      return found.filter((each) => each !== null);
    },
  };
}

/** The latest edit of the manifest is broken; null if it is not. @param warning what is wrong with it */
function manifestBroken(warning: string | null): Found | null {
  if (warning === null) return null;
  return driftwatchFinding('manifest_broken', {
    summary: `The latest edit of the manifest is broken: ${warning}`,
    expected: 'a manifest that can be read',
    actual: 'one that cannot',
    evidence: {},
  });
}

/** No watch has finished for three intervals; null if one has, or the watch is off. */
export function watchStalled(state: WatchState | null): Found | null {
  if (!state?.stalled) return null;
  const every = humanDuration(state.interval_ms / 1000);
  const silence = humanDuration(state.silent_ms / 1000);
  return driftwatchFinding('watch_stalled', {
    summary: `No watch has finished for ${silence}; one should every ${every}. Until then, a second copy of a trading bot goes unnoticed. Read the bot's log, then run driftwatch doctor.`,
    expected: `a watch every ${every}`,
    actual: `none for ${silence}`,
    evidence: { failures: state.failures },
  });
}

/** The coverage of an audit of only Driftwatch itself, to report or resolve its findings at once. */
export function coverageOfDriftwatch(
  manifest: Manifest,
  { types, found }: { types: DriftwatchFindings['types']; found: Found[] },
  now: number,
): AuditOutcome {
  const machines = Object.fromEntries(manifest.machines.map(({ name }) => [name, 'not_probed' as const]));
  const coverage = {
    services: [],
    machines,
    types: [...types],
    blind: {},
    inventory: manifest.services.map(({ name }) => name),
  };
  return {
    id: randomBytes(4).toString('hex'),
    request: { trigger: 'watch', service: null, machine: null, only: 'watch' },
    manifest,
    startedAt: now,
    finishedAt: now,
    comparison: { findings: found, services: [], machines: [], gaps: [], coverage },
  };
}
