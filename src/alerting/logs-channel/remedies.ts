import { remedySelect } from '../../../embeds/remedies.ts';
import type { Finding } from '../../findings/finding.ts';
import { isOpen } from '../../report/living/living-alert.ts';
import type { LivingAlert } from '../../report/living/living-alert.ts';

type Options = Parameters<typeof remedySelect>[1];

/** What may be requested now on these findings; rejects where that cannot be known. */
export type Remedies = (findings: readonly Finding[]) => Promise<Options>;

/** The select of an alert, as under a report. It never holds an alert up: where nothing can be read, there is none. */
export async function remedyRows(
  remedies: Remedies | undefined,
  { id, kind, entries }: LivingAlert,
): Promise<ReturnType<typeof remedySelect>> {
  if (remedies === undefined || kind === 'drill') return [];
  const open = entries.filter(isOpen).flatMap(({ finding }) => finding ?? []);
  if (open.length === 0) return [];
  return remedySelect(id, await remedies(open).catch(() => []));
}
