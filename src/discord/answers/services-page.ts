import type { BaseMessageOptions } from 'discord.js';
import { pageButtons } from '../../../embeds/buttons.ts';
import { fleetParts } from '../../../embeds/services/fleet.ts';
import type { App } from '../../app.ts';

/** One page of the last known states, as a message. @param page from 1; the nearest page if there is none of that number */
export async function servicesPage(
  app: App,
  page: number,
): Promise<Required<Pick<BaseMessageOptions, 'embeds' | 'components'>>> {
  const [inventory, { warning }, { services }, openFindings] = await Promise.all([
    app.inventory({ service: null, machine: null }),
    app.fleet(),
    app.records.history(),
    app.records.openFindings(),
  ]);
  const parts = fleetParts({ inventory, services, openFindings, warning, watching: app.watching() });
  const shown = Math.min(Math.max(1, page), parts.length);
  return { embeds: parts[shown - 1] ?? [], components: pageButtons('services', shown, parts.length) };
}
