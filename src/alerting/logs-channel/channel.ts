import { Routes } from 'discord.js';
import { z } from 'zod';
import { footerOf } from '../../../embeds/living/alert.ts';
import { pushLine } from '../../../embeds/living/push.ts';
import { urgentEntries } from '../../../embeds/living/urgent.ts';
import type { LivingAlert } from '../../report/living/living-alert.ts';
import type { Alert } from '../../store/ledger.ts';
import { readPayload } from '../channel.ts';
import type { Arrival, Channel } from '../channel.ts';
import { findByFooter } from './arrived.ts';
import { isAnswered } from './answer.ts';
import { composeAlerts } from './compose.ts';
import { tellThread, threaded } from './thread.ts';
import { explained, isGone, isRefusal } from './errors.ts';
import { mention } from './mention.ts';
import { inBrief, messageOf } from './message.ts';
import { Payload } from './payload.ts';
import type { DiscordPlace } from './place.ts';
import { remedyRows } from './remedies.ts';

const Sent = z.object({ id: z.string() });

/** The logs channel. CRITICAL news mention who is on call. */
export function discordChannel(place: DiscordPlace): Channel {
  return {
    name: 'discord',
    compose(bulletin, living) {
      const composed = composeAlerts(bulletin, living, place.channelId);
      if (place.threads !== true) return composed;
      const known = new Set(living.map(({ id }) => id));
      const next = composed.living.map((alert) => (known.has(alert.id) ? alert : threaded(alert)));
      return { ...composed, living: next };
    },
    async deliver(alert, living) {
      const payload = readPayload(Payload, alert.payload);
      const told = living.find(({ id }) => id === payload.alert);
      // Forgotten while it waited: there is nothing left to tell.
      if (!told) return null;
      if (payload.as === 'answer' && (await pushed(place, alert, told))) return adopted(told);
      const root = living.find(({ id }) => id === told.root);
      return await post(place, { alert, payload, told, root: root?.message?.message ?? null });
    },
    edit: (alert) => edit(place, alert),
    ...(place.threads === true ? { thread: (alert: LivingAlert) => tellThread(place, alert) } : {}),
    again: ({ id }) => ({ alert: id, as: 'alert', mention: false, files: [] }),
  };
}

/** Was the answer shown, so that a push is all there is to say? */
async function pushed(place: DiscordPlace, alert: Alert, told: LivingAlert): Promise<boolean> {
  try {
    if (told.awaited_until !== null && !(await isAnswered(place, told))) return false;
    if (urgentEntries(told).length > 0) await mention(place, alert, told);
    return true;
  } catch (error) {
    throw explained(error);
  }
}

/** The answer is the alert's message from then on. What it showed of it, nobody knows. */
function adopted({ id, message, awaited_until }: LivingAlert): Arrival | null {
  if (message === null || awaited_until === null) return null;
  return { alert: id, place: message, revision: 0, pushed: false };
}

type Post = { alert: Alert; payload: Payload; told: LivingAlert; root: string | null };

async function post(place: DiscordPlace, what: Post): Promise<Arrival> {
  const { alert, payload, told } = what;
  const pushed = rolesOf(place, payload, told).length > 0;
  const arrival = (message: string): Arrival => ({
    alert: told.id,
    place: { channel: place.channelId, message },
    revision: told.revision,
    pushed,
  });
  try {
    // Discord holds a nonce for minutes only: after a crash or an outage we look for ourselves.
    const found = alert.tried_at === null ? null : await findByFooter(place, footerOf(told));
    // As of which revision it was sent, nobody knows.
    if (found !== null) return { ...arrival(found), revision: 0 };
    const remedies = await remedyRows(place.remedies, told);
    return arrival(await send(place, what, messageOf(told, remedies)));
  } catch (error) {
    if (!isRefusal(error)) throw explained(error);
    return arrival(
      await send(place, { ...what, payload: { ...what.payload, files: [] } }, inBrief(told)).catch(
        (again: unknown) => {
          throw explained(again);
        },
      ),
    );
  }
}

async function send(
  place: DiscordPlace,
  { alert, payload, told, root }: Post,
  { embeds, components }: ReturnType<typeof messageOf>,
): Promise<string> {
  const { rest, channelId } = place;
  const roles = rolesOf(place, payload, told);
  const body = {
    ...contentOf(told, roles),
    embeds,
    ...(components.length === 0 ? {} : { components }),
    ...(root === null ? {} : { message_reference: { message_id: root, fail_if_not_exists: false } }),
    allowed_mentions: { parse: [], roles },
    nonce: alert.id,
    enforce_nonce: true,
  };
  const files = payload.files.map(({ name, text }) => ({ name, data: Buffer.from(text) }));
  const sent = await rest.post(Routes.channelMessages(channelId), {
    body,
    ...(files.length > 0 ? { files } : {}),
  });
  return Sent.parse(sent).id;
}

function rolesOf({ oncallRoleId }: DiscordPlace, { mention: may }: Payload, told: LivingAlert): string[] {
  return may && oncallRoleId !== null && urgentEntries(told).length > 0 ? [oncallRoleId] : [];
}

/** What a phone shows of the message. Empty for a message without findings, and for a requested report. */
function contentOf(alert: LivingAlert, roles: readonly string[]): { content?: string } {
  if (alert.entries.length === 0 || (alert.kind === 'answer' && roles.length === 0)) return {};
  return { content: [...roles.map((role) => `<@&${role}>`), pushLine(alert)].join(' ') };
}

async function edit(
  { rest, oncallRoleId, remedies }: DiscordPlace,
  alert: LivingAlert,
): Promise<'edited' | 'gone'> {
  if (alert.message === null) return 'gone';
  const { embeds, components } = messageOf(alert, await remedyRows(remedies, alert));
  // Whom it woke stays in it; an edit wakes nobody.
  const roles = alert.pushed && oncallRoleId !== null ? [oncallRoleId] : [];
  const body = {
    ...contentOf(alert, roles),
    embeds,
    // An answer keeps its buttons as long as something is open.
    ...(alert.kind === 'answer' && components.length > 0 ? {} : { components }),
    allowed_mentions: { parse: [] },
  };
  try {
    await rest.patch(Routes.channelMessage(alert.message.channel, alert.message.message), { body });
    return 'edited';
  } catch (error) {
    if (isGone(error)) return 'gone';
    throw explained(error);
  }
}
