import { isoInstant } from '../time/instant.ts';
import { isUnseen } from './assemble.ts';
import { fullEvidence } from './evidence.ts';
import { severities } from '../findings/severity.ts';
import type { Finding } from '../findings/finding.ts';
import { factsText, plain, ageText, subject, unseenText, verdictLine } from './phrases.ts';
import { allSteps } from '../async/steps.ts';
import type { Report, ServiceState } from './report.ts';

/** For pull requests, wikis and Discord attachments. All observed text in it is inert. */
export function renderMarkdown(report: Report): string {
  return allSteps(renderingMarkdown(report));
}

/** The same, with a pause after each finding and service, since thousands take a while. */
export function* renderingMarkdown(report: Report): Generator<void, string> {
  const items = new Map<string, string[]>(severities.map((severity) => [severity, []]));
  for (const finding of report.findings)
    yield void items.get(finding.severity)?.push(...findingItem(finding));
  const rows: string[] = [];
  for (const service of report.services) yield void rows.push(serviceRow(report, service));
  const sections = [
    [`# ${inert(verdictLine(report))}`],
    ...[...items].map(([severity, lines]) => section(severity, lines)),
    section('Services', rows.length > 0 ? [...TABLE, ...rows] : []),
    section('Machines', machineItems(report)),
    section(
      'Resolved',
      report.resolved.map((finding) => `- ${inert(`${subject(finding)}: ${finding.type}`)}`),
    ),
    [
      inert(
        `Audit ${plain(report.id)} at ${isoInstant(report.started_at).slice(0, 16).replace('T', ' ')} UTC`,
      ),
    ],
  ];
  return `${sections.flatMap((lines) => (lines.length > 0 ? [lines.join('\n')] : [])).join('\n\n')}\n`;
}

function section(title: string, lines: string[]): string[] {
  return lines.length > 0 ? [`## ${title}`, '', ...lines] : [];
}

function findingItem(finding: Finding): string[] {
  return [
    `- **${inert(plain(finding.title))}** ${inert(`${subject(finding)}, ${finding.type}, ${ageText(finding)}`)}  `,
    `  ${inert(factsText(finding))}  `,
    `  → ${inert(plain(finding.advice))}`,
    ...[...comparedText(finding), ...fullEvidence(finding.evidence)].map((line) => `  - ${inert(line)}`),
  ];
}

function comparedText({ expected, actual }: Finding): string[] {
  return expected === null || actual === null ? [] : [`expected ${plain(expected)}, actual ${plain(actual)}`];
}

const TABLE = ['| service | machine | status | running | expected |', '| --- | --- | --- | --- | --- |'];

function serviceRow(report: Report, service: ServiceState): string {
  const words = service.status.replace('_', ' ');
  const status = isUnseen(service) ? `${words}: ${unseenText(report, service)}` : words;
  const running = service.running_sha?.slice(0, 7) ?? '?';
  const expected = service.expected_sha?.slice(0, 7) ?? '?';
  return `| ${[plain(service.name), plain(service.machine), status, running, expected].map(inert).join(' | ')} |`;
}

function machineItems(report: Report): string[] {
  return report.machines
    .filter(({ status }) => status === 'partial' || status === 'unreachable')
    .map(({ name, status, error }) => `- ${inert(plain(`${name} ${status}: ${error ?? ''}`))}`);
}

/**
 * Escapes text as CommonMark (0.31, section 2.4) allows, so that it starts no markup, link (`https://`, `www.`) or block.
 * A zero-width space follows `@` and `#`, since GitHub and Discord look for mentions and references in the rendered text.
 */
function inert(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]<>|~&$]/g, String.raw`\$&`)
    .replaceAll(/:(?=\/\/)|(?<=\bwww)\./gi, String.raw`\$&`)
    .replace(/^(\d*)([-+=#.)])/, String.raw`$1\$2`)
    .replaceAll(/[@#](?=\S)/g, '$&\u200B');
}
