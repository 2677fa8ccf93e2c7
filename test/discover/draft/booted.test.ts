import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bootTimeout,
  lacksSystemdMachine,
  startSystemdMachine,
} from '../../support/servers/systemd-machine.ts';
import type { SystemdMachine } from '../../support/servers/systemd-machine.ts';
import { entryOf } from '../../../src/discover/draft/draft-entry.ts';
import { furnish, lookAt, packages, startByHand } from '../../support/discover/booted-machine.ts';

describe.skipIf(lacksSystemdMachine())(
  'discover of a machine with systemd, and the audits of its draft',
  () => {
    let machine: SystemdMachine;
    beforeAll(async () => {
      machine = await startSystemdMachine({ packages });
      await furnish(machine);
    }, bootTimeout);
    afterAll(() => machine?.close());

    async function looked(user: string) {
      const look = await lookAt(machine, user);
      const entries = Object.fromEntries(
        look.draft.services.map((each) => [String(entryOf(each)['name']), entryOf(each)]),
      );
      const told = async (only: 'all' | 'processes') =>
        (await look.report(only)).findings
          .filter(({ type }) => type !== 'health_missing')
          .map(({ type, service, severity }) => [severity, type, service]);
      return { ...look, entries, told };
    }

    it.each(['root', 'watcher', 'deploy'])(
      'has each service once, and no false finding: %s',
      async (user) => {
        const { draft, entries, told, close } = await looked(user);
        const own = ['dash', 'shop', 'site', 'alpha', 'omega'];
        // Where another user's process stands and listens, one without rights does not see.
        const names = user === 'watcher' ? own : [...own, 'hand'];
        expect(draft.services).toHaveLength(names.length);
        expect(Object.keys(entries)).toEqual(expect.arrayContaining(names));
        expect(entries).toMatchObject({
          shop: { systemd_unit: 'shop.service', instances: 1 },
          omega: { instances: 2 },
          alpha: { instances: 1, checkout: '/srv/bots' },
        });
        const patterns = Object.values(entries).flatMap(({ process }) =>
          typeof process === 'string' ? process : [],
        );
        expect(patterns.filter((pattern) => /gunicorn$|node$|server\.js$/.test(pattern))).toEqual([]);
        expect(JSON.stringify(entries)).not.toContain('releases');
        expect(await told('all')).toEqual([]);
        expect(await told('processes')).toEqual([]);
        await close();
      },
      bootTimeout,
    );

    it(
      'misses what was started by hand when it is gone, and counts a second copy',
      async () => {
        const { told, close } = await looked('root');
        await machine.run('pkill -f "server.js 8094"');
        expect(await told('processes')).toEqual([['CRITICAL', 'process_missing', 'hand']]);
        expect(await told('all')).toContainEqual(['CRITICAL', 'health_check_failed', 'hand']);
        await startByHand(machine);
        await machine.run('until curl -s localhost:8094; do sleep 1; done');
        expect(await told('processes')).toEqual([]);
        // the second cannot listen on the same port, so it is kept alive beside it
        await machine.run(
          `cd /srv/bots/hand && echo 'process.on("uncaughtException", () => setInterval(() => {}, 1000))' | cat - server.js >s2 && cat s2 >server.js`,
        );
        await startByHand(machine);
        await machine.run('until [ "$(pgrep -fc "^node server.js 8094")" = 2 ]; do sleep 1; done; sleep 2');
        expect(await told('processes')).toEqual([['CRITICAL', 'duplicate_process', 'hand']]);
        await close();
      },
      bootTimeout,
    );
  },
);
