import type { Entry, LivingAlert } from '../../src/report/living/living-alert.ts';

/** What is new, CRITICAL and still open: nobody is woken for a resolved finding. */
export function urgentEntries({ entries }: LivingAlert): Entry[] {
  return entries.filter(
    ({ ended, severity, told, acknowledged }) =>
      ended === null && severity === 'CRITICAL' && told !== 'stood' && acknowledged === null,
  );
}
