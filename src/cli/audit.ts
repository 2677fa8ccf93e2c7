import type { AuditRequest } from '../report/request.ts';
import type { App } from '../app.ts';
import { exitCodeOf, formats } from '../report/formats.ts';
import type { Format } from '../report/format-names.ts';
import { terminalProgress } from './progress.ts';

/**
 * `driftwatch audit` and `driftwatch dupes`: the report on standard output, everything else on standard error.
 * @returns 0 in_sync, 1 drift, 2 incomplete
 */
export async function runAudit(app: App, request: AuditRequest, format: Format): Promise<0 | 1 | 2> {
  const progress = terminalProgress(process.stderr);
  const { warning } = await app.fleet();
  if (warning) process.stderr.write(`${warning}\n`);
  const report = await app.audit(request, progress.onProgress).finally(progress.clear);
  const color = process.stdout.isTTY && process.stdout.hasColors();
  process.stdout.write(formats[format](report, { color }));
  return exitCodeOf(report);
}
