import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { SiteEvents, SiteQueue } from '../facts/site-events.ts';

const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60];

/** The metrics about sites. A bot without sites has none of them. */
export function siteGauges(registers: Registry[]) {
  const labelNames = ['site'];
  const histogram = (name: string, help: string) =>
    new Histogram({ name: `driftwatch_site_${name}_seconds`, help, labelNames, buckets, registers });
  const counter = (name: string, help: string, labels = labelNames) =>
    new Counter({ name: `driftwatch_site_${name}_total`, help, labelNames: labels, registers });
  const wait = histogram('wait', 'From the queue to a worker');
  const work = histogram('work', 'From a worker to its answer');
  const refused = counter('refused', 'Answers that were refused, by reason', ['site', 'reason']);
  const late = counter('late', 'Answers that arrived too late');
  const retried = counter('retried', 'Jobs whose worker was lost, taken over by another');

  const events: SiteEvents = {
    waited: (site, seconds) => wait.observe({ site }, seconds),
    worked: (site, seconds) => work.observe({ site }, seconds),
    refused: (site, reason) => refused.inc({ site, reason }),
    late: (site) => late.inc({ site }),
    retried: (site) => retried.inc({ site }),
  };

  /** @param queueCounts called once per scrape; unknown counts have no number */
  function watchSites(queueCounts: () => Promise<SiteQueue[]>): void {
    let asking: Promise<SiteQueue[]> | null = null;
    async function asked(): Promise<SiteQueue[]> {
      asking ??= queueCounts()
        .catch(() => [])
        .finally(() => (asking = null));
      return await asking;
    }
    const gauge = (name: string, help: string, value: (site: SiteQueue) => number | null) => {
      const shown: Gauge = new Gauge({
        name: `driftwatch_site_${name}`,
        help,
        labelNames,
        registers,
        async collect() {
          const sites = await asked();
          shown.reset();
          for (const site of sites) {
            const number = value(site);
            if (number !== null) shown.set({ site: site.site }, number);
          }
        },
      });
    };
    gauge('workers', 'Workers that are connected to the queue of a site', ({ workers }) => workers);
    gauge('queue_depth', 'Jobs waiting for a worker', ({ waiting }) => waiting);
    gauge('active', 'Jobs being worked on', ({ active }) => active);
  }

  return { events, watchSites };
}
