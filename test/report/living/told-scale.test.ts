import { expect, it } from 'vitest';
import { composeAlerts } from '../../../src/alerting/logs-channel/compose.ts';
import { aBulletin } from '../../support/alerting/bulletin.ts';
import { aFinding, aReport } from '../../support/builders.ts';
import { anAlertOf } from '../../support/report/living.ts';

/** How often an alert's entries are asked for their id, for each finding that is told. */
function readsAFinding(count: number, news: 'opened' | 'resolved'): number {
  let reads = 0;
  const findings = Array.from({ length: count }, (_, at) =>
    aFinding({ id: `f${at}`, service: `s${at}`, severity: 'HIGH' }),
  );
  const alert = anAlertOf(findings);
  const entries = alert.entries.map(
    (entry) =>
      new Proxy(entry, {
        get(target, key, receiver): unknown {
          if (key === 'id') reads += 1;
          return Reflect.get(target, key, receiver);
        },
      }),
  );
  const told = { opened: [], worsened: [], resolved: [], [news]: findings };
  composeAlerts(aBulletin({ report: aReport(), news: told }), [{ ...alert, entries }], '1');
  return reads / count;
}

it.each(['opened', 'resolved'] as const)(
  'looks at each finding of a large alert a bounded number of times: %s',
  (news) => {
    expect(readsAFinding(2000, news)).toBeLessThanOrEqual(readsAFinding(200, news) * 1.05);
  },
);
