import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';
import { startBot } from '../support/sandbox/bot.ts';
import { type Body, call } from '../support/sandbox/rest.ts';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.close());

const path = () => `/channels/${sandbox.logsChannelId}/messages`;
async function post(body: object): Promise<string> {
  return (await call(sandbox, 'POST', path(), body)).body.id;
}
async function list(query: string): Promise<string[]> {
  const { body } = await call<Body[]>(sandbox, 'GET', `${path()}?${query}`);
  return body.map(({ content }) => content);
}

describe('a channel', () => {
  it('lists the newest first, before, after and around a message', async () => {
    const ids: string[] = [];
    for (const content of ['a', 'b', 'c', 'd', 'e']) ids.push(await post({ content }));
    expect(await list('limit=2')).toEqual(['e', 'd']);
    expect(await list(`before=${ids[2]}`)).toEqual(['b', 'a']);
    expect(await list(`after=${ids[2]}&limit=1`)).toEqual(['d']);
    expect(await list(`around=${ids[2]}&limit=3`)).toEqual(['d', 'c', 'b']);
    expect(await call(sandbox, 'GET', `${path()}?limit=101`)).toMatchObject({
      status: 400,
      body: { code: 50035 },
    });
  });

  it('takes a nonce once where enforce_nonce is set, for some minutes', async () => {
    const body = { content: 'alert', nonce: 'n1', enforce_nonce: true };
    const first = await post(body);
    expect(await post(body)).toBe(first);
    expect(await post({ ...body, enforce_nonce: false })).not.toBe(first);
    sandbox.clock.advance(6 * 60_000);
    expect(await post(body)).not.toBe(first);
  });

  it('edits, keeps what an edit leaves out, and deletes', async () => {
    const id = await post({ content: 'a', embeds: [{ title: 't' }] });
    const edited = await call(sandbox, 'PATCH', `${path()}/${id}`, { content: 'b' });
    expect(edited.body).toMatchObject({ content: 'b', embeds: [{ title: 't' }] });
    expect(edited.body.edited_timestamp).not.toBeNull();
    expect(await call(sandbox, 'PATCH', `${path()}/${id}`, { content: '', embeds: [] })).toMatchObject({
      status: 400,
      body: { code: 50006 },
    });
    expect((await call(sandbox, 'DELETE', `${path()}/${id}`)).status).toBe(204);
    expect(sandbox.messages()).toEqual([]);
  });

  it("does not let the bot edit a person's message", async () => {
    const { id } = sandbox.say('mine');
    expect(await call(sandbox, 'PATCH', `${path()}/${id}`, { content: 'b' })).toMatchObject({
      status: 403,
      body: { code: 50005 },
    });
  });
});

it('an uploaded file is kept and can be downloaded, never as a page', async () => {
  const { client, stop } = await startBot(sandbox, async () => {});
  const channel = await client.channels.fetch(sandbox.logsChannelId);
  const attachment = Buffer.from('<script>alert(1)</script>');
  if (channel?.isSendable()) await channel.send({ files: [{ attachment, name: 'report.html' }] });
  await stop();
  const file = sandbox.messages()[0]?.attachments[0];
  expect(file).toMatchObject({ filename: 'report.html', size: attachment.length });
  const response = await fetch(file?.url ?? '');
  expect(Buffer.from(await response.arrayBuffer())).toEqual(attachment);
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('content-disposition')).toContain('attachment');
});

describe('a picture of an embed', () => {
  const png = Buffer.from('89504e470d0a1a0a00', 'hex');

  it('has the address of the file that it names, and is served as a picture', async () => {
    const { client, stop } = await startBot(sandbox, async () => {});
    const channel = await client.channels.fetch(sandbox.logsChannelId);
    const files = [{ attachment: png, name: 'chart.png', description: 'what it shows' }];
    const embeds = [{ title: 't', image: { url: 'attachment://chart.png' } }];
    if (!channel?.isSendable()) throw new Error('no channel');
    const sent = await channel.send({ files, embeds });
    // An edit finds the file that is already there.
    const edited = await sent.edit({ content: 'again', embeds });
    const address = edited.embeds[0]?.image?.url;
    await sent.edit({ embeds: [{ title: 't', thumbnail: { url: 'attachment://other.png' } }] });
    await stop();
    const [file] = sandbox.messages()[0]?.attachments ?? [];
    expect(file).toMatchObject({ description: 'what it shows' });
    expect(address).toBe(file?.url);
    expect(sandbox.messages()[0]?.embeds[0]?.thumbnail?.url).toBe('attachment://other.png');
    const response = await fetch(file?.url ?? '');
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('content-security-policy')).toBe('sandbox');
  });
});

describe('whom a message notifies', () => {
  const { operator, oncall } = { operator: '1100000000000000007', oncall: '1100000000000000005' };
  const content = `@everyone <@${operator}> <@&${oncall}> <@1> <@&2>`;
  it.each([
    [
      'everybody named, where allowed_mentions is missing',
      undefined,
      ['@everyone', `<@${operator}>`, `<@&${oncall}>`],
    ],
    ['nobody, for an empty parse', { parse: [] }, []],
    ['nobody, for an empty object', {}, []],
    ['only the kinds that parse names', { parse: ['users'] }, [`<@${operator}>`]],
    ['only the ids that are listed', { parse: [], roles: [oncall] }, [`<@&${oncall}>`]],
  ])('%s', async (_what, allowed_mentions, pinged) => {
    await post({ content, ...(allowed_mentions && { allowed_mentions }) });
    expect(sandbox.messages()[0]?.mentions_pinged).toEqual(pinged);
  });

  it('nobody, for what stands in an embed', async () => {
    await post({ embeds: [{ description: content }] });
    expect(sandbox.messages()[0]?.mentions_pinged).toEqual([]);
  });
});

it('commands keep their ids, and their versions until they change', async () => {
  const commands = `/applications/${sandbox.applicationId}/guilds/${sandbox.guildId}/commands`;
  const put = async (description: string) => {
    const { body } = await call<[Body]>(sandbox, 'PUT', commands, [{ name: 'drift', description }]);
    return body[0];
  };
  const [first, same, changed] = [await put('a'), await put('a'), await put('b')];
  expect(same).toEqual(first);
  expect(changed.id).toBe(first.id);
  expect(changed.version).not.toBe(first.version);
  expect((await call(sandbox, 'GET', commands)).body).toEqual([changed]);
});
