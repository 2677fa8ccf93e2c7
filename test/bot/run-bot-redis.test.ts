import { once } from 'node:events';
import { request as ask } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aBotProcess, ended } from '../support/bots/bot-process.ts';
import { gate } from '../support/discord/app.ts';
import { serve } from '../support/servers/http-servers.ts';
import { startRedis } from '../support/servers/redis.ts';
import { createRepository } from '../support/repositories.ts';
import { lacks } from '../support/machines/system.ts';

const SLOW = { timeout: 120_000 };
const away =
  'The bot cannot use its state (STATE_URL) right now, so nothing was saved. Try again in a minute; its log says why.';

/**
 * The bot as its own process with its state in Redis, over shiva, which names no version. Services answer when `answer`
 * lets them; what Discord has taken is answered when `taken` lets it.
 */
async function aBotOnRedis() {
  const redis = await startRedis();
  onTestFinished(() => redis.stop());
  const bot = await aBotProcess({ SCAN_CRON: '0 0 29 2 *', STATE_URL: redis.url });
  const { sandbox } = bot;
  const hold = { answer: async () => {}, taken: async () => {} };
  async function answer(response: ServerResponse) {
    await hold.answer();
    response.setHeader('content-type', 'application/json');
    response.end('{"status":"ok","version":"unknown"}');
  }
  const { origin, requests } = await serve((_, response) => void answer(response));
  const plans = [{ name: 'one', date: '2026-03-29T10:00:00Z', message: 'one' }];
  const { folder: repo } = await createRepository(join(bot.folder, 'code.git'), plans);
  const shiva = { name: 'shiva', machine: 'tesseract', health_url: origin, repo, risk_tier: 'CRITICAL' };
  bot.write({ machines: { tesseract: { host: '127.0.0.1', ssh: false } }, services: [shiva] });
  const discord = await serve((request, response) => {
    const isPost = request.method === 'POST' && request.url?.endsWith('/messages') === true;
    void passOn(sandbox.url, request, response, () => (isPost ? hold.taken() : Promise.resolve())).catch(() =>
      response.destroy(),
    );
  });
  Object.assign(bot.env, { DISCORD_API_URL: `${discord.origin}/api` });
  const { child, said } = bot.start();
  await expect.poll(said, SLOW).toContain('Driftwatch is ready');
  // The hello of its first start.
  await expect.poll(said, SLOW).toContain('Alert delivered');
  const where = { channel: sandbox.generalChannelId };

  /** Asks in another channel than the logs channel. @returns what the answer says in the end */
  async function drift(): Promise<() => string> {
    const { interactionId } = await sandbox.command('drift', {}, where);
    return () => {
      const id = sandbox.interaction(interactionId)?.original;
      const answer = sandbox.messages(where.channel).find((message) => message.id === id);
      return JSON.stringify(answer?.embeds ?? []).replaceAll('\\\\_', '_');
    };
  }

  async function stop() {
    child.kill('SIGTERM');
    await ended(child);
    expect([child.exitCode, sandbox.unknown]).toEqual([0, []]);
    return await bot.remembered();
  }

  return {
    redis,
    hold,
    drift,
    said,
    asked: () => requests.length,
    /** What the logs channel was told, with the mentions. */
    told: () =>
      sandbox
        .messages()
        .filter(({ embeds }) => embeds[0]?.title?.startsWith('🟢 Watching ') !== true)
        .map(({ content, embeds }) => [
          content.startsWith(`<@&${sandbox.roles.oncall}>`),
          ...embeds.flatMap(({ fields = [] }) => fields.map(({ name }) => name)),
        ]),
    stop,
  };
}

/** Hands a request on as it is; its answer waits for `held`. */
async function passOn(
  to: string,
  request: IncomingMessage,
  response: ServerResponse,
  held: () => Promise<void>,
): Promise<void> {
  const { method, headers } = request;
  const asking = ask(`${to}${request.url}`, { method, headers, agent: false });
  asking.end(await buffer(request));
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  const said = await buffer(answer);
  await held();
  response.writeHead(answer.statusCode ?? 500, answer.headers).end(said);
}

const shivaIsNew = [true, '🔴 shiva reports no commit'];
const missing = lacks(['redis-server', 'redis-server'], ['git', 'git']);

describe.skipIf(missing)('a bot whose Redis is gone', { timeout: 600_000 }, () => {
  it('in the middle of an audit says so in one line, and afterwards nothing is lost or repeated', async () => {
    const { redis, hold, drift, asked, told, said, stop } = await aBotOnRedis();
    const held = gate<void>();
    hold.answer = () => held.promise;
    const during = await drift();
    await expect.poll(asked, SLOW).toBeGreaterThan(0);
    await redis.kill();
    held.resolve();
    await expect.poll(during, SLOW).toContain(away);
    await expect.poll(await drift(), SLOW).toContain(away);
    expect(told()).toEqual([]);

    await redis.start();
    await expect.poll(async () => await settled(drift), SLOW).toMatch(/shiva reports no commit.*· new/s);
    await expect.poll(told, SLOW).toEqual([shivaIsNew]);
    const later = await drift();
    await expect.poll(later, SLOW).toContain('reports no commit');
    expect(later()).not.toContain('· new');
    const { outbox, standing } = await stop();
    expect([outbox.length, standing.length, told()]).toEqual([0, 1, [shivaIsNew]]);
    expect(said()).not.toMatch(/"level":60/);
  });

  it('between the sending of an alert and the note of it, sends it once', async () => {
    const { redis, hold, drift, told, said, stop } = await aBotOnRedis();
    hold.taken = async () => {
      hold.taken = async () => {};
      await redis.kill();
    };
    await drift();
    await expect.poll(said, SLOW).toContain('Alert not delivered yet');
    expect(told()).toEqual([shivaIsNew]);
    await redis.start();
    // The hello, the alert, and the alert again, which is found in the channel.
    await expect.poll(() => said().split('Alert delivered').length - 1, SLOW).toBe(3);
    const { outbox } = await stop();
    expect([outbox, told()]).toEqual([[], [shivaIsNew]]);
  });
});

/** What an answer says once it is more than "thinking". */
async function settled(drift: () => Promise<() => string>): Promise<string> {
  const answer = await drift();
  await expect.poll(answer, SLOW).toMatch(/STATE_URL|shiva/);
  return answer();
}
