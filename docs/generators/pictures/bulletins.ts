import type { Finding } from '../../../src/findings/finding.ts';
import type { Bulletin } from '../../../src/report/bulletin.ts';
import { isoInstant } from '../../../src/time/instant.ts';
import { aFinding, aMachineState, aReport, aServiceState } from '../../../test/support/builders.ts';
import { usualFindings } from '../../../test/support/findings/usual.ts';

const HOUR = 3_600_000;
const at = isoInstant(Date.now());
const ago = (hours: number) => isoInstant(Date.now() - hours * HOUR);
const machines = ['nas', 'mini'];

/** 33 services on two machines fail their health check, and a trading bot runs twice. */
export function aFleetDown(): Pick<Bulletin, 'report' | 'news'> {
  const down = Array.from({ length: 33 }, (_, index) =>
    usual('health_check_failed', {
      id: `down-${index}`,
      service: `service-${String(index + 1).padStart(2, '0')}`,
      machine: machines[index % 2] ?? null,
    }),
  );
  const trees = [812, 4711].map((pid) => ({
    machine: 'tesseract',
    pid,
    extra: pid === 4711,
    started_at: at,
  }));
  const twice = usual('duplicate_process', {
    id: 'twice',
    service: 'shiva',
    machine: 'tesseract',
    evidence: { expected: 1, trees },
  });
  const findings = [twice, ...down];
  return {
    report: aReport({ id: 'a5707a11', trigger: 'watch', started_at: at, finished_at: at, findings }),
    news: { opened: findings, worsened: [], resolved: [] },
  };
}

/** A scheduled scan: one thing is open, one was fixed since the last. */
export function aScan(): Pick<Bulletin, 'report' | 'news' | 'trend' | 'resolved'> {
  const stale = aFinding({ status: 'ongoing', first_seen: ago(30) });
  const services = ['shiva', 'event-relay', 'codex', 'akashic-records'].map((name) =>
    aServiceState({ name, machine: 'nas', status: name === stale.service ? 'drift' : 'in_sync' }),
  );
  const report = aReport({
    id: '5ca4ca11',
    trigger: 'schedule',
    started_at: at,
    finished_at: at,
    findings: [stale],
    services,
    machines: machines.map((name) => aMachineState({ name })),
  });
  const mended = { service: 'event-relay', machine: 'nas', first_seen: ago(50), resolved_at: ago(49) };
  return {
    report,
    news: { opened: [], worsened: [], resolved: [] },
    trend: { at: ago(168), CRITICAL: 1, HIGH: 1, LOW: 0, unknown: 0 },
    resolved: [{ type: 'container_unhealthy', ...mended }],
  };
}

function usual(type: Finding['type'], over: Partial<Finding>): Finding {
  const [found = aFinding({ type })] = usualFindings.filter((finding) => finding.type === type);
  const { summary, evidence, expected, actual, severity } = found;
  return aFinding({ type, summary, evidence, expected, actual, severity, first_seen: at, ...over });
}
