import type { Entry, LivingAlert } from '../../src/report/living/living-alert.ts';
import { inert } from '../escape.ts';
import { shades } from '../severity.ts';

const NAMED = 5;

/** What is new to people, CRITICAL, and still stands: nobody is woken for what is over. */
export function urgentEntries({ entries }: LivingAlert): Entry[] {
  return entries.filter(
    ({ ended, severity, told, acknowledged }) =>
      ended === null && severity === 'CRITICAL' && told !== 'stood' && acknowledged === null,
  );
}

/** What a phone shows of a push: `🔴 2 critical: shiva (duplicate process), apib (health check failed)`. */
export function urgentLine(alert: LivingAlert): string {
  const urgent = urgentEntries(alert);
  const { dot, word } = shades.CRITICAL;
  const named = urgent
    .slice(0, NAMED)
    .map(
      ({ service, machine, type }) =>
        `${inert(service ?? machine ?? 'the fleet', 40)} (${type.replaceAll('_', ' ')})`,
    );
  const more = urgent.length > NAMED ? [`${urgent.length - NAMED} more`] : [];
  return `${dot} ${urgent.length} ${word}: ${[...named, ...more].join(', ')}`;
}
