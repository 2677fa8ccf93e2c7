import { randomBytes } from 'node:crypto';
import type { SshHost } from '../../clients/ssh/host.ts';
import type { SshClient } from '../../clients/ssh/client.ts';
import type { Machine } from '../../inventory/manifest.ts';
import { listeners } from '../../probes/listeners/listeners.ts';
import type { Observation } from '../../facts/observation.ts';
import { seen } from '../../facts/observation.ts';
import type { Section } from '../../probes/probe.ts';
import { processes } from '../../probes/processes/processes.ts';
import { composeScript } from '../../probes/machine/script.ts';
import { createSectionReader } from '../../probes/machine/sections.ts';
import { unread } from '../../probes/machine/unread.ts';
import { SEARCHED_PLACES, USED_CHECKOUTS } from '../../probes/workloads/checkouts-script.ts';
import { parsePlaces } from '../../probes/workloads/checkouts.ts';
import { CONTAINER_FACTS } from '../../probes/workloads/containers-script.ts';
import { parseContainers } from '../../probes/workloads/containers.ts';
import { LOCAL_HEALTH } from '../../probes/workloads/health-script.ts';
import { parseHealth, unaskedPorts } from '../../probes/workloads/health.ts';
import { JOB_FACTS } from '../../probes/workloads/jobs-script.ts';
import { parseJobs } from '../../probes/workloads/jobs.ts';
import { MACHINE_FACTS, PLACES } from '../../probes/workloads/machine-script.ts';
import { parseLocations } from '../../facts/workloads/process-locations.ts';
import { parseMachine } from '../../probes/workloads/machine-facts.ts';
import type { Survey } from './survey.ts';

export type SurveyLimits = {
  connectMs: number;
  sectionMs: number;
  machineMs: number;
  sectionCapBytes: number;
};

const fragments: { [Name in Exclude<keyof Survey, 'unasked' | 'late'>]: string } = {
  machine: MACHINE_FACTS,
  processes: processes.fragment({ machine: nowhere(), services: [] }),
  locations: PLACES,
  listeners: listeners.fragment({ machine: nowhere(), services: [] }),
  jobs: JOB_FACTS,
  used: USED_CHECKOUTS,
  containers: CONTAINER_FACTS,
  health: LOCAL_HEALTH,
  searched: SEARCHED_PLACES,
};

/** Reads everything on a machine with one script over one connection. @throws SshError if no channel was opened */
export async function surveyMachine(
  ssh: SshClient,
  host: SshHost,
  limits: SurveyLimits,
  now: number,
): Promise<Survey> {
  const marker = randomBytes(16).toString('hex');
  const names = Object.keys(fragments);
  const reader = createSectionReader(marker, { names, capBytes: limits.sectionCapBytes });
  const ended = await ssh.run(host, {
    script: composeScript(
      marker,
      Object.entries(fragments).map(([name, sh]) => ({
        name,
        sh,
        deadline_s: deadlineOf(name, limits) / 1000,
      })),
    ),
    connectTimeoutMs: limits.connectMs,
    deadlineMs: limits.machineMs,
    onOutput: (chunk) => reader.push(chunk),
  });

  function read<Value>(
    name: keyof typeof fragments,
    parse: (section: Section) => Observation<Value>,
  ): Observation<Value> {
    const section = reader.section(name);
    return section.state === 'complete'
      ? parse(section)
      : unread(name, { ended, reader }, { ...limits, sectionMs: deadlineOf(name, limits) });
  }

  /** Parses even a partial section; `late` marks it. */
  function readPart<Value>(
    name: keyof typeof fragments,
    parse: (section: Section) => Observation<Value>,
  ): Observation<Value> {
    const section = reader.section(name);
    if (section.state !== 'deadline' || section.output.trim() === '') return read(name, parse);
    late.push(name);
    return parse({ ...section, status: 0 });
  }

  const late: string[] = [];
  const asked = reader.section('health');
  const target = { machine: nowhere(), services: [] };
  return {
    machine: read('machine', (section) => seen(parseMachine(section.output))),
    processes: read('processes', (section) => processes.parse(section, target)),
    locations: read('locations', (section) => seen(parseLocations(section.output))),
    listeners: read('listeners', (section) => listeners.parse(section, target)),
    jobs: read('jobs', parseJobs),
    containers: read('containers', parseContainers),
    used: readPart('used', parsePlaces),
    searched: readPart('searched', parsePlaces),
    health: readPart('health', (section) => parseHealth(section, now)),
    unasked: 'output' in asked ? unaskedPorts(asked.output) : [],
    late,
  };
}

/** Many ports, each asked several times, are slow on a small machine (ms). */
function deadlineOf(name: string, { sectionMs }: SurveyLimits): number {
  return name === 'health' ? 2 * sectionMs : sectionMs;
}

/** These two probes read the whole machine, independent of the manifest. */
function nowhere(): Machine {
  const access = { user: null, port: 22, jump: null, interfaces: {}, ssh: true, sudo: false };
  return { name: 'nowhere', host: 'nowhere', ...access };
}
