import type { Report, ServiceState } from '../src/report/report.ts';
import { humanDuration } from '../src/time.ts';
import { fits, inert } from './escape.ts';
import { shades, worst } from './severity.ts';

const NAME_MAX = 90;
const REASON_MAX = 300;

/** Do the lines below show every name and reason in full? */
export function areWhole(report: Report): boolean {
  return report.services.every(
    (service) =>
      fits(service.name, NAME_MAX) &&
      fits(service.machine, NAME_MAX) &&
      (service.status !== 'unknown' || fits(reasonOf(report, service), REASON_MAX)),
  );
}

/** One line for each service that is not in sync: worst first, then those that could not be seen, with the reason. */
export function troubledLines(report: Report): string[] {
  const drifting = report.services.filter((service) => service.status === 'drift');
  const unknown = report.services.filter((service) => service.status === 'unknown');
  return [
    ...drifting
      .toSorted((one, other) => rank(report, one) - rank(report, other))
      .map((service) => driftLine(report, service)),
    ...unknown.map(
      (service) => `${shades.unknown.dot} ${who(service)}: ${inert(reasonOf(report, service), REASON_MAX)}`,
    ),
  ];
}

/** The services in sync, a line a machine: `**tesseract**: shiva b9d1e44, foresight`. */
export function inSyncLines(report: Report): string[] {
  const machines = Map.groupBy(
    report.services.filter((service) => service.status === 'in_sync'),
    (service) => service.machine,
  );
  return [...machines].map(([machine, services]) => {
    const names = services.map(
      (service) => `${inert(service.name, NAME_MAX)}${revision(service.running_sha)}`,
    );
    return `${shades.in_sync.dot} **${inert(machine, NAME_MAX)}**: ${names.join(', ')}`;
  });
}

function driftLine(report: Report, service: ServiceState): string {
  const { running_sha: running, expected_sha: expected, commits_behind: behind } = service;
  const severity = worst(report.findings.filter((finding) => finding.service === service.name));
  const moves = running !== null && expected !== null && running !== expected;
  const facts = [
    `${shades[severity ?? 'unknown'].dot} ${who(service)}`,
    moves ? `${revision(running).trim()} → ${revision(expected).trim()}` : revision(running).trim(),
    behind === null || behind === 0 ? '' : `${behind} behind`,
    service.instances === null || service.instances === 1 ? '' : `${service.instances} instances`,
    service.uptime_seconds === null ? '' : `up ${humanDuration(service.uptime_seconds)}`,
  ];
  return facts.filter((fact) => fact !== '').join(' · ');
}

function rank(report: Report, service: ServiceState): number {
  const first = report.findings.findIndex((finding) => finding.service === service.name);
  return first === -1 ? Number.MAX_SAFE_INTEGER : first;
}

function who(service: ServiceState): string {
  return `**${inert(service.name, NAME_MAX)}** on ${inert(service.machine, NAME_MAX)}`;
}

function revision(sha: string | null): string {
  if (sha === null) return '';
  return /^[0-9a-f]{7,64}$/i.test(sha) ? ` \`${sha.slice(0, 7)}\`` : ` ${inert(sha, 40)}`;
}

/** Why a service is unknown: its own observation finding, else its machine's. */
function reasonOf(report: Report, service: ServiceState): string {
  const blind = report.findings.filter((finding) => finding.category === 'observation');
  const machine = report.machines.find(({ name }) => name === service.machine);
  return (
    blind.find((finding) => finding.service === service.name)?.summary ??
    machine?.error ??
    blind.find((finding) => finding.service === null && finding.machine === service.machine)?.summary ??
    blind.find((finding) => finding.service === null && finding.machine === null)?.summary ??
    'not every fact that the manifest asks for was seen'
  );
}
