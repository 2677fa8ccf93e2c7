import { headSha, runningSha } from '../builders.ts';
import type { Usual } from './usual-finding.ts';

const failed = [{ interface: 'tailscale', detail: 'connection refused by 100.91.193.23:8080', status: null }];
const job = { name: 'event-relay.service', last_exit: 1, state: 'failed' };
const at = (hour: string) => `2026-03-29T${hour}:00.000Z`;

/** The types of the categories processes and services. */
export const usualRunning = {
  duplicate_process: {
    service: 'shiva',
    machine: 'tesseract',
    severity: 'CRITICAL',
    advice: 'Check open orders, then stop the extra copy.',
    expected: '1 instance',
    actual: '2 instances',
    evidence: {
      expected: 1,
      trees: [
        { machine: 'tesseract', pid: 23_948, extra: false, started_at: at('09:12') },
        {
          machine: 'tesseract',
          pid: 23_957,
          extra: true,
          reason: 'not the one /health names',
          started_at: at('17:56'),
        },
      ],
    },
  },
  zombie_process: {
    advice: 'Restart it at a quiet time.',
    expected: 'no zombies',
    actual: '2 zombies',
    evidence: { zombies: [{ pid: 4711 }, { pid: 4712 }] },
  },
  orphan_process: {
    advice: 'Check that it holds no work, then stop it.',
    expected: 'only the process that systemd names',
    actual: '1 orphan',
    evidence: { named_by: 'systemd', named_pid: 4711, orphans: [{ pid: 812 }] },
  },
  lockfile_mismatch: {
    expected: 'the pid of the running service',
    actual: 'pid 812 of another process',
    evidence: { lockfile: '/run/event-relay.pid', pid: 812, holder: null },
  },
  stale_lockfile: {
    expected: 'no lockfile of a dead process',
    actual: 'dead pid 812',
    evidence: { lockfile: '/run/event-relay.pid', pid: 812, holder: null },
  },
  health_check_failed: {
    advice: 'Read its log, then restart it.',
    expected: 'HTTP 200',
    actual: 'connection refused',
    evidence: { failed },
  },
  health_degraded: {
    expected: 'a healthy service',
    actual: 'the status is degraded',
    evidence: { degraded: [{ interface: 'tailscale', because: 'the status is degraded' }] },
  },
  health_not_http: {
    expected: 'HTTP 200',
    actual: null,
    evidence: { failed: [{ interface: 'tailscale', detail: 'no HTTP answer' }] },
  },
  certificate_expired: {
    advice: 'Renew it, then have the service load it.',
    expected: 'a certificate that can be verified',
    actual: null,
    evidence: { failed: [{ interface: 'public', detail: 'certificate has expired' }] },
  },
  certificate_untrusted: {
    expected: 'a certificate that can be verified',
    actual: null,
    evidence: { failed: [{ interface: 'public', detail: 'self-signed certificate' }] },
  },
  certificate_expiring: {
    expected: 'valid for 14 days or more',
    actual: 'valid until 2026-04-03',
    evidence: { days_left: 5, valid_to: '2026-04-03T00:00:00.000Z', issuer: "Let's Encrypt" },
  },
  interface_mismatch: {
    expected: 'HTTP 200 on every interface',
    actual: 'connection refused',
    evidence: { failed, answering: ['localhost'], layers: [] },
  },
  instance_mismatch: {
    advice: 'Find which one belongs, then stop the other.',
    expected: 'one instance behind all interfaces',
    actual: null,
    evidence: {
      answers: [
        { interface: 'tailscale', version: runningSha, pid: 812 },
        { interface: 'localhost', version: headSha, pid: 4711 },
      ],
    },
  },
  health_missing: { expected: 'a health_url', actual: null, evidence: {} },
  uptime_high: {
    advice: 'Restart it at a quiet time.',
    expected: 'at most 30d',
    actual: '41d',
    evidence: { uptime_seconds: 3_542_400, pid: 812 },
  },
  job_failed: {
    advice: 'Read its log (`journalctl -u event-relay`).',
    expected: 'active',
    actual: 'failed',
    evidence: job,
  },
  job_not_loaded: { expected: 'loaded', actual: 'masked', evidence: job },
  unit_changed: {
    expected: 'loaded as on disk',
    actual: 'changed, not loaded',
    evidence: { unit: 'event-relay.service' },
  },
  unit_not_enabled: {
    expected: 'enabled',
    actual: 'disabled',
    evidence: { unit: 'event-relay.service', state: 'active (running)' },
  },
  process_missing: {
    expected: '1 instance',
    actual: '0 instances',
    evidence: { looked_for: 'event-relay', pids: [] },
  },
  unmanaged: {
    service: null,
    expected: 'a service of the manifest',
    actual: 'nginx',
    evidence: { name: 'nginx', what: 'systemd unit nginx.service, port 80' },
  },
} satisfies Record<string, Usual>;
