import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SshHost } from '../../src/clients/ssh/host.ts';
import type { SshClient } from '../../src/clients/ssh/client.ts';
import type { Progress } from '../../src/facts/progress.ts';
import { observe } from '../../src/probes/run.ts';
import { aMachine, anEndpoint, aService } from '../support/facts/observed.ts';
import { aPlan, clients, limits, localSsh, serve, standInRepository } from '../support/probes/run-scene.ts';

const quiet = () => {};

describe('observe', () => {
  it('asks a repository once for all that runs of a branch', async () => {
    const asked: { repo: string; revisions: string[] }[] = [];
    const url = await serve((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ status: 'ok', version: request.url?.slice(1) }));
    });
    const versions = ['a3f8c21', 'A3F8C21', 'b9d1e44-dirty', '1.2.3'];
    const services = versions.map((version, at) => {
      return aService({
        name: `copy ${at}`,
        machine: 'box',
        endpoints: [anEndpoint({ url: `${url}/${version}` })],
      });
    });
    const plan = aPlan({
      services: [...services, aService({ name: 'beta', machine: 'box', branch: 'beta', endpoints: [] })],
    });
    const seen = await observe(plan, clients({ repository: standInRepository(asked) }), limits, quiet);
    expect(asked).toEqual([
      { repo: 'Invictus-Labs/akashic-records', revisions: [] },
      { repo: 'Invictus-Labs/akashic-records', revisions: ['a3f8c21', 'b9d1e44'] },
    ]);
    const repo = 'Invictus-Labs/akashic-records';
    expect(Object.keys(seen.releases).sort((a, b) => a.localeCompare(b))).toEqual([
      `${repo}#beta`,
      `${repo}#main`,
    ]);
  });

  it('looks at nothing but processes when asked for nothing else', async () => {
    let requests = 0;
    const url = await serve((_request, response) => {
      requests += 1;
      response.end();
    });
    const plan = aPlan({
      services: [aService({ machine: 'box', endpoints: [anEndpoint({ url })] })],
      only: 'processes',
    });
    const seen = await observe(plan, clients(), limits, quiet);
    expect(seen).toMatchObject({
      machines: { box: { facts: { processes: { ok: true } } } },
      health: {},
      releases: {},
    });
    expect(requests).toBe(0);
  });

  it('makes an observation of whatever a probe throws', async () => {
    const broken = () => {
      throw new TypeError('undefined is not a function');
    };
    const plan = aPlan({ services: [aService({ machine: 'box' })] });
    const seen = await observe(
      plan,
      { ssh: { run: broken, close() {} }, http: { get: broken, close: async () => {} }, repository: broken },
      limits,
      quiet,
    );
    const internal = { reason: 'malformed', detail: expect.stringContaining('undefined is not a function') };
    expect(seen).toMatchObject({
      machines: {
        box: { connection: { status: 'failed', ...internal }, facts: { processes: { ok: false } } },
      },
      health: { 'akashic-records': { tailscale: { ok: false, ...internal } } },
      releases: { 'Invictus-Labs/akashic-records#main': { ok: false, ...internal } },
    });
  });

  it('gives up whoever does not keep a deadline', async () => {
    const never = async () => await new Promise<never>(() => {});
    const service = aService({ machine: 'box', health: { ...aService().health, timeout_ms: 100 } });
    const seen = await observe(
      aPlan({ services: [service] }),
      {
        ssh: { run: never, close() {} },
        http: { get: never, close: async () => {} },
        repository: () => ({ head: never, position: never, fileDigest: never }),
      },
      { ...limits, connectMs: 100, machineMs: 100, releaseMs: 100, graceMs: 100 },
      quiet,
    );
    const late = { reason: 'timeout', detail: expect.stringContaining('no answer within 0.') };
    expect(seen).toMatchObject({
      machines: { box: { connection: { status: 'failed', ...late } } },
      health: { 'akashic-records': { tailscale: { ok: false, ...late } } },
      releases: { 'Invictus-Labs/akashic-records#main': { ok: false, ...late } },
    });
  });

  it('is at no more machines at a time than it may', async () => {
    let now = 0;
    let most = 0;
    const ssh: SshClient = {
      async run() {
        most = Math.max(most, (now += 1));
        await pause(5);
        now -= 1;
        return 'closed';
      },
      close() {},
    };
    const machines = Array.from({ length: 20 }, (_, at) => aMachine({ name: `machine ${at}` }));
    const services = machines.map(({ name }) => aService({ name, machine: name, endpoints: [], repo: null }));
    await observe(aPlan({ machines, services }), clients({ ssh }), { ...limits, concurrency: 3 }, quiet);
    expect({ most, now }).toEqual({ most: 3, now: 0 });
  });

  it('tells how far it is, and which machines it waits for', async () => {
    const told: Progress[] = [];
    const machines = ['first', 'second', 'idle'].map((name) => aMachine({ name }));
    const services = ['first', 'second'].map((name) => aService({ name, machine: name, endpoints: [] }));
    await observe(aPlan({ machines, services }), clients(), limits, (progress) => told.push(progress));
    expect(told[0]).toEqual({ done: 0, total: 5, waiting: ['first', 'second'] });
    expect(told.at(-1)).toEqual({ done: 5, total: 5, waiting: [] });
    expect(told.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('does not fail because a listener does', async () => {
    const seen = await observe(aPlan(), clients(), limits, () => {
      throw new Error('the interaction has expired');
    });
    expect(seen.machines).toMatchObject({ box: { connection: { status: 'connected' } } });
  });

  it("reaches a machine through its jump hosts, with the manifest's user or the one of the environment", async () => {
    const hosts: SshHost[] = [];
    const machines = [
      aMachine({ name: 'outer', host: '192.0.2.1', user: 'gate', port: 2222 }),
      aMachine({ name: 'inner', host: '192.0.2.2', jump: 'outer' }),
      aMachine({ name: 'box', host: '192.0.2.3', jump: 'inner', user: 'root' }),
    ];
    await observe(aPlan({ machines }), clients({ ssh: localSsh(hosts) }), limits, quiet);
    const outer = { host: '192.0.2.1', port: 2222, user: 'gate', jump: null };
    const inner = { host: '192.0.2.2', port: 22, user: 'knox', jump: outer };
    expect(hosts).toEqual([{ host: '192.0.2.3', port: 22, user: 'root', jump: inner }]);
  });

  it('calls a circle of jump hosts a failed connection', async () => {
    const machines = [aMachine({ name: 'box', jump: 'other' }), aMachine({ name: 'other', jump: 'box' })];
    const seen = await observe(aPlan({ machines }), clients(), limits, quiet);
    const detail = expect.stringContaining('circle of jump hosts');
    expect(seen.machines['box']?.connection).toMatchObject({ status: 'failed', reason: 'malformed', detail });
  });

  it('leaves no endpoint without an answer that only an unreached machine could have asked', async () => {
    const local = anEndpoint({
      interface: 'localhost',
      url: 'http://127.0.0.1:8002/health',
      from: 'machine',
    });
    const plan = aPlan({
      machines: [aMachine({ name: 'box', ssh: false })],
      services: [aService({ machine: 'box', repo: null, endpoints: [local] })],
    });
    const seen = await observe(plan, clients(), limits, quiet);
    expect(seen.health).toMatchObject({
      'akashic-records': { localhost: { ok: false, reason: 'unsupported' } },
    });
  });
});
