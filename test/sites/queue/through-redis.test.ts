import { describe, expect, it } from 'vitest';
import { observe } from '../../../src/probes/run.ts';
import { lacks } from '../../support/machines/system.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { aPlan, clients, limits, serve } from '../../support/probes/run-scene.ts';
import { aQueue, aWorker, theBot } from '../../support/sites/scene.ts';

const url = async () => await serve((_, response) => response.end('{"status":"ok","version":"a3f8c21"}'));

describe.skipIf(lacks(['redis-server', 'redis-server']))('a machine of a site', () => {
  it('is read by a worker as the bot itself would read it, endpoints too', async () => {
    const queue = await aQueue();
    aWorker(queue.url);
    const { sites, counted } = theBot(queue.url);
    const endpoints = [{ interface: 'health_url', url: `${await url()}/health`, from: 'bot' as const }];
    const services = [aService({ machine: 'box', endpoints, process: 'node' })];
    const plan = aPlan({ services, machines: [aMachine({ name: 'box' })] });
    const own = await observe(plan, clients(), limits, () => {});
    const there = { ...plan, machines: [aMachine({ name: 'box', site: 'home' })] };
    const seen = await observe(there, clients({ sites }), limits, () => {});
    expect(seen.machines['box']?.connection).toEqual({ status: 'connected' });
    expect(Object.keys(seen.machines['box']?.facts ?? {})).toEqual(
      Object.keys(own.machines['box']?.facts ?? {}),
    );
    expect(seen.machines['box']?.asked_by).toEqual(own.machines['box']?.asked_by);
    expect(seen.health['akashic-records']?.['health_url']).toMatchObject({
      ok: true,
      value: { version: 'a3f8c21' },
    });
    expect(counted).toEqual(['waited home', 'worked home']);
  });
});
