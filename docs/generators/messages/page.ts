import { globSync } from 'node:fs';
import { catalogue } from '../../../src/findings/catalogue.ts';
import { usualFindings } from '../../../test/support/findings/usual.ts';
import { findingField } from '../../../embeds/finding/finding.ts';
import { alertSamples } from './alert-samples.ts';
import { approvalSamples } from './approval-samples.ts';
import { textsIn } from './literals.ts';
import { reportSamples } from './report-samples.ts';
import { linesShown } from './shown.ts';
import type { Sample } from './shown.ts';

/** The folders and files with texts. A test compares them with src/; docs/findings.md has the catalogue's texts. */
export const rooms = {
  'Slash commands': 'commands',
  'Embeds, buttons and selects': 'embeds',
  'Answers in Discord': 'src/discord',
  Alerts: 'src/alerting',
  'Sentences of findings': 'src/comparison',
  Remediation: 'src/remediation',
  Reports: 'src/report',
  Audits: 'src/audit',
  Doctor: 'src/doctor',
  'The command line': 'src/cli',
  'The environment': 'src/env',
  'The manifest': 'src/inventory',
  'The HTTP server and the schedule': 'src/triggers',
  'The verbs': 'src/verbs',
  Discovery: 'src/discover',
  'The bot': 'src/bot',
  'What a probe could not read': 'src/probes',
  'Connections to machines, repositories and addresses': 'src/clients',
  'The state': 'src/store',
  'The queue of a site': 'src/sites',
  'The worker of a site': 'src/worker',
  'The demo': 'sandbox/demo.ts',
  "The demo's page": 'sandbox/page',
  'Starting and installing': '{bin,packaging}/*.cjs',
};
/** Scripts for machines, and tables of letters. */
const NO_TEXTS =
  /-script\.ts$|\/letters\.ts$|(?:guard\/program|ssh\/kill|sealed-git|machine\/script|command-line)\.ts$/;

export type Row = { where: string; text: string };

/** Each text of the code, room by room. */
export function textRows(): { room: string; rows: Row[] }[] {
  return Object.entries(rooms).map(([room, place]) => {
    const own = globSync([place, `${place}/**/*.ts`]).filter(
      (file) => /\.c?[jt]s$/.test(file) && !NO_TEXTS.test(file),
    );
    return { room, rows: own.toSorted().flatMap((where) => textsIn(where).map((text) => ({ where, text }))) };
  });
}

/** Each kind of message, as people see it. */
export function samples(): Sample[] {
  return [...reportSamples(), ...alertSamples(), ...approvalSamples()];
}

export function messagesReference(): string {
  return [
    '## As people see them',
    ...samples().map(({ kind, ...sample }) => `### ${kind}\n\n${block(linesShown(sample))}`),
    '## Findings',
    ...usualFindings.map(findingSection),
    '## Every text',
    ...textRows().flatMap(({ room, rows }) => (rows.length === 0 ? [] : [`### ${room}`, table(rows)])),
  ].join('\n\n');
}

function findingSection(finding: (typeof usualFindings)[number]): string {
  const { titles, cure } = catalogue[finding.type];
  const { name, value } = findingField(finding);
  const shown = block(linesShown({ embeds: [{ title: name, description: value }] }));
  return [
    `### ${finding.type}`,
    shown,
    `Of several: ${titles}`,
    `What to do, where its rule does not say more: ${cure}`,
  ].join('\n\n');
}

function block(lines: string[]): string {
  return ['```text', ...lines, '```'].join('\n');
}

function table(rows: readonly Row[]): string {
  const lines = rows.map(({ where, text }) => `| \`${where.split('/').at(-1)}\` | ${cell(text)} |`);
  return ['| file | text |', '| --- | --- |', ...lines].join('\n');
}

function cell(text: string): string {
  return text
    .replaceAll(/\s*\n\s*/g, ' / ')
    .trim()
    .replaceAll(/[\\|<>*_[\]#~]/g, (sign) => `\\${sign}`);
}
