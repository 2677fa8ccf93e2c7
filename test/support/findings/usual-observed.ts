import type { Usual } from './usual-finding.ts';

const machine = { service: null, machine: 'nas' };
const services = ['event-relay', 'codex'];
const key = 'ssh-ed25519 SHA256:9fP0c1kq2Yx8o3sT7bV5nE4wR6uI1aD2gH3jK4lM5nQ';

/** The types of the category observation. */
export const usualObserved = {
  machine_unreachable: {
    ...machine,
    expected: 'reachable',
    actual: 'SSH: no route to 192.168.1.20',
    evidence: { services, singletons: [], health_checks: 0 },
  },
  host_key_changed: {
    ...machine,
    expected: key,
    actual: key,
    evidence: { services, singletons: [], presented: key, pinned: [key] },
  },
  host_key_unknown: {
    ...machine,
    expected: 'a pinned host key',
    actual: key,
    evidence: { services, singletons: [], presented: key, pinned: [] },
  },
  site_unreachable: {
    service: null,
    machine: null,
    expected: 'a worker that reads its machines',
    actual: 'no worker took the work',
    evidence: { site: 'home', machines: ['nas'], services, reasons: ['no worker took the work'] },
  },
  probe_failed: {
    ...machine,
    expected: null,
    actual: 'denied',
    evidence: { services, fact: 'containers', detail: 'permission denied on docker.sock' },
  },
  journal_broken: {
    service: null,
    machine: null,
    expected: null,
    actual: 'entry 12 does not follow entry 11',
    evidence: {},
  },
  watch_stalled: {
    service: null,
    machine: null,
    expected: 'one every 2m',
    actual: 'none finished for 11m',
    evidence: {},
  },
  manifest_broken: {
    service: null,
    machine: null,
    summary: 'services.2.name: a service needs a name.',
    expected: null,
    actual: null,
    evidence: {},
  },
} satisfies Record<string, Usual>;
