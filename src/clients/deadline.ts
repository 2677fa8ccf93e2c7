import { RepositoryError } from './errors.ts';

/**
 * The promise's result if it comes before the deadline. Does not stop the work.
 * @throws RepositoryError `timeout` naming `who`
 */
export async function withinDeadline<Value>(
  work: Promise<Value>,
  deadline: AbortSignal,
  who: string,
): Promise<Value> {
  const late = () => new RepositoryError('timeout', `${who} did not answer in time`, { code: 'TIMEOUT' });
  // The work continues after the deadline: its rejection must not count as unhandled.
  work.catch(() => {});
  if (deadline.aborted) throw late();
  const passed = Promise.withResolvers<never>();
  const onAbort = () => passed.reject(late());
  deadline.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, passed.promise]);
  } finally {
    deadline.removeEventListener('abort', onAbort);
  }
}
