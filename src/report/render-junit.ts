import { escapeXml } from '../text/xml.ts';
import { isUnseen } from './assemble.ts';
import { evidenceLines } from './evidence.ts';
import type { Finding } from '../findings/finding.ts';
import { factsText, plain, subject, unseenText } from './phrases.ts';
import type { Report, ServiceState } from './report.ts';

type Outcome = 'passed' | 'failure' | 'error';
type Case = {
  suite: string;
  name: string;
  outcome: Outcome;
  type: string;
  message: string;
  details: string[];
};

/**
 * JUnit's XML as CI systems read it (the `testsuites` form of junit-10.xsd). A service in sync is a passed case, a
 * finding a failure. A fact that could not be observed is an error, never a skip: most CI systems treat a skip as success.
 */
export function renderJunit(report: Report): string {
  const cases = [
    ...report.findings.map(findingCase),
    ...report.services.flatMap((service) => serviceCase(report, service)),
  ];
  const suites = Map.groupBy(cases, ({ suite }) => suite);
  const seconds = (report.duration_ms / 1000).toFixed(3);
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="driftwatch" ${totals(cases)} time="${seconds}">`,
    ...[...suites].flatMap(([name, members]) => suiteLines(name, members, report)),
    '</testsuites>',
  ];
  return `${lines.join('\n')}\n`;
}

function findingCase(finding: Finding): Case {
  return {
    suite: subject(finding),
    name: `${finding.type} ${finding.id}`,
    outcome: finding.category === 'observation' ? 'error' : 'failure',
    type: finding.severity,
    message: `${plain(finding.title)}: ${factsText(finding)}`,
    details: [`→ ${plain(finding.advice)}`, ...evidenceLines(finding.evidence)],
  };
}

/** A service in drift has one case per finding, and one more if it was not fully seen. */
function serviceCase(report: Report, service: ServiceState): Case[] {
  if (service.status === 'drift' && !isUnseen(service)) return [];
  const base = { suite: plain(`${service.name} on ${service.machine}`), details: [] };
  if (service.status === 'in_sync')
    return [{ ...base, name: 'in sync', outcome: 'passed', type: '', message: '' }];
  const message = `unknown: ${unseenText(report, service)}`;
  const name = service.status === 'drift' ? 'seen in full' : 'in sync';
  return [{ ...base, name, outcome: 'error', type: 'unknown', message }];
}

function suiteLines(name: string, cases: Case[], report: Report): string[] {
  return [
    `  <testsuite name="${escapeXml(name)}" ${totals(cases)} skipped="0" timestamp="${report.started_at.slice(0, 19)}">`,
    ...cases.flatMap(caseLines),
    '  </testsuite>',
  ];
}

function caseLines({ suite, name, outcome, type, message, details }: Case): string[] {
  const open = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}"`;
  if (outcome === 'passed') return [`${open}/>`];
  const text = [message, ...details].map(escapeXml).join('\n');
  return [
    `${open}>`,
    `      <${outcome} type="${escapeXml(type)}" message="${escapeXml(message)}">${text}</${outcome}>`,
    '    </testcase>',
  ];
}

function totals(cases: Case[]): string {
  const count = (outcome: Outcome) => cases.filter((each) => each.outcome === outcome).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}"`;
}
