import type { Entry, LivingAlert } from '../../src/report/living/living-alert.ts';

/** What is new to people, CRITICAL, and still stands: nobody is woken for what is over. */
export function urgentEntries({ entries }: LivingAlert): Entry[] {
  return entries.filter(
    ({ ended, severity, told, acknowledged }) =>
      ended === null && severity === 'CRITICAL' && told !== 'stood' && acknowledged === null,
  );
}
