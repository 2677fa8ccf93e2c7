import type { FoundContainer, FoundJob } from '../../../src/facts/workloads/workloads.ts';
import type { FoundHealth } from '../../../src/facts/workloads/found-health.ts';
import type { ProcessLocations } from '../../../src/facts/workloads/process-locations.ts';
import type { Survey } from '../../../src/discover/survey/survey.ts';
import { seen } from '../../../src/facts/observation.ts';
import type { Process } from '../../../src/facts/process.ts';
import { aProcess } from '../facts/observed.ts';

/** A machine without anything interesting. */
export function aSurvey(over: Partial<Survey> = {}): Survey {
  return {
    machine: seen({ name: 'tesseract', system: 'Linux', user: 'knox' }),
    processes: seen({ processes: [anInit()], own: [] }),
    locations: seen(aPosition()),
    listeners: seen([]),
    jobs: seen([]),
    containers: seen({ engine: null, containers: [] }),
    used: seen({ checkouts: [], compose: [] }),
    searched: seen({ checkouts: [], compose: [] }),
    health: seen([]),
    unasked: [],
    late: [],
    ...over,
  };
}

/** Where processes stand, by pid; `over` says of which unit they are. */
export function aPosition(
  folders = new Map<number, string>(),
  over: Partial<ProcessLocations> = {},
): ProcessLocations {
  return { folders, units: new Map(), contained: new Set(), links: new Map(), ...over };
}

export function anInit(): Process {
  return aProcess({ pid: 1, ppid: 0, user: 'root', command: '/sbin/init' });
}

export function aContainer(over: Partial<FoundContainer> = {}): FoundContainer {
  return {
    name: 'akashic-indexer-1',
    project: 'akashic',
    service: 'indexer',
    oneoff: false,
    swarm: null,
    folder: '/opt/akashic',
    files: '/opt/akashic/compose.yaml',
    pod: null,
    revision: null,
    source: null,
    state: 'running',
    exit_code: 0,
    pid: 4000,
    image: 'sha256:aa',
    ref: 'akashic-indexer',
    ports: [8002],
    built_here: true,
    ...over,
  };
}

export function aJob(over: Partial<FoundJob> = {}): FoundJob {
  return {
    manager: 'systemd',
    name: 'feeder.service',
    domain: 'system',
    file: '/etc/systemd/system/feeder.service',
    state: 'active (running)',
    enabled: true,
    pid: 500,
    folder: '/opt/feeder',
    program: '/usr/bin/python3',
    lasting: true,
    vendor: false,
    ...over,
  };
}

export function aFoundHealth(url: string, over: Partial<FoundHealth> = {}): FoundHealth {
  const body = { format: 'seed' as const, version: 'a3f8c21', pid: null, uptime_seconds: 5, said: [] };
  return { url: new URL(url), status: 200, body, rank: 3, ...over };
}
