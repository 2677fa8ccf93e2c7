import { readdirSync } from 'node:fs';
import { catalogue } from '../../../src/findings/catalogue.ts';
import { usualFindings } from '../../../test/support/findings/usual.ts';
import { findingField } from '../../../embeds/finding/finding.ts';
import { alertSamples } from './alert-samples.ts';
import { approvalSamples } from './approval-samples.ts';
import { textsIn } from './literals.ts';
import { reportSamples } from './report-samples.ts';
import { linesShown } from './shown.ts';
import type { Sample } from './shown.ts';

/** Where texts stand, and what they are. */
const rooms = {
  'Slash commands': 'commands',
  'Embeds, buttons and selects': 'embeds',
  'Answers in Discord': 'src/discord',
  Alerts: 'src/alerting',
  'Sentences of findings': 'src/comparison/rules',
  'What they quote': 'src/comparison/readings',
  Remediation: 'src/remediation',
  Reports: 'src/report',
  Audits: 'src/audit',
  Doctor: 'src/doctor',
  'The command line': 'src/cli',
  'The environment': 'src/env',
  'The manifest': 'src/inventory',
  'The HTTP server and the schedule': 'src/triggers',
};
/** Scripts for machines, and tables of letters. */
const NO_TEXTS = /-script\.ts$|\/letters\.ts$|guard\/program\.ts$/;

export type Row = { where: string; text: string };

/** Each text of the code, room by room. */
export function textRows(): { room: string; rows: Row[] }[] {
  return Object.entries(rooms).map(([room, folder]) => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
      (file) => `${folder}/${file}`,
    );
    const own = files.filter((file) => file.endsWith('.ts') && !NO_TEXTS.test(file)).toSorted();
    return { room, rows: own.flatMap((where) => textsIn(where).map((text) => ({ where, text }))) };
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
