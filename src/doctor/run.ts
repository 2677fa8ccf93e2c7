import { secretsOf } from '../env/named.ts';
import type { OnProgress } from '../facts/progress.ts';
import { message, seconds } from '../probes/limit.ts';
import { shown } from './advice.ts';
import type { Check, DoctorContext } from './check.ts';
import { broken } from './result.ts';
import type { Line, Result } from './result.ts';

/** ms for one check, longer than its own deadlines, unless it asks for more: the cost of a check that hangs. */
const LAST_LINE_MS = 90_000;

/** Runs the checks in parallel. Never throws: a check that throws counts as broken. */
export async function examineAll(
  checks: readonly Check[],
  context: DoctorContext,
  onProgress: OnProgress = () => {},
): Promise<Result[]> {
  const waiting = new Set(checks.map(({ name }) => name));
  const tell = () =>
    onProgress({ done: checks.length - waiting.size, total: checks.length, waiting: [...waiting] });
  // Never shown, whatever an answer quotes.
  const secrets = secretsOf(context.env).filter(({ length }) => length >= 4);
  tell();
  const results = checks.map(async (check) => {
    const lines = await examined(check, context);
    waiting.delete(check.name);
    tell();
    return lines.map(({ status, subject, detail, cure }) => ({
      check: check.name,
      status,
      subject: shown(subject, secrets),
      detail: shown(detail, secrets),
      cure: cure === null ? null : shown(cure, secrets),
    }));
  });
  return (await Promise.all(results)).flat();
}

async function examined(check: Check, context: DoctorContext): Promise<Line[]> {
  let timer: NodeJS.Timeout | undefined;
  const ms = Math.max(LAST_LINE_MS, check.deadlineMs?.(context) ?? 0);
  const late = new Promise<Line[]>((resolve) => {
    const cure = 'Run doctor again; if it happens again, please report it.';
    const lines = [broken(check.name, `no answer within ${seconds(ms)}`, cure)];
    timer = setTimeout(() => resolve(lines), ms);
  });
  try {
    return await Promise.race([check.examine(context), late]);
  } catch (error) {
    return [broken(check.name, `internal error: ${message(error)}`, 'Please report it.')];
  } finally {
    clearTimeout(timer);
  }
}
