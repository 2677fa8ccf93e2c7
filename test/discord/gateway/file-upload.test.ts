import { readdirSync, readFileSync } from 'node:fs';
import { Agent, setGlobalDispatcher } from 'undici';
import { restRequest } from '../../../src/clients/http/rest-request.ts';
import { DiscordAPIError, REST, Routes } from 'discord.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox } from '../../../sandbox/discord.ts';
import type { Sandbox } from '../../../sandbox/discord.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  // As after `import 'undici'` before anything else: discord.js's own undici takes this one too.
  setGlobalDispatcher(new Agent());
  sandbox = await startSandbox();
});
afterAll(async () => await sandbox.close());

const text = 'a report — with é';
const files = [{ name: 'report.txt', data: Buffer.from(text), contentType: 'text/plain' }];

function post(makeRequest?: typeof restRequest): Promise<unknown> {
  const options = { api: sandbox.api, retries: 0, ...(makeRequest && { makeRequest }) };
  const rest = new REST(options).setToken(sandbox.token);
  return rest.post(Routes.channelMessages(sandbox.logsChannelId), { body: { content: 'see' }, files });
}

describe('discord.js with our undici loaded first', () => {
  it('sends a file by our request', async () => {
    const sent = await post(restRequest);
    expect(sent).toMatchObject({ content: 'see', attachments: [{ filename: 'report.txt' }] });
    const [{ url }] = (sent as { attachments: [{ url: string }] }).attachments;
    expect(await (await fetch(url)).text()).toBe(text);
  });

  it('sends none by its own', async () => {
    await expect(post()).rejects.toThrow('FormData');
  });

  it('reads the refusal that Discord answers', async () => {
    const rest = new REST({ api: sandbox.api, retries: 0, makeRequest: restRequest }).setToken(sandbox.token);
    const refused = rest.post(Routes.channelMessages(sandbox.logsChannelId), { body: { content: '' } });
    await expect(refused).rejects.toBeInstanceOf(DiscordAPIError);
  });

  it('is never made without our request', () => {
    const made = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => ({ file, text: readFileSync(`src/${file}`, 'utf8') }))
      .filter(({ text: source }) => /new REST\(|from 'discord\.js'[^]*new Client\(/.test(source));
    expect(made.length).toBeGreaterThan(3);
    for (const each of made) expect(each.text).toContain('makeRequest');
  });
});
