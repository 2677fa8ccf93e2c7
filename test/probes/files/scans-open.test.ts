import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scans } from '../../../src/probes/files/scans.ts';
import { lacksShells } from '../../support/machines/shells.ts';
import { lacks } from '../../support/machines/system.ts';
import { folderWith, look, userlands } from '../../support/probes/file-scene.ts';
import type { Userland } from '../../support/probes/file-scene.ts';

async function search(folder: string, on: Userland) {
  const seen = await look(scans, [{ scan: [folder] }], on);
  if (!seen.ok) throw new Error(seen.detail);
  return seen.value[folder];
}

describe.skipIf(lacksShells || lacks(['setpriv', 'util-linux'])).each(userlands)(
  'what everybody may write, searched by $name',
  (on) => {
    it('is folders, sockets and pipes; no sticky folder, and no link', async () => {
      const folder = await folderWith({
        'up/': [0o777],
        'up/in/': [0o777],
        'up/in/fine.py': [0o644],
        'tmp/': [0o1777],
        'tmp/open.py': [0o666],
        'fine/': [0o775],
        '.env/': [0o755],
      });
      symlinkSync('up', join(folder, 'link'));
      symlinkSync('nowhere', join(folder, 'broken'));
      execFileSync('mkfifo', [
        join(folder, 'pipe'),
        join(folder, 'own-pipe'),
        join(folder, 'id_rsa'),
        join(folder, 'pipe.pem'),
      ]);
      const servers = ['all.sock', 'own.sock'].map((name) => createServer().listen(join(folder, name)));
      await Promise.all(servers.map((server) => once(server, 'listening')));
      for (const name of ['pipe', 'pipe.pem', 'all.sock']) chmodSync(join(folder, name), 0o666);
      for (const name of ['own-pipe', 'own.sock', 'id_rsa']) chmodSync(join(folder, name), 0o644);
      const scan = await search(folder, on);
      const types = scan?.ok
        ? scan.value.files.map(({ path, type }) => [path.slice(folder.length + 1), type])
        : scan;
      expect(Object.fromEntries(types as [string, string][])).toEqual({
        up: 'directory',
        'up/in': 'directory',
        'tmp/open.py': 'regular',
        pipe: 'fifo',
        'pipe.pem': 'fifo',
        'all.sock': 'socket',
      });
      expect(scan?.ok && scan.value.rest).toBeNull();
      for (const server of servers) server.close();
    });

    it('is the searched folder itself, with a slash behind it or not', async () => {
      const folder = await folderWith({ 'up/': [0o777] });
      for (const path of [join(folder, 'up'), join(folder, 'up/')]) {
        const scan = await search(path, on);
        expect(scan).toMatchObject({ value: { files: [{ path: join(folder, 'up'), mode: '0777' }] } });
      }
    });
  },
);
