import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Context } from '../context.ts';
import { bySnowflake } from '../gateway/snowflake.ts';
import { apiGuild } from '../guild.ts';
import { inputsOf } from '../interactions/modal-inputs.ts';
import { pageCommand } from './page-commands.ts';
import { pageMessage } from './page-message.ts';
import type { PageCommand, PageEvent, PageState } from './page-protocol.ts';
import { PageRequestSchema, perform } from './page-request.ts';
import type { People } from '../people.ts';
import type { Change } from '../store.ts';
import { apiRoles, bot, channels, people } from '../world.ts';

/** Live updates for the page, and what people do there. */
export function createPageSocket(context: Context, act: People) {
  const sockets = new WebSocketServer({ noServer: true });
  const stops = [
    context.store.watch((change) => {
      for (const event of eventsFor(context, change)) tell(event);
    }),
    context.gateway.onPresence((online) => tell({ kind: 'online', online })),
  ];

  function tell(event: PageEvent): void {
    for (const client of sockets.clients) say(client, event);
  }

  sockets.on('connection', (socket) => {
    socket.on('error', () => socket.terminate());
    socket.on('message', (data) => {
      if (Buffer.isBuffer(data)) void take(act, socket, data.toString('utf8'));
    });
    say(socket, stateOf(context));
  });

  return {
    /** Only a page of this very origin may connect: any website can reach a loopback port. */
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      const own = [context.url, context.url.replace('127.0.0.1', 'localhost')];
      if (!own.includes(request.headers.origin ?? '')) {
        socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
        return;
      }
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
    },
    /** Cuts the pages' connections, as a restart of the sandbox does. */
    drop(): void {
      for (const client of sockets.clients) client.terminate();
    },
    close(): void {
      for (const stop of stops) stop();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
    },
  };
}

function say(socket: WebSocket, event: PageEvent): void {
  socket.send(JSON.stringify(event));
}

async function take(act: People, socket: WebSocket, text: string): Promise<void> {
  const request = PageRequestSchema.safeParse(parseJson(text));
  if (!request.success) {
    socket.close(1007, 'not a request');
    return;
  }
  const { ref } = request.data;
  try {
    say(socket, { kind: 'done', ref, ...(await perform(act, request.data)) });
  } catch (error) {
    say(socket, { kind: 'refused', ref, why: error instanceof Error ? error.message : String(error) });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function eventsFor(context: Context, change: Change): PageEvent[] {
  switch (change.kind) {
    case 'message':
      return [
        { kind: 'message', message: pageMessage(change.message, (id) => context.store.messages.get(id)) },
      ];
    case 'deleted':
      return [{ kind: 'deleted', id: change.message.id }];
    case 'commands':
      return [{ kind: 'commands', commands: commandsOf(context) }];
    case 'failed':
      return [{ kind: 'failed', interactionId: change.interaction.id }];
    case 'answered': {
      const { id, modal, user } = change.interaction;
      const answered: PageEvent = { kind: 'answered', interactionId: id };
      if (!modal) return [answered];
      const shown = { interactionId: id, userId: user.id, title: modal.title, inputs: inputsOf(modal) };
      return [answered, { kind: 'modal', modal: shown }];
    }
    default:
      return change satisfies never;
  }
}

function commandsOf({ store }: Context): PageCommand[] {
  return [...store.commands.values()].map(pageCommand);
}

function stateOf(context: Context): PageState {
  const shown = ({ id, name, avatar, roles }: (typeof people)[number]) => ({ id, name, avatar, roles });
  return {
    kind: 'state',
    guild: apiGuild(context.guild).name,
    bot: shown(bot),
    people: people.map(shown),
    roles: apiRoles().map(({ id, name }) => ({ id, name })),
    channels,
    commands: commandsOf(context),
    messages: [...context.store.messages.values()]
      .sort((one, other) => bySnowflake(one.id, other.id))
      .map((message) => pageMessage(message, (id) => context.store.messages.get(id))),
    online: context.gateway.isOnline,
  };
}
