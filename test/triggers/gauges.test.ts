import { describe, expect, it } from 'vitest';
import type { SiteQueue } from '../../src/facts/site-events.ts';
import type { WatchState } from '../../src/report/watch-state.ts';
import { createMetrics } from '../../src/triggers/gauges.ts';
import { aFinding, aReport, aServiceState } from '../support/builders.ts';

type Metrics = ReturnType<typeof createMetrics>;

/** The metrics of this name, with what they are explained by. */
async function told({ text }: Metrics, begins: string): Promise<string[]> {
  const lines = (await text()).split('\n');
  return lines.filter((line) => line.replace(/^# (?:HELP|TYPE) /, '').startsWith(begins));
}

const watching: WatchState = {
  interval_ms: 60_000,
  last_at: null,
  duration_ms: null,
  failures: 2,
  silent_ms: 1500,
  stalled: false,
};

describe('the metrics of the outbox', () => {
  it('say how many alerts wait, each time that they are read', async () => {
    const metrics = createMetrics();
    let depth = 3;
    metrics.watchOutbox(async () => depth);
    const explained = [
      '# HELP driftwatch_outbox_depth Alerts that are stored and have not arrived yet',
      '# TYPE driftwatch_outbox_depth gauge',
    ];
    expect(await told(metrics, 'driftwatch_outbox')).toEqual([...explained, 'driftwatch_outbox_depth 3']);
    depth = 0;
    expect(await told(metrics, 'driftwatch_outbox')).toEqual([...explained, 'driftwatch_outbox_depth 0']);
  });
});

describe('the metrics of the watch', () => {
  it('say how it stands, in seconds', async () => {
    const metrics = createMetrics();
    let state: WatchState | null = { ...watching, duration_ms: 250 };
    metrics.watchWatch(() => state);
    expect(await told(metrics, 'driftwatch_watch')).toEqual([
      '# HELP driftwatch_watch_interval_seconds How often the watch is due',
      '# TYPE driftwatch_watch_interval_seconds gauge',
      'driftwatch_watch_interval_seconds 60',
      '# HELP driftwatch_watch_age_seconds Since the last watch finished',
      '# TYPE driftwatch_watch_age_seconds gauge',
      'driftwatch_watch_age_seconds 1.5',
      '# HELP driftwatch_watch_duration_seconds How long the last watch took',
      '# TYPE driftwatch_watch_duration_seconds gauge',
      'driftwatch_watch_duration_seconds 0.25',
      '# HELP driftwatch_watch_failures Watches that have failed in a row',
      '# TYPE driftwatch_watch_failures gauge',
      'driftwatch_watch_failures 2',
    ]);
    state = null;
    expect((await told(metrics, 'driftwatch_watch')).filter((line) => !line.startsWith('#'))).toEqual([]);
  });

  it('give no duration before the first one came through', async () => {
    const metrics = createMetrics();
    metrics.watchWatch(() => watching);
    const lines = await told(metrics, 'driftwatch_watch');
    expect(lines.filter((line) => !line.startsWith('#'))).toEqual([
      'driftwatch_watch_interval_seconds 60',
      'driftwatch_watch_age_seconds 1.5',
      'driftwatch_watch_failures 2',
    ]);
  });

  it('do not count a watch among the audits', async () => {
    const metrics = createMetrics();
    metrics.record(aReport(), { trigger: 'watch', service: null, machine: null, only: 'watch' });
    expect(await told(metrics, 'driftwatch_audit_duration_seconds_count')).toEqual([
      'driftwatch_audit_duration_seconds_count 0',
    ]);
  });
});

describe('the metrics of findings', () => {
  it('forget at an audit of everything what is no longer in the manifest', async () => {
    const metrics = createMetrics();
    const whole = { trigger: 'schedule', service: null, machine: null, only: 'all' } as const;
    const gone = aFinding({ service: 'shiva', severity: 'LOW' });
    const unseen = aServiceState({ name: 'shiva', status: 'unknown' });
    metrics.record(aReport({ findings: [gone], services: [unseen] }), whole);
    metrics.record(aReport({ findings: [], services: [] }), whole);
    expect(await told(metrics, 'driftwatch_findings{')).toEqual([
      'driftwatch_findings{severity="LOW",type="git_drift"} 0',
    ]);
    expect((await told(metrics, 'driftwatch_services_unknown')).at(-1)).toBe('driftwatch_services_unknown 0');
  });
});

describe('the metrics of sites', () => {
  const queue: SiteQueue = { site: 'lan', workers: 2, waiting: 5, active: 1 };

  it('count what comes of the jobs, by site', async () => {
    const metrics = createMetrics();
    metrics.siteEvents.waited('lan', 0.2);
    metrics.siteEvents.worked('lan', 3);
    metrics.siteEvents.refused('lan', 'seal');
    metrics.siteEvents.late('lan');
    metrics.siteEvents.retried('lan');
    const lines = await told(metrics, 'driftwatch_site');
    expect(lines.filter((line) => line.startsWith('# HELP'))).toEqual([
      '# HELP driftwatch_site_wait_seconds From the queue to a worker',
      '# HELP driftwatch_site_work_seconds From a worker to its answer',
      '# HELP driftwatch_site_refused_total Answers that were refused, by reason',
      '# HELP driftwatch_site_late_total Answers that arrived too late',
      '# HELP driftwatch_site_retried_total Jobs whose worker was lost, taken over by another',
    ]);
    expect(lines.filter((line) => !line.startsWith('#') && !line.includes('_bucket{'))).toEqual([
      'driftwatch_site_wait_seconds_sum{site="lan"} 0.2',
      'driftwatch_site_wait_seconds_count{site="lan"} 1',
      'driftwatch_site_work_seconds_sum{site="lan"} 3',
      'driftwatch_site_work_seconds_count{site="lan"} 1',
      'driftwatch_site_refused_total{site="lan",reason="seal"} 1',
      'driftwatch_site_late_total{site="lan"} 1',
      'driftwatch_site_retried_total{site="lan"} 1',
    ]);
  });

  it('ask once each time that they are read, and keep no site that is gone', async () => {
    const metrics = createMetrics();
    let [asked, queues]: [number, SiteQueue[]] = [0, [queue, { ...queue, site: 'dmz', workers: null }]];
    metrics.watchSites(async () => {
      asked += 1;
      return queues;
    });
    expect(await told(metrics, 'driftwatch_site')).toEqual(
      expect.arrayContaining([
        '# HELP driftwatch_site_workers Workers that are connected to the queue of a site',
        'driftwatch_site_workers{site="lan"} 2',
        '# HELP driftwatch_site_queue_depth Jobs waiting for a worker',
        'driftwatch_site_queue_depth{site="lan"} 5',
        'driftwatch_site_queue_depth{site="dmz"} 5',
        '# HELP driftwatch_site_active Jobs being worked on',
        'driftwatch_site_active{site="lan"} 1',
      ]),
    );
    expect([asked, (await told(metrics, 'driftwatch_site_workers')).join()]).toEqual([
      1,
      expect.not.stringContaining('dmz'),
    ]);
    queues = [];
    const lines = await told(metrics, 'driftwatch_site');
    expect(lines.filter((line) => line.includes('lan'))).toEqual([]);
    expect(asked).toBe(3);
  });

  it('have no number where the queue does not answer', async () => {
    const metrics = createMetrics();
    metrics.watchSites(() => Promise.reject(new Error('Redis is away')));
    const lines = await told(metrics, 'driftwatch_site_workers');
    expect(lines.filter((line) => !line.startsWith('#'))).toEqual([]);
  });
});
