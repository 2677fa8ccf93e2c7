import { isUnseen } from '../../src/report/assemble.ts';
import { hasRole } from '../../src/findings/catalogue.ts';
import { findingsOf, observationsAbout, placeOf } from '../../src/findings/findings-about.ts';
import type { Report, ServiceState } from '../../src/report/report.ts';
import { humanDuration } from '../../src/time/instant.ts';
import { fits, inert } from '../escape.ts';
import { revision } from '../revision.ts';
import { shades, worst } from '../severity.ts';

const NAME_MAX = 90;
const REASON_MAX = 300;
/** Of what was not seen of a service that is in drift as well. */
const FACTS = 3;
const FACT_MAX = 70;
const UNSEEN = 'not every fact that the manifest asks for was seen';
// With names and a reason of the greatest length still one line of a field.
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

/** What is not in sync: a line for each that drifts, worst first, then those that could not be seen, by reason. */
export function notInSyncLines(report: Report): string[] {
  const drifting = report.services.filter((service) => service.status === 'drift');
  return [
    ...drifting
      .toSorted((one, other) => placeOf(report.findings, one.name) - placeOf(report.findings, other.name))
      .map((service) => driftLine(report, service)),
    ...unknownLines(report),
  ];
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
      return [
        `${shades.unknown.dot} ${names.join(', ')} on ${inert(machine, NAME_MAX)}: ${inert(reason, REASON_MAX)}`,
      ];
    }),
  );
}

/** The services in sync, a line a machine: `**tesseract**: shiva b9d1e44, foresight`. */
export function inSyncLines(report: Report): string[] {
  const machines = Map.groupBy(
    report.services.filter((service) => service.status === 'in_sync'),
    (service) => service.machine,
  );
  return [...machines].map(([machine, services]) => {
    const names = services.map((service) =>
      [inert(service.name, NAME_MAX), revision(service.running_sha)].join(' ').trimEnd(),
    );
    return `${shades.in_sync.dot} ${bold(machine)}: ${names.join(', ')}`;
  });
}

function driftLine(report: Report, service: ServiceState): string {
  const { running_sha: running, expected_sha: expected, commits_behind: behind } = service;
  const severity = worst(findingsOf(report.findings, service.name));
  const moves = running !== null && expected !== null && running !== expected;
  const facts = [
    `${shades[severity ?? 'unknown'].dot} ${who(service)}`,
    moves ? `${revision(running)} → ${revision(expected)}` : revision(running),
    behind === null || behind === 0 ? '' : `${behind} behind`,
    service.instances === null || service.instances === 1 ? '' : `${service.instances} instances`,
    service.uptime_seconds === null ? '' : `up ${humanDuration(service.uptime_seconds)}`,
    unseenMark(service),
  ];
  return facts.filter((fact) => fact !== '').join(' · ');
}

/** `⚪ not seen: file /srv/x.env, job`; empty where all of it was seen. */
function unseenMark({ unseen }: ServiceState): string {
  if (unseen.length === 0) return '';
  const facts = unseen.slice(0, FACTS).map((fact) => inert(fact, FACT_MAX));
  const more = unseen.length > FACTS ? [`${unseen.length - FACTS} more`] : [];
  return `${shades.unknown.dot} not seen: ${[...facts, ...more].join(', ')}`;
}

function isMarkWhole({ unseen }: ServiceState): boolean {
  return unseen.length <= FACTS && unseen.every((fact) => fits(fact, FACT_MAX));
}

function who(service: ServiceState): string {
  return `${bold(service.name)} on ${inert(service.machine, NAME_MAX)}`;
}

/** A machine whose host key is refused, or that answers HTTP alone, is not down. */
export function isDown(findings: Report['findings'], machine: string): boolean {
  return findings.some((finding) => hasRole(finding.type, 'no_answer') && finding.machine === machine);
}

/** Why a service is unknown: its machine, else what the observation finding says that names it. */
function reasonOf({ findings, machines }: Report, service: ServiceState): string {
  const machine = machines.find(({ name }) => name === service.machine);
  if (machine && isDown(findings, machine.name))
    return `its machine is down or cannot be reached: ${machine.error ?? 'no answer'}`;
  if (machine?.status === 'unreachable' && machine.error !== null) return machine.error;
  const [finding] = observationsAbout(findings, service.name);
  return finding?.summary ?? machine?.error ?? UNSEEN;
}

/** All that was not observed of a service, and why, each once. */
export function blindSpots({ findings, machines }: Report, service: ServiceState): string[] {
  const machine = machines.find(({ name }) => name === service.machine);
  const words = { unreachable: 'was not reached', partial: 'was seen only in part' };
  const status = machine?.status;
  const ofMachine =
    status === 'unreachable' || status === 'partial'
      ? [`${service.machine} ${words[status]}: ${machine?.error ?? 'it does not say why'}`]
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
