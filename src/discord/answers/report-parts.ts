import type { Part } from '../../../embeds/limits.ts';
import { reportParts } from '../../../embeds/report.ts';
import { serviceCard } from '../../../embeds/service-card.ts';
import type { AuditRequest } from '../../report/request.ts';
import type { App } from '../../app.ts';
import type { Report } from '../../report/report.ts';

/**
 * The answer to a request: a card if it is about all of one service, else the report.
 * @param warning what is wrong with the manifest's latest edit
 */
export async function partsOf(
  app: App,
  request: AuditRequest,
  report: Report,
  warning: string | null,
): Promise<{ parts: Part[]; whole: boolean }> {
  const [service, ...others] = report.services;
  if (request.service === null || request.only !== 'all' || !service || others.length > 0)
    return reportParts(report, { only: request.only, warning, watching: app.watching() });
  const [{ services }, inventory] = await Promise.all([
    app.records.history(),
    app.inventory({ service: null, machine: null }),
  ]);
  const listed = inventory.find(({ name }) => name === service.name);
  return serviceCard(report, service, {
    warning,
    web: listed?.web ?? null,
    watching: listed?.watched ? app.watching() : null,
    remembered: Object.hasOwn(services, service.name) ? (services[service.name] ?? null) : null,
  });
}
