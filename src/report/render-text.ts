import { allSteps } from '../async/steps.ts';
import { isoInstant } from '../time/instant.ts';
import { isUnseen } from './assemble.ts';
import { evidenceLines } from './evidence.ts';
import { severities } from '../findings/severity.ts';
import type { Severity } from '../findings/severity.ts';
import type { Finding } from '../findings/finding.ts';
import { factsText, plain, ageText, subject, unseenText, verdictLine } from './phrases.ts';
import type { Report } from './report.ts';

type Paint = (text: string, code: number) => string;

// SGR codes of ECMA-48.
const shades: Record<Severity, number> = { CRITICAL: 31, HIGH: 33, LOW: 36 };
const verdicts: Record<Report['verdict'], number> = { in_sync: 32, drift: 31, incomplete: 33 };
const bold = 1;
const dim = 2;

/** For people: findings by severity, what was not seen and why, and the verdict as the last line. */
export function renderText(report: Report, options: { color: boolean }): string {
  return allSteps(renderingText(report, options));
}

/** The same, with a pause after each finding and service, since thousands take a while. */
export function* renderingText(report: Report, { color }: { color: boolean }): Generator<void, string> {
  const paint: Paint = (text, code) => (color ? `\u001B[${code}m${text}\u001B[0m` : text);
  const items = new Map<Severity, string[][]>(severities.map((severity) => [severity, []]));
  for (const finding of report.findings)
    yield void items.get(finding.severity)?.push(findingLines(finding, paint));
  const inSync: string[] = [];
  for (const { name, status } of report.services)
    if (status === 'in_sync') yield void inSync.push(plain(name));
  const blocks = [
    ...[...items].map(([severity, found]) => severityBlock(severity, found, paint)),
    unknownBlock(report, paint),
    machineBlock(report, paint),
    resolvedBlock(report, paint),
    inSync.length > 0 ? [`${paint('In sync:', verdicts.in_sync)} ${inSync.join(', ')}`] : [],
    [paint(verdictLine(report), verdicts[report.verdict]), paint(footer(report), dim)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function severityBlock(severity: Severity, found: readonly string[][], paint: Paint): string[] {
  return found.length > 0 ? [paint(`${severity} (${found.length})`, shades[severity]), ...found.flat()] : [];
}

function findingLines(finding: Finding, paint: Paint): string[] {
  const { expected, actual } = finding;
  const compared =
    expected !== null && actual !== null ? [`expected ${plain(expected)}, actual ${plain(actual)}`] : [];
  return [
    `  ${paint(plain(finding.title), bold)}  ${subject(finding)}  ${finding.type}  ${paint(ageText(finding), dim)}`,
    `    ${factsText(finding)}`,
    `    → ${plain(finding.advice)}`,
    ...[...compared, ...evidenceLines(finding.evidence)].map((line) => paint(`      ${line}`, dim)),
  ];
}

function unknownBlock(report: Report, paint: Paint): string[] {
  const unknown = report.services.filter(isUnseen);
  if (unknown.length === 0) return [];
  const lines = unknown.map((service) => {
    const who = plain(`${service.name} on ${service.machine}`);
    const also = service.status === 'drift' ? ' (in drift, and seen only in part)' : '';
    return `  ${who}${also}: ${unseenText(report, service)}`;
  });
  return [paint(`UNKNOWN (${unknown.length})`, shades.HIGH), ...lines];
}

function machineBlock(report: Report, paint: Paint): string[] {
  const unobserved = report.machines.filter(({ status }) => status === 'partial' || status === 'unreachable');
  if (unobserved.length === 0) return [];
  const lines = unobserved.map(({ name, host, status, error }) => {
    return `  ${plain(`${name} (${host})`)} ${status}${error === null ? '' : `: ${plain(error)}`}`;
  });
  return [paint('MACHINES SEEN ONLY IN PART', shades.HIGH), ...lines];
}

function resolvedBlock(report: Report, paint: Paint): string[] {
  if (report.resolved.length === 0) return [];
  const lines = report.resolved.map((finding) => `  ${subject(finding)}  ${finding.type}`);
  return [paint(`RESOLVED (${report.resolved.length})`, verdicts.in_sync), ...lines];
}

function footer(report: Report): string {
  const { service, machine } = report.scope;
  const scope = [service, machine === undefined ? null : `on ${machine}`].filter((part) => part !== null);
  const only = scope.length > 0 ? ` Only ${plain(scope.join(' '))}.` : '';
  return `Audit ${plain(report.id)} at ${isoInstant(report.started_at).slice(0, 16).replace('T', ' ')} UTC.${only}`;
}
