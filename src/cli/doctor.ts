import type { DoctorContext } from '../doctor/check.ts';
import { checks } from '../doctor/index.ts';
import { renderJson, renderText } from '../doctor/render.ts';
import { examineAll } from '../doctor/run.ts';
import { terminalProgress } from './progress.ts';

/**
 * `driftwatch doctor`: tries each connection that the bot needs, and says what to do. The results on standard output,
 * progress on standard error.
 * @returns the exit code: 0 where nothing is broken, else 1
 */
export async function runDoctor(
  context: DoctorContext,
  format: 'text' | 'json',
  write: (text: string) => void,
): Promise<0 | 1> {
  const progress = terminalProgress(process.stderr);
  const results = await examineAll(checks, context, progress.onProgress).finally(progress.clear);
  const color = process.stdout.isTTY && process.stdout.hasColors();
  write(format === 'json' ? renderJson(results) : renderText(results, { color }));
  return results.some(({ status }) => status === 'broken') ? 1 : 0;
}
