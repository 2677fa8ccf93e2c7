import { randomBytes } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock } from './clock.ts';
import type { Context } from './context.ts';
import { createFaults } from './faults.ts';
import { createGateway } from './gateway/gateway.ts';
import { createPeople } from './people.ts';
import { loadPage, type PageFiles, servePageFile } from './page-server/page-files.ts';
import { createPageSocket } from './page-server/page-socket.ts';
import { handleRest } from './rest/index.ts';
import { serveFile } from './files.ts';
import { createSnowflakes } from './gateway/snowflake.ts';
import { createGuildState } from './guild-state.ts';
import { createStore } from './store.ts';
import { waitForMessage, waitForModal } from './wait.ts';
import {
  applicationId,
  boardChannelId,
  generalChannelId,
  guildId,
  logsChannelId,
  roles,
  users,
} from './world.ts';

export type { Message } from './gateway/protocol.ts';
export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

/**
 * Starts a local stand-in for Discord: REST v10 and gateway for a real discord.js client
 * (`rest: { api: sandbox.api }`), people to act on it, faults to inject, and what arrived to look at.
 * `port` 0 takes a free one. @throws the server's error where the port is taken
 */
export async function startSandbox({ port = 0, host = '127.0.0.1' }: { port?: number; host?: string } = {}) {
  const clock = createClock();
  const store = createStore();
  const guild = createGuildState();
  const token = botToken();
  let url = '';
  const faults = createFaults({
    expireTokens: () => {
      for (const interaction of store.interactions.values()) interaction.expired = true;
    },
    dropGateway: () => gateway.drop(),
  });
  /** A website whose name was pointed to loopback (DNS rebinding) is a stranger to the page, and to the API. Ports do not matter. */
  const isOwn = (name = '') => {
    const bare = name.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
    return ['127.0.0.1', 'localhost', '[::1]', host].includes(bare);
  };
  const gateway = createGateway({ token, url: () => url, isOut: () => faults.isOut, guild });
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (!isOwn(request.headers.host)) {
      response.writeHead(421, { 'content-type': 'text/plain' }).end('Ask by 127.0.0.1 or localhost.\n');
      return;
    }
    if (path.startsWith('/api/v10/')) void handleRest(context, request, response);
    else if (path.startsWith('/attachments/')) serveFile(store, path, response);
    else if (path.startsWith('/api/')) response.writeHead(404).end();
    else void servePage(path, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  url = `http://${host}:${portOf(server.address())}`;
  let page: Promise<PageFiles> | null = null;
  async function servePage(path: string, response: ServerResponse): Promise<void> {
    try {
      servePageFile(await (page ??= loadPage()), url, path, response);
    } catch (error) {
      page = null;
      response
        .writeHead(500, { 'content-type': 'text/plain' })
        .end(`The page did not build: ${String(error)}`);
    }
  }
  const context: Context = {
    clock,
    store,
    gateway,
    faults,
    guild,
    snowflake: createSnowflakes(clock),
    url,
    token,
  };

  const people = createPeople(context);
  const socket = createPageSocket(context, people);
  server.on('upgrade', (request, connection, head) => {
    if (!isOwn(request.headers.host)) connection.destroy();
    else if (request.url?.startsWith('/gateway')) gateway.upgrade(request, connection, head);
    else if (request.url === '/page/socket') socket.upgrade(request, connection, head);
    else connection.destroy();
  });

  return {
    url,
    /** for discord.js: `rest: { api }` */
    api: `${url}/api`,
    token,
    applicationId,
    guildId,
    logsChannelId,
    generalChannelId,
    boardChannelId,
    roles,
    users,
    ...people,
    /** A channel's messages, oldest first, those for one person's eyes included. */
    messages: (channelId: string = logsChannelId) => store.inChannel(channelId),
    waitFor: (predicate: Parameters<typeof waitForMessage>[1], timeoutMs = 10_000) =>
      waitForMessage(store, predicate, timeoutMs),
    /** The modal that an interaction is answered with. @throws Error after `timeoutMs` */
    waitForModal: (interactionId: string, timeoutMs = 10_000) =>
      waitForModal(store, interactionId, timeoutMs),
    /** Registered commands as the bot PUT them, with ids and versions. */
    commands: () => [...store.commands.values()],
    /** How far the bot's answer to an interaction is. */
    interaction: (interactionId: string) => store.interactions.get(interactionId),
    /** Each REST call in order. `body` is the JSON, of a form its payload_json. */
    requests: store.requests,
    /** Calls that the sandbox could not answer as Discord would: a test asserts that there are none. */
    unknown: store.unknown,
    /** The bytes of a message's attachment. */
    file: (attachmentUrl: string) => store.files.get(attachmentUrl.slice(url.length))?.bytes,
    faults,
    /** the bot's place in the guild, its channels and roles; may be changed at any time */
    guild,
    clock,
    isOnline: () => gateway.isOnline,
    /** Bundles the page now instead of at the first visit, and returns its address. */
    async preparePage(): Promise<string> {
      await (page ??= loadPage());
      return `${url}/`;
    },
    /** Cuts the open pages' connections; they come back by themselves. */
    dropPages: () => socket.drop(),
    async close(): Promise<void> {
      socket.close();
      gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Shaped like a bot's token: the application's id, a time, a secret. */
function botToken(): string {
  const id = Buffer.from(applicationId).toString('base64url');
  return `${id}.${randomBytes(4).toString('base64url')}.${randomBytes(28).toString('base64url')}`;
}

function portOf(address: AddressInfo | string | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('the sandbox did not get a TCP port');
  return address.port;
}
