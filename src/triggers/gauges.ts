import { Gauge, Histogram, Registry } from 'prom-client';
import type { WatchState } from '../report/watch-state.ts';
import type { AuditRequest } from '../report/request.ts';
import { isUnseen } from '../report/assemble.ts';
import type { Finding } from '../findings/finding.ts';
import type { Report } from '../report/report.ts';
import { siteGauges } from './site-gauges.ts';

const buckets = [0.5, 1, 2, 5, 10, 30, 60, 120, 300];

/**
 * The metrics about audits. A full audit sets all of them; a partial one replaces those of its services. Before the first
 * audit there are none: no number is better than a false 0.
 */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const findings = new Gauge({
    name: 'driftwatch_findings',
    help: 'Open findings by severity and type',
    labelNames: ['severity', 'type'],
    registers,
  });
  const unknown = new Gauge({
    name: 'driftwatch_services_unknown',
    help: 'Services that could not be observed in full',
    registers,
  });
  const duration = new Histogram({
    name: 'driftwatch_audit_duration_seconds',
    help: 'Duration of audits of any scope',
    buckets,
    registers,
  });
  const lastAudit = new Gauge({
    name: 'driftwatch_last_audit_timestamp_seconds',
    help: 'When the last audit of the whole manifest ended',
    registers,
  });
  const lastSuccess = new Gauge({
    name: 'driftwatch_last_success_timestamp_seconds',
    help: 'When the last full audit that observed everything ended',
    registers,
  });
  for (const gauge of [unknown, lastAudit, lastSuccess]) gauge.remove();

  /** @param depth messages that have not arrived yet */
  function watchOutbox(depth: () => Promise<number>): void {
    const outbox: Gauge = new Gauge({
      name: 'driftwatch_outbox_depth',
      help: 'Alerts that are stored and have not arrived yet',
      registers,
      collect: async () => outbox.set(await depth()),
    });
  }

  /** @param state null: the watch is off */
  function watchWatch(state: () => WatchState | null): void {
    const gauge = (name: string, help: string, value: (state: WatchState) => number | null) => {
      const shown: Gauge = new Gauge({
        name: `driftwatch_watch_${name}`,
        help,
        registers,
        collect() {
          const now = state();
          const number = now && value(now);
          if (number === null) shown.remove();
          else shown.set(number);
        },
      });
    };
    gauge('interval_seconds', 'How often the watch is due', ({ interval_ms }) => interval_ms / 1000);
    gauge('age_seconds', 'Since the last watch finished', ({ silent_ms }) => silent_ms / 1000);
    gauge('duration_seconds', 'How long the last watch took', ({ duration_ms }) =>
      duration_ms === null ? null : duration_ms / 1000,
    );
    gauge('failures', 'Watches that have failed in a row', ({ failures }) => failures);
  }

  const { events: siteEvents, watchSites } = siteGauges(registers);
  const openCounts = createOpenCounts();
  let everythingSeen = false;

  function record(report: Report, { service, machine, only }: AuditRequest): void {
    if (only === 'watch') return;
    duration.observe(report.duration_ms / 1000);
    // /dupes reads only processes, and says nothing about the rest
    if (only !== 'all') return;
    const whole = service === null && machine === null;
    openCounts.learn(report, whole);
    for (const { labels, count } of openCounts.counts()) findings.set(labels, count);
    // only a full audit knows the number of services
    everythingSeen ||= whole;
    if (everythingSeen) unknown.set(openCounts.unknown());
    if (!whole) return;
    const ended = Date.parse(report.finished_at) / 1000;
    lastAudit.set(ended);
    if (report.counts.unknown === 0) lastSuccess.set(ended);
  }

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    record,
    watchOutbox,
    watchWatch,
    siteEvents,
    watchSites,
  };
}

type Counted = { labels: Pick<Finding, 'severity' | 'type'>; count: number };

/** The findings and unknown services of the newest audit of each service. */
function createOpenCounts() {
  const findings = new Map<string, Finding>();
  const unknown = new Set<string>();
  // kept at 0 when a finding is gone, so that a graph drops instead of ending
  const counted = new Map<string, Counted>();

  function learn(report: Report, whole: boolean): void {
    if (whole) {
      findings.clear();
      unknown.clear();
    }
    const audited = new Set(report.services.map(({ name }) => name));
    for (const [id, { service }] of findings) {
      if (service !== null && audited.has(service)) findings.delete(id);
    }
    for (const finding of report.findings) findings.set(finding.id, finding);
    for (const service of report.services) {
      if (isUnseen(service)) unknown.add(service.name);
      else unknown.delete(service.name);
    }
  }

  function counts(): Counted[] {
    for (const entry of counted.values()) entry.count = 0;
    for (const { severity, type } of findings.values()) {
      const key = `${severity} ${type}`;
      const entry = counted.get(key) ?? { labels: { severity, type }, count: 0 };
      entry.count += 1;
      counted.set(key, entry);
    }
    return [...counted.values()];
  }

  return { learn, counts, unknown: () => unknown.size };
}
