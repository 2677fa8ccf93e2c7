import { REST } from 'discord.js';
import type { Message } from '../../../sandbox/discord.ts';
import { createCards } from '../../../src/discord/answers/cards.ts';
import { aFinding, aReport } from '../builders.ts';
import { findingOf } from '../remediation/reprobed.ts';
import { createWorld } from '../remediation/world.ts';
import { aMemory } from '../bots/memory.ts';
import { anApp } from './app.ts';
import type { inSandbox } from './bot.ts';

type Bot = ReturnType<typeof inSandbox>;

/** A bot over the small fleet in memory: a new remediation behind a new login. */
export async function start(bot: Bot, world = createWorld()) {
  const { sandbox } = bot;
  const rest = new REST({ api: sandbox.api }).setToken(sandbox.token);
  const remediation = world.start({
    cards: createCards(rest, sandbox.logsChannelId, [sandbox.roles.approver]),
    approverRoles: [sandbox.roles.approver],
  });
  const names = [...world.sick];
  const findings = names.map((service) =>
    aFinding({ id: findingOf(service), type: 'container_unhealthy', service, machine: 'box' }),
  );
  const memory = aMemory();
  const openFindings = () => Promise.resolve(findings.filter(({ service }) => world.sick.has(service ?? '')));
  const app = anApp({
    records: { ...memory.records, openFindings },
    services: names,
    machines: ['box'],
    remediation: remediation,
    audit: async () => aReport({ findings }),
  });
  const gateway = await bot.start(app);
  return { world, remediation, gateway, ...bot.sandbox.users };
}

export function titled(part: string) {
  return ({ embeds }: Message) => embeds[0]?.title?.includes(part) ?? false;
}

/** Guest asks by command; the card is in the logs channel. */
export async function asked(bot: Bot, scene: Awaited<ReturnType<typeof start>>) {
  const options = { service: 'log-shipper', action: 'restart-container' };
  await bot.sandbox.command('remediate', options, {
    user: scene.member,
    channel: bot.sandbox.generalChannelId,
  });
  const card = await bot.sandbox.waitFor(titled('Approval needed'));
  const id = (await scene.world.approvals()).at(-1)?.id ?? '';
  return { card, id };
}

export function ephemeral(text: string) {
  return ({ embeds, ephemeral_for }: Message) =>
    ephemeral_for !== null && (embeds[0]?.description?.includes(text) ?? false);
}
