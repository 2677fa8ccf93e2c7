import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const buckets = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60];

/** What Prometheus reads about a worker. It names no machine and no service. */
export function createCounts(site: string, release: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ site });
  const registers = [registry];
  const info = new Gauge({
    name: 'driftwatch_worker_info',
    help: 'The release of this worker; always 1',
    labelNames: ['release'],
    registers,
  });
  info.set({ release }, 1);
  const done = new Counter({
    name: 'driftwatch_worker_jobs_total',
    help: 'Jobs that were answered',
    registers,
  });
  const refused = new Counter({
    name: 'driftwatch_worker_refused_total',
    help: 'Jobs that were refused, by reason',
    labelNames: ['reason'],
    registers,
  });
  const unanswered = new Counter({
    name: 'driftwatch_worker_unanswered_total',
    help: 'Finished jobs whose answer Redis refused',
    registers,
  });
  const active = new Gauge({ name: 'driftwatch_worker_active', help: 'Jobs under way', registers });
  const work = new Histogram({
    name: 'driftwatch_worker_work_seconds',
    help: 'How long a job took',
    buckets,
    registers,
  });
  const connected = new Gauge({
    name: 'driftwatch_worker_connected',
    help: 'Is the queue in reach? 1 or 0',
    registers,
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    began: () => active.inc(),
    ended(ms: number) {
      active.dec();
      work.observe(ms / 1000);
    },
    done: () => done.inc(),
    refused: (reason: string) => refused.inc({ reason }),
    unanswered: () => unanswered.inc(),
    connected: (is: boolean) => connected.set(Number(is)),
  };
}
export type Counts = ReturnType<typeof createCounts>;
