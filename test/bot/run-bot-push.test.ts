import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aBotProcess, ended } from '../support/bots/bot-process.ts';
import { startGitHubServer } from '../support/servers/github-server.ts';
import { serve } from '../support/servers/http-servers.ts';
import { createRepository } from '../support/repositories.ts';
import { lacks } from '../support/machines/system.ts';
import { keyText } from '../support/sites/keys.ts';
import { aQueue } from '../support/sites/scene.ts';
import { aWorkerProcess } from '../support/sites/worker-process.ts';
import { ask } from '../support/triggers/scene.ts';

const secret = 'it-is-a-secret-to-everybody';
const repo = 'Invictus-Labs/akashic-records';
const SLOW = { timeout: 120_000 };

type Example = { name: string; examples: Record<string, unknown>[] };
const real = createRequire(import.meta.url)('@octokit/webhooks-examples') as Example[];
const example = (name: string) => real.find((each) => each.name === name)!.examples[0]!;

type Delivery = { event?: string; id?: string; secret?: string; body?: object };

/**
 * The bot as its own process over four services, and GitHub's webhook. Of the branch that is pushed to are
 * akashic-records and indexer; a push is what GitHub publishes as an example, with our repository in it.
 */
async function aDeployment(deploy_grace: string, site: Record<string, string> = {}) {
  const bot = await aBotProcess({ SCAN_CRON: '0 0 29 2 *', GITHUB_WEBHOOK_SECRET: secret, ...site });
  const repository = await createRepository(join(bot.folder, 'code.git'), [
    { name: 'old', date: '2026-03-27T10:00:00Z', message: 'old' },
  ]);
  const github = await startGitHubServer({ [repo]: repository });
  onTestFinished(() => github.close());
  Object.assign(bot.env, { GITHUB_API_URL: github.url });
  const running = new Map<string, string>();
  const { origin, requests } = await serve((request, response) => {
    const version = running.get((request.url ?? '').slice(1)) ?? repository.shas['old'];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ status: 'ok', version }));
  });
  const services = [
    { name: 'akashic-records', repo },
    { name: 'indexer', repo },
    { name: 'staging', repo, branch: 'next' },
    { name: 'gateway', repo: 'Invictus-Labs/gateway' },
  ].map((service) => ({
    ...service,
    machine: 'knox',
    risk_tier: 'HIGH',
    health_url: `${origin}/${service.name}`,
    deploy_grace,
  }));
  bot.write({
    machines: { knox: { host: '127.0.0.1', ssh: false, ...('QUEUE_URL' in site && { site: 'home' }) } },
    services,
  });
  const { head } = await repository.commit([{ name: 'head', date: Date.now(), message: 'new' }]);
  const { child, said } = bot.start();
  await expect.poll(said, SLOW).toContain('Driftwatch is ready');
  const port = Number(/"port":(\d+),"msg":"Driftwatch is ready"/.exec(said())?.[1]);

  async function deliver({ event = 'push', id = 'd-1', secret: key = secret, body }: Delivery = {}) {
    const push = { ...example('push'), ref: 'refs/heads/main', after: head, deleted: false };
    const repository = { ...(example('push')['repository'] as object), full_name: repo.toLowerCase() };
    const text = JSON.stringify(body ?? { ...push, repository });
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/044aadd',
      'x-github-event': event,
      'x-github-delivery': id,
      'x-hub-signature-256': `sha256=${createHmac('sha256', key).update(text).digest('hex')}`,
    };
    const answer = await ask(port, { path: '/webhooks/github', authorization: null, headers, body: text });
    return { status: answer.status, said: JSON.parse(answer.text) as unknown };
  }

  async function stop() {
    child.kill('SIGTERM');
    await ended(child);
    expect([child.exitCode, bot.sandbox.unknown]).toEqual([0, []]);
    expect(said()).not.toMatch(/"level":(50|60)/);
    return await bot.remembered();
  }

  return {
    deliver,
    head: head ?? '',
    old: repository.shas['old'] ?? '',
    /** Deploys the head. */
    run: (...names: string[]) => names.forEach((name) => running.set(name, head ?? '')),
    asked: () => [...new Set(requests.map(({ url }) => (url ?? '').slice(1)))].toSorted(),
    /** All but the hello of a first start. */
    posts: () =>
      bot.sandbox
        .messages()
        .flatMap(({ embeds }) => embeds)
        .filter(({ title }) => title?.startsWith('🟢 Watching ') !== true),
    /** What #logs says of a service in the end. */
    lines: (name: string) =>
      bot.sandbox
        .messages()
        .flatMap(({ embeds }) => embeds.flatMap(({ description = '' }) => description.split('\n')))
        .filter((line) => line.startsWith(`**${name}**`)),
    stop,
  };
}

const watched = { ok: true, result: { watched: ['akashic-records', 'indexer'] } };
const ignored = (why: string) => ({ ok: true, result: { watched: [], ignored: why } });

