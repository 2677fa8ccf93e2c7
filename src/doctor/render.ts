import type { Result, Status } from './result.ts';

// SGR codes of ECMA-48.
const shades: Record<Status, number> = { ok: 32, warning: 33, broken: 31, skipped: 2 };
const statuses = ['broken', 'warning', 'ok', 'skipped'] as const satisfies Status[];
const BOLD = 1;
/** a longer subject moves only its own detail to the right */
const WIDEST = 44;

type Paint = (text: string, code: number) => string;

/** One block per check, one line per subject, and a summary as the last line. */
export function renderText(results: readonly Result[], { color }: { color: boolean }): string {
  const paint: Paint = (text, code) => (color ? `\u001B[${code}m${text}\u001B[0m` : text);
  const blocks = [...Map.groupBy(results, ({ check }) => check)].map(([check, lines]) => {
    const width = Math.min(WIDEST, Math.max(...lines.map(({ subject }) => subject.length)));
    return [paint(check, BOLD), ...lines.map((line) => lineText(line, width, paint))].join('\n');
  });
  return `${[...blocks, sumLine(results, paint)].join('\n\n')}\n`;
}

function lineText({ status, subject, detail, cure }: Result, width: number, paint: Paint): string {
  const told = cure === null ? detail : `${detail} → ${paint(cure, BOLD)}`;
  return `  ${paint(status.padEnd(7), shades[status])}  ${subject.padEnd(width)}  ${told}`;
}

function sumLine(results: readonly Result[], paint: Paint): string {
  const parts = statuses.map((status) => `${countOf(results, status)} ${status}`).join(', ');
  const worst = statuses.find((status) => countOf(results, status) > 0) ?? 'ok';
  const told = {
    broken: 'Something is broken',
    warning: 'Driftwatch works, but not everything does',
    ok: 'All is well',
    skipped: 'No check ran',
  };
  return paint(`${told[worst]}: ${parts}.`, shades[worst]);
}

/** `driftwatch/doctor@1` */
export function renderJson(results: readonly Result[]): string {
  const counts = Object.fromEntries(statuses.map((status) => [status, countOf(results, status)]));
  const verdict = countOf(results, 'broken') > 0 ? 'broken' : 'ok';
  return `${JSON.stringify({ schema: 'driftwatch/doctor@1', verdict, counts, results }, null, 2)}\n`;
}

function countOf(results: readonly Result[], status: Status): number {
  return results.filter((result) => result.status === status).length;
}
