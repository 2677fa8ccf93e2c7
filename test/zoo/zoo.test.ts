import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/report/report.ts';
import type { ServiceEntry } from '../support/scene/planting.ts';
import { bootTimeout, lacksSystemdMachine, startSystemdMachine } from '../support/servers/systemd-machine.ts';
import type { SystemdMachine } from '../support/servers/systemd-machine.ts';
import { animals, packages } from '../support/zoo/animals.ts';
import { keeperOf, minded } from '../support/zoo/keeper.ts';
import type { Keeper } from '../support/zoo/keeper.ts';

const told = (report: Report) =>
  minded(report).map(({ type, service, severity }) => `${severity} ${type} ${service ?? '-'}`);
const unknown = ({ services }: Report) =>
  services.filter(({ status }) => status === 'unknown').map(({ name }) => name);

/** In the folder, as the user of the services, and no more of the login that it was started by. */
const byHand = (folder: string, command: string) =>
  `cd ${folder}; setsid setpriv --reuid app --regid app --clear-groups env PORT=8190 ${command} >/dev/null 2>&1 </dev/null & echo $!`;

describe.skipIf(lacksSystemdMachine())('a zoo of real programs', () => {
  let machine: SystemdMachine;
  let keeper: Keeper;
  beforeAll(async () => {
    machine = await startSystemdMachine({ packages });
    keeper = keeperOf(machine);
    const input = readFileSync(new URL('plant.sh', import.meta.url), 'utf8');
    await machine.run('bash -s', { input });
    const up = ['8101', '8103', '8104'].map((port) => `curl -sfo /dev/null http://127.0.0.1:${port}/health`);
    // cron starts its job at the next full minute.
    const ready = [
      ...up,
      "pgrep -f '^python3 cleanup.py' >/dev/null",
      "pgrep -fc '^python3 worker.py' | grep -q '[3-9]'",
    ];
    await machine.run(ready.map((each) => `until ${each}; do sleep 0.2; done`).join('\n'));
  }, bootTimeout);
  afterAll(async () => {
    keeper?.close();
    await machine?.close();
  });
  const only = (name: string, over: Partial<ServiceEntry> = {}) =>
    animals(machine.host).map((each) => (each.name === name ? { ...each, ...over } : each));

  it('is healthy to root, beside all that only mentions it', async () => {
    const report = await keeper.audit(animals(machine.host), { user: 'root' });
    expect(told(report)).toEqual([]);
    expect(unknown(report)).toEqual([]);
  });

  it('is healthy to a user without rights, and what it cannot see says what to do', async () => {
    const report = await keeper.audit(animals(machine.host));
    // Where the processes of others stand is not for everybody, and these say it nowhere else. What hand runs by the
    // words of shop's unit may be a second shop.
    expect(unknown(report).toSorted()).toEqual(['crew', 'hand', 'pair', 'shop']);
    expect([...new Set(told(report))]).toEqual(['HIGH probe_failed -']);
    for (const { summary } of minded(report)) expect(summary).toMatch(/Set (?:its|a) process/);
  });

  it('is never in sync to dupes where copies cannot be counted, and that says why', async () => {
    const report = await keeper.audit(animals(machine.host), { only: 'processes' });
    expect(report.verdict).toBe('incomplete');
    const reasons = minded(report).map(({ summary }) => summary);
    const names = unknown(report);
    expect(names).toContain('hand');
    for (const name of names)
      expect(reasons.filter((each) => each.startsWith(`${name} on zoo`))).toHaveLength(1);
  });

  it.each([
    ['watcher', ['docs-prod', 'shop']],
    ['root', []],
  ])(
    'as discover drafts it for %s is found healthy, but for copies that one may not see: %j',
    async (user, uncounted) => {
      const drafted = await keeper.discover(user);
      expect(drafted.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['duo', 'mail', 'other', 'queue@1', 'queue@2', 'shop', 'site', 'site-worker']),
      );
      const report = await keeper.audit(drafted, { user });
      expect(told(report)).toEqual(uncounted.map(() => 'HIGH probe_failed -'));
      expect(unknown(report).toSorted()).toEqual(uncounted);
      for (const { summary } of minded(report)) expect(summary).toContain('Set a process');
    },
    60_000,
  );

  it.each([
    ['shop', '/srv/shop', '/usr/bin/node server.js'],
    ['site-beat', '/srv/site', '/srv/site/venv/bin/python beat.py'],
    ['panel', '/', '/usr/bin/python3 /srv/panel/panel.py'],
    ['bot-api', '/srv/bot-api', 'node server.js'],
  ])(
    'with a second %s by hand has one too many, and names the right one',
    async (name, folder, command) => {
      const pid = (await machine.run(byHand(folder, command))).trim();
      try {
        await machine.run(
          `until [ "$(ps -o user= -p ${pid})" = app ] && [ "$(ps -o etimes= -p ${pid})" -ge 2 ]; do sleep 0.2; done`,
        );
        const report = await keeper.audit(animals(machine.host), { user: 'root' });
        expect(told(report)).toEqual([`CRITICAL duplicate_process ${name}`]);
        const trees = minded(report)[0]?.evidence['trees'];
        expect(trees).toEqual([
          expect.objectContaining({ extra: false }),
          expect.objectContaining({
            extra: true,
            command: expect.stringContaining(command.split('/').at(-1) ?? ''),
          }),
        ]);
      } finally {
        await machine.run(`kill ${pid}`);
      }
    },
    60_000,
  );

  it('with one killed misses it where its number is declared', async () => {
    await machine.run(
      'pkill -f "^python3 /srv/reel"; until ! pgrep -f "^python3 /srv/reel" >/dev/null; do sleep 0.2; done',
    );
    const report = await keeper.audit(only('reel', { instances: 1 }), { user: 'root' });
    expect(told(report)).toEqual(['CRITICAL process_missing reel']);
  });
});
