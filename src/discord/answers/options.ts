import { SlashCommandStringOption } from '@discordjs/builders';
import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import { distance } from 'fastest-levenshtein';
import { limits } from '../../../embeds/limits.ts';
import type { AuditRequest } from '../../report/request.ts';
import type { App } from '../../app.ts';

export const serviceOption = new SlashCommandStringOption()
  .setName('service')
  .setDescription('Only this service')
  .setAutocomplete(true);

export const machineOption = new SlashCommandStringOption()
  .setName('machine')
  .setDescription('Only the services of this machine')
  .setAutocomplete(true);

/** The audit request that the two options describe. */
export function requestOf(
  interaction: ChatInputCommandInteraction,
  only: AuditRequest['only'],
): AuditRequest {
  return {
    trigger: 'command',
    service: interaction.options.getString('service'),
    machine: interaction.options.getString('machine'),
    only,
  };
}

/** Suggests names of the manifest for the option that is being typed. */
export async function complete(interaction: AutocompleteInteraction, app: App): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  const { services, machines } = await app.fleet();
  const names = nearest(name === 'machine' ? machines : services, value);
  await interaction.respond(names.map((choice) => ({ name: choice, value: choice })));
}

/**
 * At most 25 names: those that begin with the typed text, then those that contain it, then those that begin with it but
 * for a typo. With nothing typed: the first ones in their order.
 */
export function nearest(names: string[], typed: string): string[] {
  const wanted = typed.trim().toLowerCase();
  const ranked = names
    .filter((name) => name.length <= limits.choice)
    .map((name) => ({ name, rank: rank(name.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY);
  return ranked
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, limits.choices)
    .map(({ name }) => name);
}

function rank(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 0;
  if (name.includes(wanted)) return 1;
  const slips = distance(name.slice(0, wanted.length), wanted);
  return slips <= wanted.length / 3 ? 1 + slips : Number.POSITIVE_INFINITY;
}
