import { hasRole } from './catalogue.ts';
import type { FindingType } from './finding-types.ts';

type About = {
  type: FindingType;
  service: string | null;
  machine: string | null;
  /** null or left out: no longer kept */
  evidence?: Readonly<Record<string, unknown>> | null | undefined;
};

/** What a finding is about, for people: `shiva`, `nas` or `site home`; null for the fleet and for Driftwatch itself. */
export function subjectOf({ type, service, machine, evidence }: About): string | null {
  const own = service ?? machine;
  if (own !== null || !hasRole(type, 'of_site')) return own;
  const site = evidence?.['site'];
  return typeof site === 'string' ? `site ${site}` : 'a site';
}
