import { counted } from '../../../text/counted.ts';
import { quotable } from '../../../text/observed-text.ts';
import type { Machine } from '../../../inventory/manifest.ts';
import type { Deviation } from '../../../findings/finding.ts';
import { affectedOn } from '../../affected-services.ts';
import type { FleetRule, Situation } from '../../rule.ts';
import { advised, listed } from '../../sentences.ts';

type Lost = { machine: Machine; site: string; detail: string };

const REASONS = 3;
const CURE = 'Run `driftwatch doctor`: it checks the site.';

/** The workers of each site read its machines. One finding per site, however many machines it hides. */
export const siteUnreachable: FleetRule = {
  name: 'site-unreachable',
  types: ['site_unreachable'],
  when: 'always',
  *judgeFleet(situation) {
    const deviations: Deviation[] = [];
    for (const [site, lost] of Map.groupBy(lostIn(situation), (each) => each.site))
      deviations.push(yield* judging(situation, site, lost));
    return { deviations };
  },
};

function lostIn(situation: Situation): Lost[] {
  return situation.machines.flatMap((machine) => {
    const connection = situation.observations.machines[machine.name]?.connection;
    if (connection?.status !== 'failed' || connection.site === undefined) return [];
    return [{ machine, site: connection.site, detail: quotable(connection.detail, 300) }];
  });
}

/** Pauses after each machine. */
function* judging(situation: Situation, site: string, lost: readonly Lost[]): Generator<void, Deviation> {
  const machines = lost.map(({ machine }) => machine.name);
  const affected: ReturnType<typeof affectedOn>[] = [];
  for (const name of machines) yield void affected.push(affectedOn(situation, name));
  const services = [...new Set(affected.flatMap((each) => each.services))];
  const elsewhere = affected.flatMap((each) => each.singletons).filter((name) => !services.includes(name));
  const singletons = [...new Set(elsewhere)];
  const reasons = [...new Set(lost.map(({ detail }) => detail))];
  const all = situation.machines.filter((machine) => machine.site === site).length;
  const how =
    machines.length < all
      ? `${counted(machines.length, 'machine')} of site ${site} ${machines.length === 1 ? 'was' : 'were'} not seen (${listed(machines)})`
      : `Site ${site} was not seen (${counted(all, 'machine')})`;
  const second =
    singletons.length > 0 ? ` Whether a second ${listed(singletons)} runs there is unknown.` : '';
  return {
    type: 'site_unreachable',
    service: null,
    machine: null,
    property: `site ${site}`,
    lost: { machines },
    affects: { services, singletons },
    ...advised(
      `${how}: ${listed(reasons, REASONS)}. ${services.length > 0 ? `Unknown: ${listed(services)}.` : 'It hosts no service.'}${second}`,
      CURE,
    ),
    expected: 'a worker that reads its machines',
    actual: listed(reasons, REASONS),
    evidence: { site, machines, services, singletons, reasons: reasons.slice(0, 20) },
  };
}
