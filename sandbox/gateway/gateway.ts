import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Session, createSessions } from './gateway-session.ts';
import { gatewayGuild } from '../guild.ts';
import type { GuildState } from '../guild-state.ts';
import { wire } from './wire.ts';
import type { Message } from './protocol.ts';
import { apiMember, apiUser, applicationId, bot, guildId, people } from '../world.ts';
import { frame } from './gateway-frame.ts';

export type Gateway = ReturnType<typeof createGateway>;

const HEARTBEAT = 41_250;
const intent = { guilds: 1 << 0, messages: 1 << 9 } as const;
/** Members, presences and message content need a switch in Discord's portal, which the sandbox leaves off. */
const PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15);

/** The bot's side of Discord's gateway, version 10, JSON, without compression. */
export function createGateway(settings: {
  token: string;
  url: () => string;
  isOut: () => boolean;
  guild: GuildState;
}) {
  const sockets = new WebSocketServer({ noServer: true });
  const sessions = createSessions();
  sockets.on('connection', (socket: WebSocket) => {
    let session: Session | null = null;
    const send = (op: number, d: unknown) => socket.send(JSON.stringify({ op, d, s: null, t: null }));
    socket.on('error', () => socket.terminate());
    socket.on('close', (code) => session && sessions.detach(session, socket, code));
    socket.on('message', (data) => {
      const { op, d } = frame(Buffer.isBuffer(data) ? data.toString('utf8') : '');
      if (op === 1) return send(11, null);
      if (op === 2) {
        if (d.token !== settings.token) return socket.close(4004, 'Authentication failed.');
        if (d.intents === null) return socket.close(4013, 'Invalid intent(s).');
        if (d.intents & PRIVILEGED) return socket.close(4014, 'Disallowed intent(s).');
        session = sessions.open(socket, d.intents);
        return greet(session);
      }
      if (op === 6) {
        session = d.token === settings.token ? sessions.resume(d.session_id, d.seq, socket) : null;
        return session ? session.dispatch('RESUMED', {}) : send(9, false);
      }
      if (op === 8) return session?.dispatch('GUILD_MEMBERS_CHUNK', membersChunk(d.nonce));
      // 3 is a presence, 4 a voice state: neither has an answer.
      if (op !== 3 && op !== 4) socket.close(4001, 'Unknown opcode.');
    });
    send(10, { heartbeat_interval: HEARTBEAT });
  });

  function greet(session: Session): void {
    session.dispatch('READY', {
      v: 10,
      user: apiUser(bot),
      guilds: settings.guild.isInGuild ? [{ id: guildId, unavailable: true }] : [],
      session_id: session.id,
      resume_gateway_url: `${settings.url().replace(/^http/, 'ws')}/gateway`,
      application: { id: applicationId, flags: 0 },
    });
    if (session.intents & intent.guilds && settings.guild.isInGuild)
      session.dispatch('GUILD_CREATE', gatewayGuild(settings.guild));
  }

  function toChannel(event: string, message: Message, data: unknown): void {
    if (message.ephemeral_for === null) sessions.dispatch(event, data, intent.messages);
  }

  return {
    interaction: (data: object) => sessions.dispatch('INTERACTION_CREATE', data, 0),
    messageCreated: (message: Message) => toChannel('MESSAGE_CREATE', message, visible(message)),
    messageUpdated: (message: Message) => toChannel('MESSAGE_UPDATE', message, visible(message)),
    messageDeleted: (message: Message) =>
      toChannel('MESSAGE_DELETE', message, {
        id: message.id,
        channel_id: message.channel_id,
        guild_id: guildId,
      }),
    /** true while a bot is connected */
    get isOnline(): boolean {
      return sessions.isOnline();
    },
    /** Calls back when the bot comes and goes, until the returned function is called. */
    onPresence: (listener: (online: boolean) => void) => sessions.onPresence(listener),
    /** Cuts all connections without a close frame. */
    drop: () => sessions.drop(),
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      if (settings.isOut()) socket.end('HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n');
      else
        sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
    },
    close(): void {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

/** Without the message content intent a bot sees the text of its own messages only. */
function visible(message: Message): object {
  const event = { ...wire(message), guild_id: guildId };
  if (message.author.id === bot.id || message.mentions.some(({ id }) => id === bot.id)) return event;
  return { ...event, content: '', embeds: [], attachments: [], components: [] };
}

function membersChunk(nonce: string | null): object {
  const members = [bot, ...people].map(apiMember);
  return { guild_id: guildId, members, chunk_index: 0, chunk_count: 1, ...(nonce === null ? {} : { nonce }) };
}