describe.skipIf(lacks(['git', 'git']))('a push that GitHub tells a running bot', () => {
  it('has the services of its branch audited, and #logs hears that each runs it, once', async () => {
    const { deliver, head, run, asked, lines, posts, stop } = await aDeployment('15m');
    run('akashic-records', 'indexer');
    expect(await deliver()).toEqual({ status: 202, said: watched });
    const runs = (name: string) => [
      expect.stringMatching(
        new RegExp(`^\\*\\*${name}\\*\\*: \`${head.slice(0, 7)}\` merged <t:\\d+:R>; knox runs it\\.$`),
      ) as string,
    ];
    await expect.poll(() => lines('akashic-records'), SLOW).toEqual(runs('akashic-records'));
    await expect.poll(() => lines('indexer'), SLOW).toEqual(runs('indexer'));
    expect(posts().map(({ title }) => title)).toEqual(['🟢 Deployed', '🟢 Deployed']);

    const replay = { status: 200, said: ignored('this delivery was received before') };
    expect([await deliver(), await deliver()]).toEqual([replay, replay]);
    const { merges, deliveries, outbox } = await stop();
    expect([merges, outbox]).toEqual([[], []]);
    expect(deliveries.map(({ id }) => id)).toEqual([
      'd-1',
      expect.stringMatching(/^invictus-labs\/akashic-records main [0-9a-f]{40} [0-9a-f]{40} \d+$/),
    ]);
    expect(posts()).toHaveLength(2);
    expect(asked()).toEqual(['akashic-records', 'indexer']);
  });

  it('keeps quiet of the drift for the grace time, then tells of it, and of what was deployed in time', async () => {
    const { deliver, head, old, run, lines, posts, stop } = await aDeployment('15s');
    await deliver();
    const [short, before] = [head.slice(0, 7), old.slice(0, 7)];
    const waits = new RegExp(`\`${short}\` merged <t:\\d+:R>; knox still runs \`${before}\`. Watched until`);
    await expect.poll(() => lines('akashic-records'), SLOW).toEqual([expect.stringMatching(waits)]);
    await expect.poll(() => lines('indexer'), SLOW).toEqual([expect.stringMatching(waits)]);
    expect(posts().flatMap(({ fields }) => fields ?? [])).toEqual([]);
    run('indexer');
    await expect
      .poll(() => lines('akashic-records').at(-1), SLOW)
      .toMatch(new RegExp(`merged <t:\\d+:R>; knox still runs \`${before}\`\\.$`));
    await expect.poll(() => lines('indexer').at(-1), SLOW).toMatch(/knox runs it\.$/);
    expect([lines('akashic-records').length, lines('indexer').length]).toEqual([2, 2]);
    expect(
      posts()
        .flatMap(({ fields }) => fields ?? [])
        .map(({ name, value }) => [name, value]),
    ).toEqual([[expect.stringMatching(/akashic-records is behind/), expect.stringMatching(/-# new/)]]);
    expect((await stop()).merges).toEqual([]);
  });

  it.skipIf(lacks(['redis-server', 'redis-server']))('is watched through a site', async () => {
    const queue = await aQueue();
    const worker = await aWorkerProcess(queue.url, 'home');
    await expect.poll(worker.said, SLOW).toContain('The queue is in reach');
    const deployment = await aDeployment('15m', { QUEUE_URL: queue.url, SITE_KEY: keyText() });
    deployment.run('akashic-records', 'indexer');
    expect(await deployment.deliver()).toEqual({ status: 202, said: watched });
    for (const name of ['akashic-records', 'indexer'])
      await expect
        .poll(() => deployment.lines(name), SLOW)
        .toEqual([expect.stringMatching(/knox runs it\.$/)]);
    expect((await deployment.stop()).merges).toEqual([]);
  });

  it('does nothing where it is no push of ours', async () => {
    const { deliver, asked, posts, stop } = await aDeployment('15m');
    const unauthorized = { error: { message: 'Unauthorized', type: 'unauthorized' } };
    expect(await deliver({ secret: 'a-guess' })).toEqual({ status: 401, said: unauthorized });
    const none = ignored('only pushes are watched');
    expect([
      await deliver({ event: 'ping', body: example('ping') }),
      await deliver({ event: 'pull_request', body: example('pull_request') }),
      await deliver({ body: example('push') }),
    ]).toEqual([
      { status: 200, said: ignored('pong') },
      { status: 200, said: none },
      { status: 200, said: ignored('only branches are watched') },
    ]);
    const other = { ...example('push'), ref: 'refs/heads/main', after: 'a'.repeat(40) };
    expect(await deliver({ body: other })).toEqual({
      status: 200,
      said: ignored('no service of the manifest runs this branch'),
    });
    const { merges, deliveries } = await stop();
    expect([merges, deliveries, asked(), posts()]).toEqual([[], [], [], []]);
  });
});
