import type { App } from '../../app.ts';
import type { Finding } from '../../findings/finding.ts';
import { severities } from '../../findings/severity.ts';
import { servicesIn } from '../../findings/affects.ts';
import type { Scope } from '../../../embeds/scope-id.ts';

/**
 * The open findings in a scope, including those that hide its services: trading services first, then worst first.
 * @throws UserError for a scope that the manifest does not have
 */
export async function openFindingsIn(app: App, scope: Scope): Promise<Finding[]> {
  const [all, asked, openFindings] = await Promise.all([
    app.inventory({ service: null, machine: null }),
    app.inventory(scope),
    app.records.openFindings(),
  ]);
  const trading = new Set(all.filter((listed) => listed.trading).map(({ name }) => name));
  const services = new Set(asked.map(({ name }) => name));
  const machines = new Set(asked.map(({ machine }) => machine));
  const isWhole = scope.service === null && scope.machine === null;
  const isAsked = (finding: Finding) =>
    finding.service === null
      ? machines.has(finding.machine ?? '') || servicesIn(finding.affects).some((name) => services.has(name))
      : services.has(finding.service);
  const rank = ({ service, severity }: Finding) =>
    (trading.has(service ?? '') ? 0 : severities.length) + severities.indexOf(severity);
  return openFindings
    .filter((finding) => isWhole || isAsked(finding))
    .toSorted((one, other) => rank(one) - rank(other));
}
