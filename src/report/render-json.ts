import { Report } from './report.ts';

/** What JSON.stringify leaves in place, and a terminal would obey or hide. */
const live = /[\u007F-\u009F]|\p{Cf}|\p{Zl}|\p{Zp}/gu;

/** The contract of DESIGN 7, indented. @throws ZodError for a report that breaks it */
export function renderJson(report: Report): string {
  const text = JSON.stringify(Report.parse(report), null, 2);
  return `${text.replaceAll(live, escaped)}\n`;
}

/** Characters beyond the first plane are written as two escapes (RFC 8259, section 7). */
function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
