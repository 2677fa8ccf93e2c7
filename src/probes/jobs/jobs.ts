import type { Jobs } from '../../facts/job.ts';
import type { Service } from '../../inventory/manifest.ts';
import { readJobBlocks } from './job-blocks.ts';
import type { JobBlock } from './job-blocks.ts';
import type { Job } from '../../facts/job.ts';
import { jobsScript } from './jobs-script.ts';
import { launchdJob } from './launchd-jobs.ts';
import { seen, unseen } from '../../facts/observation.ts';
import type { Observation } from '../../facts/observation.ts';
import type { MachineProbe, Section, Target } from '../probe.ts';
import { systemdJob } from './systemd-jobs.ts';

/** The state of services that are jobs of launchd or systemd. */
export const jobs: MachineProbe<Jobs> = {
  name: 'jobs',
  wanted: (service, machine) =>
    machine.ssh && (service.launchd_label !== null || service.systemd_unit !== null),
  fragment: ({ services }) => jobsScript(labelsOf(services), unitsOf(services)),
  parse: parseJobs,
};

function labelsOf(services: Service[]): string[] {
  return [...new Set(services.flatMap(({ launchd_label }) => launchd_label ?? []))];
}

function unitsOf(services: Service[]): string[] {
  return [...new Set(services.flatMap(({ systemd_unit }) => systemd_unit ?? []))];
}

function parseJobs(section: Section, { services }: Target): Observation<Jobs> {
  const blocks = readJobBlocks(section.output);
  const labels = labelsOf(services);
  const found = services.map(({ name, launchd_label, systemd_unit }): [string, Observation<Job>] => {
    const asked = [
      ...(launchd_label === null ? [] : [launchd(blocks, launchd_label, labels.indexOf(launchd_label))]),
      ...(systemd_unit === null ? [] : [systemd(blocks, systemd_unit)]),
    ];
    // A service may name both kinds of jobs: the machine's manager counts.
    const [first = unseen('malformed', 'the manifest names no job')] = asked;
    return [name, asked.find(({ ok }) => ok) ?? asked.find((each) => !isAbsent(each)) ?? first];
  });
  // One observation per cause: if nothing was seen, the whole section counts as unseen.
  const details = new Set(found.map(([, job]) => (job.ok ? '' : job.detail)));
  const common = found[0]?.[1];
  return common && !common.ok && details.size === 1 ? common : seen(Object.fromEntries(found));
}

function launchd(blocks: JobBlock[], label: string, index: number): Observation<Job> {
  const own = blocks.filter(({ manager }) => manager === 'launchd');
  if (own.some(({ name }) => name === 'none'))
    return unseen('unsupported', 'there is no launchctl on the machine', 'ENOENT');
  return launchdJob(own, label, index);
}

function systemd(blocks: JobBlock[], unit: string): Observation<Job> {
  const own = blocks.filter(({ manager }) => manager === 'systemd');
  const none = own.find(({ name }) => /^none\b/.test(name));
  if (!none) return systemdJob(own, unit);
  const init = none.name.slice('none '.length).trim();
  const instead = init === '' ? '' : `: it is started by ${init}. Declare process or health_url instead`;
  return unseen('unsupported', `there is no systemctl on the machine${instead}`, 'ENOENT');
}

function isAbsent(observation: Observation<unknown>): boolean {
  return !observation.ok && observation.code === 'ENOENT';
}
