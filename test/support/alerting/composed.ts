import type { APIEmbed } from 'discord.js';
import { alertEmbeds } from '../../../embeds/living/alert.ts';
import { composeAlerts } from '../../../src/alerting/logs-channel/compose.ts';
import type { Channel } from '../../../src/alerting/channel.ts';
import type { Bulletin } from '../../../src/report/bulletin.ts';
import type { LivingAlert } from '../../../src/report/living/living-alert.ts';
import type { Alert } from '../../../src/store/ledger.ts';
import { logsChannelId } from '../../../sandbox/world.ts';
import { auditedAt } from '../builders.ts';

export type Composed = { alerts: Alert[]; living: readonly LivingAlert[] };

/** What the outbox gets of a bulletin for the logs channel, and the alerts after it. */
export function composed(
  bulletin: Bulletin,
  before: readonly LivingAlert[] = [],
  channel: Pick<Channel, 'compose'> = { compose: (...news) => composeAlerts(...news, logsChannelId) },
): Composed {
  const { messages, living } = channel.compose(bulletin, before);
  const alerts = messages.map(({ payload, not_before = null, about = null }, index) => ({
    id: `${bulletin.report.id}-discord${index}`,
    channel: 'discord',
    created_at: auditedAt,
    tried_at: null,
    not_before,
    about,
    payload,
  }));
  return { alerts, living };
}

/** The messages that a bulletin makes, as they are posted. */
export function messagesOf(bulletin: Bulletin): { parts: APIEmbed[][]; whole: boolean } {
  const shown = composeAlerts(bulletin, [], logsChannelId).living.map(alertEmbeds);
  return { parts: shown.map(({ embeds }) => embeds), whole: shown.every(({ whole }) => whole) };
}
