import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';
import { startBot } from '../support/sandbox/bot.ts';
import { call } from '../support/sandbox/rest.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const messages = () => `/channels/${sandbox.logsChannelId}/messages`;
const drift = { name: 'drift', description: 'd' };

describe('Discord refuses', () => {
  it('a wrong bot token, in REST and at login', async () => {
    expect(await call(sandbox, 'GET', '/users/@me', undefined, 'wrong')).toMatchObject({
      status: 401,
      body: { message: '401: Unauthorized', code: 0 },
    });
    const wrong = { ...sandbox, token: 'wrong' };
    await expect(startBot(wrong, async () => {})).rejects.toThrow('An invalid token was provided');
  });

  it.each([
    ['channel', '/channels/1', 10003],
    ['guild', '/guilds/1', 10004],
    ['member', '/guilds/1100000000000000002/members/1', 10007],
    ['message', '/channels/1100000000000000003/messages/1', 10008],
  ])('an unknown %s', async (_what, path, code) => {
    expect(await call(sandbox, 'GET', path)).toMatchObject({ status: 404, body: { code } });
  });

  it('broken JSON', async () => {
    const headers = { authorization: `Bot ${sandbox.token}`, 'content-type': 'application/json' };
    const response = await fetch(`${sandbox.api}/v10${messages()}`, { method: 'POST', headers, body: '{' });
    expect([response.status, await response.json()]).toMatchObject([400, { code: 50109 }]);
  });
});

it('a route that the sandbox does not know fails loudly and is remembered', async () => {
  const answer = await call(sandbox, 'POST', '/guilds/1100000000000000002/bans', {});
  expect(answer).toMatchObject({
    status: 501,
    body: { message: expect.stringContaining('does not know POST') },
  });
  expect(sandbox.unknown).toHaveLength(1);
});

describe('faults', () => {
  it('rate limits with the headers that clients read, for as many calls as asked', async () => {
    sandbox.faults.next429(1, 0.4);
    const { status, body, headers } = await call(sandbox, 'GET', '/users/@me');
    expect([status, body]).toEqual([
      429,
      { message: 'You are being rate limited.', retry_after: 0.4, global: false },
    ]);
    const names = [
      'retry-after',
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
      'x-ratelimit-reset-after',
      'x-ratelimit-bucket',
      'x-ratelimit-scope',
    ];
    expect(names.filter((name) => headers.get(name) === null)).toEqual([]);
    expect((await call(sandbox, 'GET', '/users/@me')).status).toBe(200);
  });

  it('let discord.js retry through 429 and 5xx until the message is there once', async () => {
    const { client, stop } = await startBot(sandbox, async () => {});
    sandbox.faults.next429(2, 0.05, /messages/);
    sandbox.faults.next5xx(1, 502, /messages/);
    const channel = await client.channels.fetch(sandbox.logsChannelId);
    if (channel?.isSendable()) await channel.send('through');
    await stop();
    expect(sandbox.messages().map(({ content }) => content)).toEqual(['through']);
    expect(sandbox.requests.filter(({ method }) => method === 'POST').map(({ status }) => status)).toEqual([
      429, 429, 502, 200,
    ]);
  });

  it('are limited to the paths that a test names', async () => {
    sandbox.faults.next5xx(1, 500, /messages/);
    expect((await call(sandbox, 'GET', '/users/@me')).status).toBe(200);
    expect((await call(sandbox, 'GET', messages())).status).toBe(500);
  });

  it.each(['dropGateway', 'outage'] as const)(
    '%s: the bot resumes and misses no interaction',
    async (fault) => {
      const { client, errors, stop } = await startBot(
        sandbox,
        async (interaction) => {
          if (interaction.isChatInputCommand()) await interaction.reply('here again');
        },
        [drift],
      );
      const resumed = new Promise((resolve) => client.once('shardResume', resolve));
      sandbox.faults[fault](true);
      sandbox.faults.outage(false);
      await sandbox.command('drift');
      await sandbox.waitFor(({ content }) => content === 'here again');
      await resumed;
      expect(errors).toEqual([]);
      await stop();
    },
  );

  it('an outage answers no call until it is over', async () => {
    sandbox.faults.outage(true);
    expect((await call(sandbox, 'GET', '/users/@me')).status).toBe(503);
    sandbox.faults.outage(false);
    expect((await call(sandbox, 'GET', '/users/@me')).status).toBe(200);
  });

  it('privileged intents are off, as they are in a new application', async () => {
    const { Client } = await import('discord.js');
    const client = new Client({ intents: ['Guilds', 'MessageContent'], rest: { api: sandbox.api } });
    await expect(client.login(sandbox.token)).rejects.toThrow('disallowed intents');
    await client.destroy();
  });
});
