import type { Format } from './format-names.ts';
import { renderJson } from './render-json.ts';
import { renderJunit } from './render-junit.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderText } from './render-text.ts';
import type { Report } from './report.ts';

/** A report as one text that ends with a newline. `color` is for terminals; only the text format uses it. */
export const formats: Record<Format, (report: Report, options: { color: boolean }) => string> = {
  text: renderText,
  json: renderJson,
  junit: renderJunit,
  markdown: renderMarkdown,
};

/** The exit status of the command line (DESIGN 7). */
export function exitCodeOf(report: Report): 0 | 1 | 2 {
  const codes = { in_sync: 0, drift: 1, incomplete: 2 } as const;
  return codes[report.verdict];
}
