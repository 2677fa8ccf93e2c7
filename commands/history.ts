import { SlashCommandBuilder } from '@discordjs/builders';
import { AttachmentBuilder } from 'discord.js';
import { historyEmbeds } from '../embeds/history/history.ts';
import { altText } from '../embeds/history/alt-text.ts';
import { fleetChart, serviceChart, shownAudits, shownChanges } from '../embeds/history/chart.ts';
import { shownSpan } from '../embeds/history/columns.ts';
import { historyPicture } from '../embeds/history/picture.ts';
import { stripsOf } from '../embeds/history/strips.ts';
import type { Listed } from '../src/inventory/listed.ts';
import type { App } from '../src/app.ts';
import { deliver } from '../src/discord/answers/deliver.ts';
import { pngOf } from '../src/discord/answers/png.ts';
import { UserError } from '../src/text/user-error.ts';
import type { Command } from '../src/discord/answers/command.ts';
import { complete, serviceOption } from '../src/discord/answers/options.ts';

const PICTURE = 'history.png';
const NAMED = 5;

export const history = {
  data: new SlashCommandBuilder()
    .setName('history')
    .setDescription('Chart of findings over the last audits, and how long repairs take')
    .addStringOption(serviceOption)
    .toJSON(),
  async execute(interaction, app) {
    const asked = interaction.options.getString('service');
    const inventory = await app.inventory({ service: asked, machine: null });
    const service = asked === null ? null : theOnly(inventory);
    await interaction.deferReply();
    await deliver(interaction, [await messageOf(app, inventory, service)]);
  },
  autocomplete: complete,
} satisfies Command;

/** A repository may stand for several services; a history shows one. @throws UserError if there are several */
function theOnly(inventory: Listed[]): string {
  const [first, ...others] = inventory.map(({ name }) => name);
  if (first !== undefined && others.length === 0) return first;
  const named = [first, ...others].slice(0, NAMED).join(', ');
  throw new UserError(`That repository has ${inventory.length} services: choose one, such as ${named}.`);
}

async function messageOf(app: App, inventory: Listed[], service: string | null) {
  const [{ audits, closings, services }, openFindings, { warning }] = await Promise.all([
    app.records.history(),
    app.records.openFindings(),
    app.fleet(),
  ]);
  const past = service !== null && Object.hasOwn(services, service) ? services[service] : null;
  const chart = service === null ? fleetChart(audits) : past ? serviceChart(past, audits) : null;
  const points = service === null ? shownAudits(audits) : past ? shownChanges(past) : [];
  const scope =
    service ?? `whole fleet, ${points.length === 1 ? 'one audit' : `last ${points.length} audits`}`;
  const names = service === null ? inventory.map(({ name }) => name) : [service];
  const strips = chart ? stripsOf(names, services, shownSpan(chart)) : undefined;
  const png = chart && (await pngOf(historyPicture(chart, scope, app.timezone, strips)));
  const files =
    chart && png
      ? [
          new AttachmentBuilder(png, {
            name: PICTURE,
            description: altText(chart, scope, app.timezone, strips),
          }),
        ]
      : [];
  const picture = files.length > 0 ? PICTURE : null;
  const view = { service, inventory, services, points, openFindings, closings, warning, picture };
  return { embeds: historyEmbeds(view), files };
}
