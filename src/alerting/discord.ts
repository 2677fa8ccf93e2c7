import { DiscordAPIError, HTTPError, REST, RateLimitError, Routes } from 'discord.js';
import type { APIEmbed } from 'discord.js';
import { z } from 'zod';
import { announcementParts } from '../../embeds/announcement.ts';
import { reportButtons } from '../../embeds/buttons.ts';
import { limits } from '../../embeds/limits.ts';
import { scanParts } from '../../embeds/scan.ts';
import { scopeId } from '../../embeds/scope-id.ts';
import { formats } from '../report/formats.ts';
import type { Report } from '../report/report.ts';
import type { Alert } from '../store/ledger.ts';
import type { Bulletin } from '../report/bulletin.ts';
import { Undelivered } from './undelivered.ts';
import { readPayload } from './channel.ts';
import type { Channel } from './channel.ts';

const Embed = z.custom<APIEmbed>((value) => typeof value === 'object' && value !== null);
const File = z.strictObject({ name: z.string(), text: z.string() });
const Payload = z.strictObject({
  /** what is said before the embeds: the mention of who is on call */
  content: z.string(),
  roles: z.array(z.string()),
  embeds: z.array(Embed),
  files: z.array(File),
  /** buttons below the embeds; messages that were stored before there were any have none */
  components: z.array(z.json()).default([]),
});
type Payload = z.infer<typeof Payload>;

const Sent = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    embeds: z.array(z.object({ footer: z.object({ text: z.string() }).optional() })),
  }),
);

const Me = z.object({ id: z.string() });

const PAGE = 100;
/** So many messages are looked through for our own: an outage does not bring more. */
const PAGES = 5;
const FILES_BYTES = 8 * 1024 * 1024;

export type DiscordPlace = {
  rest: REST;
  channelId: string;
  /** null: nobody is mentioned */
  oncallRoleId: string | null;
};

/** The outbox waits and tries again, and knows what was sent: so this one does neither. */
export function logsRest(apiUrl: string, token: string): REST {
  return new REST({ api: apiUrl, retries: 0, rejectOnRateLimit: () => true }).setToken(token);
}

/** The logs channel. CRITICAL news mention who is on call. */
export function discordChannel(place: DiscordPlace): Channel {
  return {
    name: 'discord',
    compose: (bulletin) => compose(bulletin, place.oncallRoleId),
    async deliver(alert) {
      const payload = readPayload(Payload, alert.payload);
      try {
        // Discord holds a nonce for minutes only: after a crash or an outage we look for ourselves.
        if (alert.tried_at !== null && (await hasArrived(place, payload))) return;
        await post(place, alert, payload);
      } catch (error) {
        if (!isRefusal(error)) throw explained(error);
        await post(place, alert, inBrief(payload)).catch((again: unknown) => {
          throw explained(again);
        });
      }
    },
  };
}

function compose(bulletin: Bulletin, oncallRoleId: string | null): Alert['payload'][] {
  const { news, merges, kind, report, unwatched = [] } = bulletin;
  const changed = news.opened.length + news.worsened.length + news.resolved.length + unwatched.length > 0;
  if (kind === 'news' && !changed && merges.length === 0) return [];
  const { parts, whole } = kind === 'scan' ? scanParts(bulletin) : announcementParts(bulletin);
  const pages = [...news.opened, ...news.worsened].some(({ severity }) => severity === 'CRITICAL');
  const roles = pages && oncallRoleId !== null ? [oncallRoleId] : [];
  const buttons = buttonsOf(bulletin);
  return parts.map((embeds, index) => ({
    content: index === 0 ? roles.map((role) => `<@&${role}>`).join(' ') : '',
    roles: index === 0 ? roles : [],
    embeds: embeds.map(stored),
    files: index === 0 && (!whole || parts.length > 1) ? filesOf(report) : [],
    components: index === parts.length - 1 ? buttons : [],
  }));
}

/** Whoever is woken by it can look again, and say that somebody knows, without typing. */
function buttonsOf({ kind, news, report }: Bulletin): Payload['components'] {
  const told = kind === 'scan' ? report.findings : [...news.opened, ...news.worsened];
  if (told.length === 0) return [];
  const [service, ...others] = new Set(told.map((finding) => finding.service));
  const scope = { service: others.length === 0 ? (service ?? null) : null, machine: null };
  return z.array(z.json()).parse(reportButtons(scopeId(scope), true));
}

/** As JSON has it: the builders leave keys that are undefined, which no store keeps. */
function stored(embed: APIEmbed): Alert['payload'] {
  return z.json().parse(JSON.parse(JSON.stringify(embed)));
}

function filesOf(report: Report): Payload['files'] {
  const text = formats.markdown(report, { color: false });
  return Buffer.byteLength(text) > FILES_BYTES ? [] : [{ name: 'report.md', text }];
}

/** Our own footers name the audit and the part: no two messages of ours have the same. */
async function hasArrived({ rest, channelId }: DiscordPlace, payload: Payload): Promise<boolean> {
  const footer = payload.embeds.at(-1)?.footer?.text;
  const me = Me.parse(await rest.get(Routes.user()));
  let before: string | null = null;
  for (let page = 0; page < PAGES; page += 1) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(before === null ? {} : { before }) });
    const messages = Sent.parse(await rest.get(Routes.channelMessages(channelId), { query }));
    const own = messages.filter(({ author }) => author.id === me.id);
    if (own.some(({ embeds }) => embeds.some((embed) => embed.footer?.text === footer))) return true;
    before = messages.at(-1)?.id ?? null;
    if (messages.length < PAGE || before === null) return false;
  }
  return false;
}

async function post({ rest, channelId }: DiscordPlace, alert: Alert, payload: Payload): Promise<void> {
  const { content, roles, embeds, files, components } = payload;
  const body = {
    ...(content === '' ? {} : { content }),
    embeds,
    ...(components.length === 0 ? {} : { components }),
    allowed_mentions: { parse: [], roles },
    nonce: alert.id,
    enforce_nonce: true,
  };
  const attached = files.map(({ name, text }) => ({ name, data: Buffer.from(text) }));
  await rest.post(Routes.channelMessages(channelId), {
    body,
    ...(attached.length > 0 ? { files: attached } : {}),
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof DiscordAPIError && (error.status === 400 || error.status === 413);
}

/** What is left of a message that Discord does not take: nobody is told nothing. */
function inBrief({ content, roles, embeds, components }: Payload): Payload {
  const title = (embeds[0]?.title ?? 'An alert').slice(0, limits.title);
  const description = 'Discord does not take the full text of this alert. Type /drift to see what stands.';
  const footer = embeds.at(-1)?.footer;
  const embed = { title, description, ...(footer ? { footer } : {}) };
  return { content, roles, embeds: [embed], files: [], components };
}

function explained(error: unknown): unknown {
  if (error instanceof RateLimitError) {
    return new Undelivered('Discord asks to wait', { retryAfterMs: error.retryAfter });
  }
  if (error instanceof DiscordAPIError) {
    // The body, not the channel: what was refused once will be refused again.
    const hopeless = error.status === 400 || error.status === 413;
    return new Undelivered(`Discord refuses the message (${error.message})`, { hopeless });
  }
  if (error instanceof HTTPError) return new Undelivered(`Discord answered HTTP ${error.status}`);
  return error;
}
