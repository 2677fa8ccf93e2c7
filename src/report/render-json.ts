import type { Finding } from '../findings/finding.ts';
import { Report } from './report.ts';

/** Characters that JSON.stringify keeps, but a terminal would interpret or hide. */
const live = /[\u007F-\u009F]|\p{Cf}|\p{Zl}|\p{Zp}/gu;

/** The JSON contract of DESIGN 7, indented. @throws ZodError for a report that breaks it */
export function renderJson(report: Report): string {
  const { findings, resolved, ...rest } = Report.parse(report);
  const shown = { ...rest, findings: findings.map(published), resolved: resolved.map(published) };
  const text = JSON.stringify(shown, null, 2);
  return `${text.replaceAll(live, escaped)}\n`;
}

/** Removes fields that only the bot uses. */
function published({
  affects: _affects,
  facts: _facts,
  ...finding
}: Finding): Omit<Finding, 'affects' | 'facts'> {
  return finding;
}

/** Characters beyond the first plane become two escapes (RFC 8259, section 7). */
function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
