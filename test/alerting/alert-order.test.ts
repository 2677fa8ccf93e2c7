import { expect, it } from 'vitest';
import { composeAlerts } from '../../src/alerting/logs-channel/compose.ts';
import { aBulletin } from '../support/alerting/bulletin.ts';
import { aFinding, aReport } from '../support/builders.ts';

const named = (service: string, severity: 'CRITICAL' | 'HIGH', status: 'new' | 'ongoing') =>
  aFinding({ id: service, service, severity, status });

it.each(['news', 'scan'] as const)('an alert of %s has the order of the report, the worst first', (kind) => {
  const findings = [
    named('shiva', 'CRITICAL', 'new'),
    named('apib', 'HIGH', 'ongoing'),
    named('relay', 'HIGH', 'new'),
    named('webapp', 'HIGH', 'new'),
  ];
  const [shiva, , relay, webapp] = findings;
  const opened = [webapp, shiva, relay].flatMap((finding) => finding ?? []);
  const news = { opened, worsened: [], resolved: [] };
  const { living } = composeAlerts(aBulletin({ kind, report: aReport({ findings }), news }), [], 'logs');
  const told = kind === 'scan' ? ['shiva', 'apib', 'relay', 'webapp'] : ['shiva', 'relay', 'webapp'];
  expect(living.map(({ entries }) => entries.map(({ id }) => id))).toEqual([told]);
});
