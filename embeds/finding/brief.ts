import type { APIEmbedField } from 'discord.js';
import type { Finding } from '../../src/findings/finding.ts';
import { groupTitle } from './group-title.ts';
import { findingLine } from './finding.ts';
import { shades } from '../severity.ts';

/** Up to this many get a line each; more get a line for each severity, cause and type. */
const SINGLE = 6;

/** Findings that there is no room to show in full, in lines, worst first. */
export function briefLines(findings: readonly Finding[]): string[] {
  if (findings.length <= SINGLE) return findings.map(findingLine);
  const alike = Map.groupBy(findings, ({ severity, type }) => `${severity} ${type}`);
  return [...alike.values()].map((own) => `${shades[own[0]?.severity ?? 'LOW'].dot} ${groupTitle(own)}`);
}

/** As many of the lines as `room` characters hold, and how many more there are. Empty if there are no lines. */
export function cappedField(name: string, lines: readonly string[], room: number): APIEmbedField[] {
  const shown: string[] = [];
  let left = room - MORE;
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) break;
    shown.push(line);
  }
  const hidden = lines.length - shown.length;
  if (lines.length === 0) return [];
  const more = hidden === 0 ? [] : [shown.length === 0 ? `${hidden} of them` : `and ${hidden} more`];
  return [{ name, value: [...shown, ...more].join('\n') }];
}

const MORE = 'and 100000 more'.length + 1;
