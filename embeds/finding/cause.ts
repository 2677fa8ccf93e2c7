import type { APIEmbedField } from 'discord.js';
import type { Finding } from '../../src/findings/finding.ts';
import { severities } from '../../src/findings/severity.ts';
import { findingField, findingLine, member } from './finding.ts';
import { limits } from '../limits.ts';

/** At most this many findings are named below their cause. */
const CAUSED = 5;

/** A finding and those that it probably caused. */
export type Cause = { finding: Finding; caused: Finding[] };

/** The findings in their order, each with what it caused. No finding appears twice. */
export function byCause(findings: readonly Finding[]): Cause[] {
  const roots = new Map(findings.map((finding) => [finding.id, finding]));
  for (const { id } of findings.filter((finding) => causeOf(finding, roots) !== null)) roots.delete(id);
  const below = Map.groupBy(findings, (finding) => causeOf(finding, roots));
  return findings
    .filter((finding) => causeOf(finding, roots) === null)
    .map((finding) => ({ finding, caused: below.get(finding.id) ?? [] }));
}

/** One field: the cause in full, then one line for each finding that it caused. */
export function causeField({ finding, caused }: Cause): APIEmbedField {
  const { name, value } = findingField(finding);
  for (let count = Math.min(CAUSED, caused.length); count > 0; count -= 1) {
    const lines = caused.slice(0, count).map((each) => `↳ ${findingLine(each)}`);
    if (caused.length > count) lines.push(moreText(caused.length - count));
    const whole = [value, ...lines].join('\n');
    if (whole.length <= limits.fieldValue) return { name, value: whole };
  }
  const more = caused.length === 0 ? '' : `\n${moreText(caused.length)}`;
  return { name, value: `${value.slice(0, limits.fieldValue - more.length)}${more}` };
}

function moreText(count: number): string {
  return `↳ ${count} more, caused by it`;
}

/** The id of a finding's cause, if that is shown. A finding worse than its cause is shown by itself. */
function causeOf({ severity, evidence }: Finding, shown: ReadonlyMap<string, Finding>): string | null {
  const causes = Array.isArray(evidence['caused_by']) ? evidence['caused_by'] : [];
  const ids = causes.map((cause) => member(cause, 'id')).filter((id) => typeof id === 'string');
  const isRoot = (id: string) => {
    const cause = shown.get(id);
    return cause !== undefined && severities.indexOf(cause.severity) <= severities.indexOf(severity);
  };
  return ids.find(isRoot) ?? null;
}
