import type { Service } from '../../../inventory/manifest.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Job } from '../../../facts/job.ts';
import type { Unit } from '../../../facts/unit.ts';
import type { ServiceDeviation } from '../../rule.ts';
import { jobOf } from '../../readings/processes/named-pids.ts';
import type { ServiceRule } from '../../rule.ts';
import { advised, listed, place, restartAdvice } from '../../sentences.ts';

/** systemd uses the unit file that is on disk, and the unit starts at boot. */
export const unitFile: ServiceRule = {
  name: 'unit-file',
  types: ['unit_changed', 'unit_not_enabled'],
  when: 'full_audit',
  judgeService: (situation, service) => {
    const job = service.systemd_unit === null ? null : jobOf(situation, service);
    if (!job?.unit || !job.loaded) return {};
    const found = [changed(service, job, job.unit), notEnabled(service, job, job.unit)];
    return { deviations: found.filter((each) => each !== null) };
  },
};

/** NeedDaemonReload (org.freedesktop.systemd1(5)) of the unit and of the units that it starts. */
function changed(service: Service, job: Job, unit: Unit): ServiceDeviation | null {
  const units = [unit, ...unit.triggers].filter(({ file_changed }) => file_changed);
  if (units.length === 0) return null;
  const names = listed(units.map(({ id }) => quotable(id, 80)));
  return {
    ...base(job),
    type: 'unit_changed',
    ...advised(
      `${place(service)}: the unit file of ${names} was changed since systemd read it. systemd still uses the old one.`,
      restartAdvice(service, 'Run `systemctl daemon-reload`, then restart the unit.'),
    ),
    expected: 'loaded as on disk',
    actual: 'changed, not loaded',
    evidence: { unit: names, fragment: unit.fragment === null ? null : quotable(unit.fragment, 300) },
  };
}

/**
 * A unit stays down after a boot if its file has an [Install] section and it is not enabled. A unit that others pull in
 * needs no [Install], and a triggered unit comes back with its timer, socket or path (systemd.unit(5)). A unit that is
 * down now is reported as job_failed.
 */
function notEnabled(service: Service, job: Job, unit: Unit): ServiceDeviation | null {
  const starters = unit.triggered_by.length > 0 ? unit.triggered_by : [unit];
  if (![unit, ...starters].some(({ active }) => ['active', 'activating', 'reloading'].includes(active)))
    return null;
  if (unit.wanted_by.length > 0 || unit.reacts_to.length > 0 || unit.bus_starts_it) return null;
  if (
    unit.file_state?.startsWith('enabled') ||
    !starters.every(({ file_state }) => file_state === 'disabled')
  )
    return null;
  const missing = listed(starters.map(({ id }) => quotable(id, 80)));
  return {
    ...base(job),
    type: 'unit_not_enabled',
    ...advised(
      `${place(service)} will not come back at the next boot: ${missing} is not enabled.`,
      `Enable it: \`systemctl enable ${starters.map(({ id }) => quotable(id, 80)).join(' ')}\`.`,
    ),
    expected: 'enabled',
    actual: 'disabled',
    evidence: { unit: missing, state: `${quotable(unit.active, 40)} (${quotable(unit.sub, 40)})` },
  };
}

function base({ name }: Job) {
  return { property: `systemd job ${name}` };
}
