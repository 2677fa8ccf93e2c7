import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditRequest } from '../../src/report/request.ts';
import type { ServiceEntry } from '../support/scene/planting.ts';
import { bootTimeout, lacksSystemdMachine, startSystemdMachine } from '../support/servers/systemd-machine.ts';
import type { SystemdMachine } from '../support/servers/systemd-machine.ts';
import { packages } from '../support/zoo/animals.ts';
import { keeperOf, minded } from '../support/zoo/keeper.ts';
import type { Keeper } from '../support/zoo/keeper.ts';

/** What runs them, and all that is theirs. */
const running = 'pgrep -u deploy -f "server[.]js|npm star[t]"';
const starts = {
  hand: 'setsid nohup node server.js',
  npm: 'setsid nohup node npm.js',
} as const;
const start = (name: string, port: number, how: keyof typeof starts) =>
  `runuser -u deploy -- sh -c 'cd /home/deploy/${name} && PORT=${port} ${starts[how]} >/dev/null 2>&1 </dev/null &'`;
const stop = `systemctl stop tiny-web; ${running} | xargs -r kill; while ${running} >/dev/null; do sleep 0.2; done`;
const started = [start('tiny', 8201, 'hand'), start('app', 8203, 'npm'), 'systemctl start tiny-web'].join(
  '\n',
);
const answering = (...ports: number[]) =>
  ports
    .map((port) => `until curl -sfo /dev/null http://127.0.0.1:${port}/health; do sleep 0.2; done`)
    .join('\n');

const names = ['app-server', 'tiny', 'tiny-web'];

describe.skipIf(lacksSystemdMachine())("a newcomer's machine, as discover drafts it", () => {
  let machine: SystemdMachine;
  let keeper: Keeper;
  let drafted: ServiceEntry[];
  beforeAll(async () => {
    machine = await startSystemdMachine({ packages });
    keeper = keeperOf(machine);
    await machine.run('bash -s', {
      input: readFileSync(new URL('newcomer.sh', import.meta.url), 'utf8'),
    });
    await machine.run(`${started}\n${answering(8201, 8202, 8203)}`);
    drafted = await keeper.discover('root');
  }, bootTimeout);
  afterAll(async () => {
    keeper?.close();
    await machine?.close();
  });

  const told = async (only: AuditRequest['only'], services = drafted, user = 'root') => {
    const report = await keeper.audit(services, { only, user });
    const status = report.services.map((each) => [each.name, each.status] as const);
    const found = minded(report)
      .filter(({ type }) => type !== 'health_check_failed' && type !== 'job_failed')
      .map(({ type, service, evidence }) => ({ type, service, evidence }));
    return { status: status.toSorted(([one], [other]) => one.localeCompare(other)), found };
  };
  const all = (status: string) => names.map((name) => [name, status]);
  const ofEach = (type: string) => names.map((service) => expect.objectContaining({ type, service }));
  const bare = () =>
    drafted.map(({ name, machine: on, risk_tier, health_url }) => ({
      name: `the-${name}`,
      machine: on,
      risk_tier,
      health_url,
    }));

  it.each(['all', 'processes'] as const)(
    'is in sync as it runs: %s',
    async (only) => {
      expect(drafted.map(({ name }) => name).toSorted()).toEqual(names);
      expect(await told(only)).toEqual({ status: all('in_sync'), found: [] });
    },
    60_000,
  );

  it('is counted by its ports where its name finds no process', async () => {
    const report = await keeper.audit(bare(), { only: 'processes', user: 'root' });
    expect(minded(report)).toEqual([]);
    expect(report.services.map(({ instances }) => instances)).toEqual([1, 1, 1]);
  });

  it('is unknown to dupes where neither name nor port finds its process', async () => {
    const { status } = await told('processes', bare(), 'watcher');
    expect(status).toEqual(names.map((name) => [`the-${name}`, 'unknown']));
  });

  it('with two copies has one too many, with both pids', async () => {
    const before = (await machine.run(running)).trim().split('\n').map(Number);
    await machine.run(
      [start('tiny', 8201, 'hand'), start('app', 8203, 'npm'), start('small', 8202, 'hand')].join('\n'),
    );
    await machine.run(
      `until [ "$(${running} | wc -l)" = ${before.length * 2} ]; do sleep 0.2; done; sleep 2`,
    );
    try {
      for (const [only, services] of [
        ['all', drafted],
        ['processes', drafted],
        ['processes', bare()],
      ] as const) {
        const { found } = await told(only, services);
        expect(found.map(({ type }) => type)).toEqual(names.map(() => 'duplicate_process'));
        for (const { evidence } of found)
          expect(evidence['trees']).toEqual([
            expect.objectContaining({
              extra: false,
              pid: expect.toSatisfy((pid) => before.includes(pid)),
            }),
            expect.objectContaining({
              extra: true,
              pid: expect.toSatisfy((pid) => !before.includes(pid)),
            }),
          ]);
      }
      const seen = await keeper.audit(
        drafted.filter(({ name }) => name === 'tiny-web'),
        { only: 'processes' },
      );
      expect(seen.services).toMatchObject([{ status: 'unknown' }]);
    } finally {
      await machine.run(`${stop}\n${started}\n${answering(8201, 8202, 8203)}`);
    }
  });

  it.each(['all', 'processes'] as const)(
    'is missing where it was stopped: %s',
    async (only) => {
      await machine.run(stop);
      expect(await told(only)).toEqual({ status: all('drift'), found: ofEach('process_missing') });
      const { status } = await told(only, bare());
      expect(status.map(([, each]) => each)).not.toContain('in_sync');
    },
    60_000,
  );
});
