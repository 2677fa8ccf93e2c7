import { type APIInteraction, type Interaction, MessageFlags } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';
import { startBot } from '../support/sandbox/bot.ts';
import { brokenRules, call } from '../support/sandbox/rest.ts';

let sandbox: Sandbox;
let stop: (() => Promise<void>) | null = null;

beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(async () => {
  await stop?.();
  stop = null;
  await sandbox.close();
});

const commands = [
  {
    name: 'drift',
    description: 'd',
    options: [{ type: 3, name: 'service', description: 'd', autocomplete: true }],
  },
  { name: 'admin', description: 'd', default_member_permissions: '8' },
];

async function bot(answer: (interaction: Interaction) => Promise<unknown>) {
  const started = await startBot(sandbox, answer, commands);
  stop = started.stop;
  return started;
}

/** Uses /drift with a bot that leaves the answering to the test. */
async function use(): Promise<{ id: string; token: string }> {
  const { client } = await bot(async () => {});
  const { promise, resolve } = Promise.withResolvers<APIInteraction>();
  client.once('raw', (packet: { t: string; d: APIInteraction }) => resolve(packet.d));
  await sandbox.command('drift');
  return promise;
}
const answer = (of: { id: string; token: string }, body: object) =>
  call(sandbox, 'POST', `/interactions/${of.id}/${of.token}/callback`, body, null);
const edit = (of: { token: string }, body: object, message = '%40original') =>
  call(sandbox, 'PATCH', `/webhooks/${sandbox.applicationId}/${of.token}/messages/${message}`, body, null);
const followUp = (of: { token: string }, body: object) =>
  call(sandbox, 'POST', `/webhooks/${sandbox.applicationId}/${of.token}?wait=true`, body, null);

describe('the first answer', () => {
  it('is 204 without a content type', async () => {
    const { status, headers, body } = await answer(await use(), { type: 5 });
    expect([status, headers.get('content-type'), body]).toEqual([204, null, '']);
  });

  it('later than 3 s is 10062', async () => {
    const interaction = await use();
    sandbox.clock.advance(3001);
    expect(await answer(interaction, { type: 5 })).toMatchObject({
      status: 404,
      body: { code: 10062, message: 'Unknown interaction' },
    });
  });

  it('given twice is 40060', async () => {
    const interaction = await use();
    await answer(interaction, { type: 5 });
    expect(await answer(interaction, { type: 5 })).toMatchObject({ status: 400, body: { code: 40060 } });
  });

  it('with a foreign token is 10062', async () => {
    const { id } = await use();
    expect(await answer({ id, token: 'x' }, { type: 5 })).toMatchObject({
      status: 404,
      body: { code: 10062 },
    });
  });

  it('of a type that does not fit is refused, and may be given again', async () => {
    const interaction = await use();
    const wrong = await answer(interaction, { type: 7, data: { content: 'x' } });
    expect(brokenRules(wrong.body.errors)).toEqual({ type: ['INTERACTION_CALLBACK_TYPE_INVALID'] });
    expect((await answer(interaction, { type: 4, data: { content: 'x' } })).status).toBe(204);
  });

  it('is checked like a message, with `data` in the path', async () => {
    const wrong = await answer(await use(), { type: 4, data: { content: 'x'.repeat(2001) } });
    expect(brokenRules(wrong.body.errors)).toEqual({ 'data.content': ['BASE_TYPE_MAX_LENGTH'] });
  });
});

describe('what comes after', () => {
  it('needs a first answer', async () => {
    expect(await edit(await use(), { content: 'x' })).toMatchObject({ status: 404, body: { code: 10015 } });
  });

  it.each([
    ['after 15 minutes', () => sandbox.clock.advance(15 * 60_000 + 1)],
    ['once a test expires the tokens', () => sandbox.faults.expireTokens()],
  ])('is 50027 %s', async (_when, age) => {
    const interaction = await use();
    await answer(interaction, { type: 5 });
    age();
    expect(await edit(interaction, { content: 'x' })).toMatchObject({
      status: 401,
      body: { code: 50027, message: 'Invalid Webhook Token' },
    });
    expect(await followUp(interaction, { content: 'x' })).toMatchObject({
      status: 401,
      body: { code: 50027 },
    });
  });

  it('resolves "thinking" by an edit, or by the first follow-up as visible as it was deferred', async () => {
    const interaction = await use();
    await answer(interaction, { type: 5, data: { flags: MessageFlags.Ephemeral } });
    expect(sandbox.messages()[0]?.flags).toBe(MessageFlags.Ephemeral | MessageFlags.Loading);
    await followUp(interaction, { content: 'done' });
    await followUp(interaction, { content: 'more' });
    expect(
      sandbox.messages().map(({ content, flags, ephemeral_for }) => [content, flags, ephemeral_for]),
    ).toEqual([
      ['done', MessageFlags.Ephemeral, sandbox.users.operator.id],
      ['more', 0, null],
    ]);
  });

  it('cannot touch a message of another interaction', async () => {
    const first = await use();
    await answer(first, { type: 4, data: { content: 'mine' } });
    const posted = await call(sandbox, 'POST', `/channels/${sandbox.logsChannelId}/messages`, {
      content: 'other',
    });
    expect(await edit(first, { content: 'x' }, posted.body.id)).toMatchObject({
      status: 404,
      body: { code: 10008 },
    });
  });
});
