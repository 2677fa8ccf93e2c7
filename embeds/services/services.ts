import type { APIEmbedField } from 'discord.js';
import { isUnseen } from '../../src/report/assemble.ts';
import { hasRole } from '../../src/findings/catalogue.ts';
import { observationsAbout } from '../../src/findings/findings-about.ts';
import type { Report, ServiceState } from '../../src/report/report.ts';
import { counted } from '../../src/text/counted.ts';
import { fits, inert } from '../escape.ts';
import { shades } from '../severity.ts';

const NAME_MAX = 90;
const REASON_MAX = 300;
/** At most this many unseen facts are named for a service in drift. */
const FACTS = 3;
const FACT_MAX = 70;
const IN_SYNC_MAX = 300;
const UNSEEN = 'not every fact that the manifest asks for could be read';
// Even with the longest names and reason, this fits into one line of a field.
const NAMES_A_LINE = 6;

/** Do the lines below show every name and reason in full? */
export function areWhole(report: Report): boolean {
  return report.services.every(
    (service) =>
      fits(service.name, NAME_MAX) &&
      fits(service.machine, NAME_MAX) &&
      (service.status !== 'unknown' || fits(reasonOf(report, service), REASON_MAX)) &&
      (service.status !== 'drift' || isMarkWhole(service)),
  );
}

/** What could not be seen: unknown services by reason, then the unseen facts of services in drift. */
export function unseenLines(report: Report): string[] {
  const partly = report.services.filter(({ status, unseen }) => status === 'drift' && unseen.length > 0);
  return [...unknownLines(report), ...partly.map((service) => `${who(service)}: ${unseenText(service)}`)];
}

function unknownLines(report: Report): string[] {
  const unknown = report.services
    .filter((service) => service.status === 'unknown')
    .map((service) => ({ ...service, reason: reasonOf(report, service) }));
  const alike = Map.groupBy(unknown, ({ machine, reason }) => `${machine}\n${reason}`);
  return [...alike.values()].flatMap((services) =>
    services.flatMap(({ machine, reason }, index) => {
      if (index % NAMES_A_LINE !== 0) return [];
      const names = services.slice(index, index + NAMES_A_LINE).map(({ name }) => bold(name));
      return [`${names.join(', ')} on ${inert(machine, NAME_MAX)}: ${inert(reason, REASON_MAX)}`];
    }),
  );
}

/** The services in sync: their names if there are few, else their number. */
export function inSyncField({ services: all }: Report): { fields: APIEmbedField[]; whole: boolean } {
  const services = all.filter(({ status }) => status === 'in_sync');
  if (services.length === 0) return { fields: [], whole: true };
  // Discord refuses a field of blanks.
  const names = services.map(({ name }) => inert(name, NAME_MAX).trim() || '(no name)').join(', ');
  const whole = names.length <= IN_SYNC_MAX;
  const machines = new Set(services.map(({ machine }) => machine)).size;
  const sum = `${counted(services.length, 'service')} on ${counted(machines, 'machine')}`;
  return { fields: [{ name: `${shades.in_sync.dot} In sync`, value: whole ? names : sum }], whole };
}

/** `not seen: file /srv/x.env, job` */
function unseenText({ unseen }: ServiceState): string {
  const facts = unseen.slice(0, FACTS).map((fact) => inert(fact, FACT_MAX));
  const more = unseen.length > FACTS ? [`${unseen.length - FACTS} more`] : [];
  return `not seen: ${[...facts, ...more].join(', ')}`;
}

function isMarkWhole({ unseen }: ServiceState): boolean {
  return unseen.length <= FACTS && unseen.every((fact) => fits(fact, FACT_MAX));
}

function who(service: ServiceState): string {
  return `${bold(service.name)} on ${inert(service.machine, NAME_MAX)}`;
}

/** A machine that answers HTTP, or whose host key is refused, is not down. */
export function isDown(findings: Report['findings'], machine: string): boolean {
  return findings.some((finding) => hasRole(finding.type, 'no_answer') && finding.machine === machine);
}

/** Why a service is unknown: because of its machine, else what an observation finding about it says. */
function reasonOf({ findings, machines }: Report, service: ServiceState): string {
  const machine = machines.find(({ name }) => name === service.machine);
  if (machine && isDown(findings, machine.name))
    return `its machine is down or cannot be reached: ${machine.error ?? 'no answer'}`;
  if (machine?.status === 'unreachable' && machine.error !== null) return machine.error;
  const [finding] = observationsAbout(findings, service.name);
  return finding?.title ?? machine?.error ?? UNSEEN;
}

/** Everything about a service that was not observed, and why, without repeats. */
export function blindSpots({ findings, machines }: Report, service: ServiceState): string[] {
  const machine = machines.find(({ name }) => name === service.machine);
  const words = { unreachable: 'was not reached', partial: 'was seen only in part' };
  const status = machine?.status;
  const ofMachine =
    status === 'unreachable' || status === 'partial'
      ? [`${service.machine} ${words[status]}: ${machine?.error ?? 'no reason given'}`]
      : [];
  const told = observationsAbout(findings, service.name).map(({ summary }) => summary);
  const reasons = [...new Set([...ofMachine, ...told])];
  if (!isUnseen(service)) return reasons;
  const facts = service.unseen.map((fact) => `Not seen: ${fact}.`);
  return reasons.length === 0 && facts.length === 0 ? [UNSEEN] : [...facts, ...reasons];
}

function bold(name: string): string {
  return `**${inert(name, NAME_MAX)}**`;
}
