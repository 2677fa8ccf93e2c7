import { serviceCard } from '../../../embeds/service-card.ts';
import type { Report, ServiceState } from '../../../src/report/report.ts';
import { aReport } from '../builders.ts';
import { textOf } from './size.ts';

type View = Partial<Parameters<typeof serviceCard>[2]>;

/** The card of a service that nobody remembers, with the fields of its first embed by name. */
export function card(service: ServiceState, over: Partial<Report> = {}, view: View = {}) {
  const report = aReport({ services: [service], scope: { service: service.name }, ...over });
  const { parts, whole } = serviceCard(report, service, {
    warning: null,
    watching: null,
    web: null,
    remembered: null,
    ...view,
  });
  const first = parts[0]?.[0];
  const fields = Object.fromEntries((first?.fields ?? []).map(({ name, value }) => [name, value]));
  return { parts, whole, first, fields, text: textOf(parts) };
}
