import { ComponentType } from 'discord.js';
import { expect } from 'vitest';
import type { Message } from '../../../sandbox/discord.ts';
import { aFinding } from '../builders.ts';
import { anApp } from './app.ts';
import type { inSandbox } from './bot.ts';
import { remembering } from './remembered.ts';
import { isAnswer } from './shown.ts';

type Bot = ReturnType<typeof inSandbox>;

export const stale = aFinding({ id: 'stale', status: 'ongoing' });
export const twice = aFinding({ id: 'twice', service: 'shiva', machine: 'tesseract', severity: 'CRITICAL' });
const dead = aFinding({ id: 'dead', service: null, machine: 'tesseract', type: 'machine_unreachable' });
const blind = aFinding({
  id: 'blind',
  service: null,
  machine: null,
  type: 'probe_failed',
  evidence: { services: ['akashic-records'] },
});

/** A bot that remembers these findings: by default one of each service, of a machine and of a repository. */
export async function start(
  bot: Bot,
  over: Parameters<typeof anApp>[0] = {},
  standing = [stale, twice, dead, blind],
) {
  const { records } = await remembering({ standing });
  const app = anApp({ records, ...over });
  const gateway = await bot.start(app);
  return { app, records, gateway };
}

/** A new answer to /drift. */
export async function report(
  { sandbox }: Bot,
  options: { service?: string; machine?: string } = {},
): Promise<Message> {
  const before = sandbox.messages().filter(isAnswer).length;
  await sandbox.command('drift', { ...options });
  await expect.poll(() => sandbox.messages().filter(isAnswer).length).toBe(before + 1);
  return sandbox.messages().findLast(isAnswer)!;
}

/** The custom_ids of a message's components, in order. */
export function idsOf({ components }: Message): string[] {
  return (components ?? []).flatMap((row) =>
    row.type === ComponentType.ActionRow
      ? row.components.flatMap((each) => ('custom_id' in each ? (each.custom_id ?? []) : []))
      : [],
  );
}

export function buttonOf(message: Message, action: string): string {
  return idsOf(message).find((id) => id.startsWith(`${action}:`)) ?? 'none';
}
