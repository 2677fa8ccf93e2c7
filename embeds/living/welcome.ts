import type { Listed } from '../../src/inventory/listed.ts';
import { unposted } from '../../src/report/living/living-alert.ts';
import type { LivingAlert } from '../../src/report/living/living-alert.ts';
import { counted } from '../../src/text/counted.ts';
import { isoInstant } from '../../src/time/instant.ts';
import { absolute } from '../finding/instants.ts';
import { shades } from '../severity.ts';

/** What the bot says at its first start in a server. @param nextScan ms since the epoch */
export function welcomeAlert(
  guildId: string,
  inventory: Listed[],
  nextScan: number | null,
  at: string,
): LivingAlert {
  const machines = new Set(inventory.map(({ machine }) => machine)).size;
  const title = `Watching ${counted(inventory.length, 'service')} on ${counted(machines, 'machine')}`;
  const scan = nextScan === null ? [] : [`The next scan is ${absolute(isoInstant(nextScan))}.`];
  return {
    id: `hello-${guildId.slice(-12)}`,
    kind: 'hello',
    at,
    trigger: 'schedule',
    root: null,
    title: `${shades.in_sync.dot} ${title}`,
    calm: 'in_sync',
    head: [...scan, 'Try `/drift`: it looks now.'],
    tail: [],
    entries: [],
    scope: { service: null, machine: null },
    ...unposted,
  };
}
