import { welcomeAlert } from '../../embeds/living/welcome.ts';
import type { Document } from '../store/document.ts';
import type { Ledger } from '../store/ledger.ts';
import type { Channel } from './channel.ts';
import { isoInstant } from '../time/instant.ts';

type Welcome = {
  ledger: Document<Ledger>;
  channels: readonly Channel[];
  guildId: string;
  inventory: Parameters<typeof welcomeAlert>[1];
  /** ms since the epoch; null: nothing is scheduled */
  nextScan: number | null;
  now: number;
};

/**
 * At the bot's first start in a server it says what it watches, once, in every channel that keeps messages. A state that
 * has served before there was such a message is known there.
 */
export async function welcome({
  ledger,
  channels,
  guildId,
  inventory,
  nextScan,
  now,
}: Welcome): Promise<void> {
  await ledger.update((value) => {
    if (value.greeted.includes(guildId)) return { value, result: null };
    const known = { ...value, greeted: [...value.greeted, guildId] };
    if (value.schedule.due !== null) return { value: known, result: null };
    const alert = welcomeAlert(guildId, inventory, nextScan, isoInstant(now));
    const posts = channels.flatMap((channel) => {
      if (!channel.again) return [];
      const times = { created_at: isoInstant(now), tried_at: null, not_before: null };
      return [{ id: alert.id, channel: channel.name, ...times, about: null, payload: channel.again(alert) }];
    });
    if (posts.length === 0) return { value, result: null };
    const next = { ...known, living: [...value.living, alert], outbox: [...value.outbox, ...posts] };
    return { value: next, result: null };
  });
}
