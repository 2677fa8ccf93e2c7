import { quotable } from '../text/observed-text.ts';
import { humanDuration, isoDate } from '../time/instant.ts';
import { isUnseen } from './assemble.ts';
import { severities } from '../findings/severity.ts';
import type { Finding } from '../findings/finding.ts';
import { isNamedIn } from '../findings/affects.ts';
import { subjectOf } from '../findings/subject.ts';
import { observationsAbout } from '../findings/findings-about.ts';
import type { Report, ServiceState } from './report.ts';

// Texts that all formats share. Each is one line of plain text, which the format escapes.

/** Long enough for a finding's sentences, so that nothing useful is cut. */
const LONGEST = 2000;
/** The JSON has them all. */
const MOST_FACTS = 12;

export function plain(text: string): string {
  return quotable(text, LONGEST);
}

/** `DRIFT: 2 CRITICAL, 1 HIGH, 1 unknown. 3 services on 2 machines, 1.2s.` */
export function verdictLine(report: Report): string {
  const counts = [...severities, 'unknown' as const]
    .filter((key) => report.counts[key] > 0)
    .map((key) => `${report.counts[key]} ${key}`);
  const found =
    counts.length > 0
      ? counts.join(', ')
      : report.verdict === 'in_sync'
        ? 'nothing found'
        : 'not everything was observed';
  const words = { in_sync: 'IN SYNC', drift: 'DRIFT', incomplete: 'INCOMPLETE' } as const;
  const size = `${amount(report.services.length, 'service')} on ${amount(report.machines.length, 'machine')}`;
  return `${words[report.verdict]}: ${found}. ${size}, ${took(report.duration_ms)}.`;
}

export function took(ms: number): string {
  return ms < 60_000 ? `${(ms / 1000).toFixed(1)}s` : humanDuration(ms / 1000);
}

function amount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The sentence without the advice. */
export function factsText({ summary, facts = summary }: Pick<Finding, 'summary' | 'facts'>): string {
  return plain(facts);
}

/** `shiva on tesseract`, or only the machine or the site, or `fleet`. */
export function subject(finding: Pick<Finding, 'type' | 'service' | 'machine' | 'evidence'>): string {
  const { service, machine } = finding;
  if (service !== null && machine !== null) return plain(`${service} on ${machine}`);
  return plain(subjectOf(finding) ?? 'fleet');
}

/** `new`, or since when. */
export function ageText(finding: Finding): string {
  return finding.status === 'new' ? 'new' : `${finding.status} since ${isoDate(finding.first_seen)}`;
}

/** `not seen: file /srv/x.env, job`, with the findings that say why; empty if everything was seen. */
export function unseenText(report: Report, service: ServiceState): string {
  if (!isUnseen(service)) return '';
  const why = unknownReason(report, service);
  const facts = service.unseen.slice(0, MOST_FACTS).map(plain);
  if (service.unseen.length > facts.length) facts.push(`${service.unseen.length - facts.length} more`);
  return facts.length === 0 ? why : `not seen: ${facts.join(', ')}; ${why}`;
}

/** Why a service was not fully seen: the findings that hide it, else its machine's status. */
export function unknownReason(report: Report, service: ServiceState): string {
  const reasons = observationsAbout(report.findings, service.name)
    .filter((finding) => isNamedIn(finding.affects, service.name))
    .map((finding) => `${finding.type} (${subject(finding)})`);
  if (reasons.length > 0) return reasons.join(', ');
  const machine = report.machines.find(({ name }) => name === service.machine);
  return machine
    ? plain(machine.error ?? `${machine.name} was ${machine.status.replace('_', ' ')}`)
    : 'not observed';
}
