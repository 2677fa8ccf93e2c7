import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createGitClient } from '../../src/clients/git/git.ts';
import { observe } from '../../src/probes/run.ts';
import { clientUntilEnd } from '../support/clients/ssh-scene.ts';
import { aMachine, anEndpoint, aService, aTradingService } from '../support/facts/observed.ts';
import { createRepository } from '../support/repositories.ts';
import { startSshd } from '../support/servers/sshd.ts';
import { lacks } from '../support/machines/system.ts';
import { aPlan, clients, limits, serve } from '../support/probes/run-scene.ts';

const quiet = () => {};

describe.skipIf(lacks(['sshd', 'openssh-server'], ['git', 'git'], ['ps', 'procps']))('an audit sees', () => {
  async function sshd(host = '127.0.0.1') {
    const started = await startSshd({ host });
    onTestFinished(() => started.stop());
    return started;
  }

  it('a machine, its services and the branches that they are built from', async () => {
    const box = await sshd();
    const folder = mkdtempSync(join(tmpdir(), 'driftwatch-run-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const { folder: repo, shas } = await createRepository(join(folder, 'akashic.git'), [
      { name: 'old', date: '2026-03-27T10:00:00Z', message: 'index' },
      { name: 'new', date: '2026-03-29T10:00:00Z', message: 'reindex' },
    ]);
    const url = await serve((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ status: 'ok', version: shas['old']?.slice(0, 7), pid: 42, uptime_seconds: 7 }),
      );
    });
    const service = aService({ machine: 'box', repo, endpoints: [anEndpoint({ url: `${url}/health` })] });
    const seen = await observe(
      aPlan({
        machines: [aMachine({ name: 'box', host: box.host, port: box.port, user: box.user })],
        services: [service],
      }),
      clients({
        ssh: clientUntilEnd(box),
        repository: () => createGitClient({ cacheFolder: join(folder, 'cache') }),
      }),
      limits,
      quiet,
    );
    expect(seen).toMatchObject({
      machines: { box: { connection: { status: 'connected' }, facts: { processes: { ok: true } } } },
      health: { 'akashic-records': { tailscale: { ok: true, value: { status: 200, pid: 42 } } } },
      releases: {
        [`${repo}#main`]: {
          ok: true,
          value: {
            head: { sha: shas['new'] },
            positions: {
              [shas['old']?.slice(0, 7) ?? '']: { ok: true, value: { state: 'behind', behind: 1 } },
            },
          },
        },
      },
    });
    expect(JSON.parse(JSON.stringify(seen))).toEqual(seen);
  });

  it('the others unharmed when one machine is dead and one says nothing, for the price of one timeout', async () => {
    const box = await sshd();
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    onTestFinished(() => void mute.close());
    const dead = createServer().listen(0, '127.0.0.1');
    await once(dead, 'listening');
    const { port } = dead.address() as AddressInfo;
    dead.close();
    const machines = [
      aMachine({ name: 'dead', host: '127.0.0.1', port }),
      aMachine({ name: 'mute', host: '127.0.0.1', port: (mute.address() as AddressInfo).port }),
      aMachine({ name: 'mute too', host: '127.0.0.1', port: (mute.address() as AddressInfo).port }),
      aMachine({ name: 'box', host: box.host, port: box.port, user: box.user }),
    ];
    const services = machines.map(({ name }) =>
      aService({ name: `on ${name}`, machine: name, repo: null, endpoints: [] }),
    );
    const started = performance.now();
    const seen = await observe(
      aPlan({ machines, services }),
      clients({ ssh: clientUntilEnd(box) }),
      limits,
      quiet,
    );
    expect(performance.now() - started).toBeLessThan(2 * limits.connectMs);
    expect(seen.machines).toMatchObject({
      dead: {
        connection: { status: 'failed', reason: 'unreachable' },
        facts: { processes: { ok: false, reason: 'unreachable' } },
        asked_by: { processes: ['on dead'] },
      },
      mute: { connection: { status: 'failed', reason: 'timeout' } },
      'mute too': { connection: { status: 'failed', reason: 'timeout' } },
      box: { connection: { status: 'connected' }, facts: { processes: { ok: true } } },
    });
  });

  it('the process table of every machine for a singleton of the fleet, and no other machine otherwise', async () => {
    const machines = [
      aMachine({ name: 'tesseract' }),
      aMachine({ name: 'knox-mac-mini' }),
      aMachine({ name: 'switch', ssh: false }),
    ];
    const inventory = [aTradingService({ endpoints: [] }), aService({ endpoints: [] })];
    const statuses = async (services: typeof inventory) => {
      const seen = await observe(aPlan({ machines, services, inventory }), clients(), limits, quiet);
      return Object.values(seen.machines).map(({ connection, asked_by }) => [
        connection.status,
        asked_by.processes,
      ]);
    };
    expect(await statuses(inventory.slice(0, 1))).toEqual([
      ['connected', ['shiva']],
      ['connected', ['shiva']],
      ['not_probed', undefined],
    ]);
    expect(await statuses(inventory.slice(1))).toEqual([
      ['not_probed', undefined],
      ['connected', ['akashic-records']],
      ['not_probed', undefined],
    ]);
    expect(await statuses(inventory)).toEqual([
      ['connected', ['shiva']],
      ['connected', ['akashic-records', 'shiva']],
      ['not_probed', undefined],
    ]);
  });
});
