import { chmodSync, existsSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scans } from '../../../src/probes/files/scans.ts';
import type { Scan } from '../../../src/facts/files/file.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { lacksShells } from '../../support/machines/shells.ts';
import { lacks } from '../../support/machines/system.ts';
import { folderWith, look, userlands } from '../../support/probes/file-scene.ts';
import type { Userland } from '../../support/probes/file-scene.ts';

const certificate = '-----BEGIN CERTIFICATE-----\nAA\n';

async function search(
  folder: string,
  on: Userland,
  over: Parameters<typeof look>[3] & { sudo?: boolean } = {},
) {
  const seen = await look(scans, [{ scan: [folder], sudo: over.sudo ?? false }], on, over);
  if (!seen.ok) throw new Error(seen.detail);
  return seen.value[folder];
}

/** path -> mode, below the folder */
function found(scan: Awaited<ReturnType<typeof search>>, folder: string): Record<string, string> {
  if (!scan?.ok) throw new Error(JSON.stringify(scan));
  return Object.fromEntries(scan.value.files.map(({ path, mode }) => [path.slice(folder.length + 1), mode]));
}

const rest = (scan: Awaited<ReturnType<typeof search>>): Scan['rest'] => (scan?.ok ? scan.value.rest : null);

describe.skipIf(lacksShells || lacks(['setpriv', 'util-linux'])).each(userlands)(
  'a folder, searched by $name',
  (on) => {
    it('gives what everybody may write, and what has the name of a secret and others may read', async () => {
      const folder = await folderWith({
        'fine.py': [0o644],
        'open.py': [0o666],
        'write-only': [0o602],
        '.env': [0o644],
        '.env.local': [0o640],
        'x.env': [0o644],
        'a.pem': [0o604, certificate],
        'b.key': [0o644],
        id_rsa: [0o440],
        'aws-credentials.json': [0o644],
        'safe.pem': [0o600],
        id_ed25519: [0o400],
        'deep/': [0o755],
        'deep/er/': [0o755],
        'deep/er/.env': [0o644],
      });
      symlinkSync('/etc/hostname', join(folder, '.env.link'));
      const scan = await search(folder, on);
      expect(found(scan, folder)).toEqual({
        'open.py': '0666',
        'write-only': '0602',
        '.env': '0644',
        '.env.local': '0640',
        'a.pem': '0604',
        'b.key': '0644',
        id_rsa: '0440',
        'aws-credentials.json': '0644',
        'deep/er/.env': '0644',
      });
      expect(rest(scan)).toBeNull();
      expect(scan?.ok && scan.value.files.filter((file) => file.is_public).map(({ path }) => path)).toEqual([
        join(folder, 'a.pem'),
      ]);
    });

    it('that is empty, behind a link, or written with a slash is searched too', async () => {
      const folder = await folderWith({ 'empty/': [0o755], 'real/': [0o755], 'real/.env': [0o644] });
      symlinkSync('real', join(folder, 'link'));
      expect(await search(join(folder, 'empty'), on)).toEqual({ ok: true, value: { files: [], rest: null } });
      expect(found(await search(join(folder, 'link'), on), join(folder, 'link'))).toEqual({ '.env': '0644' });
      expect(found(await search(`${join(folder, 'real')}/`, on), join(folder, 'real'))).toEqual({
        '.env': '0644',
      });
    });

    it('that does not exist, or is a file, is unseen', async () => {
      const folder = await folderWith({ file: [0o666] });
      const missing = { ok: false, reason: 'unsupported', detail: 'there is no such folder' };
      expect(await search(join(folder, 'none'), on)).toEqual(missing);
      expect(await search(join(folder, 'file'), on)).toEqual(missing);
    });

    it('that is closed, as a whole or in part, is denied for what was not seen', async () => {
      const folder = await folderWith({
        'open.py': [0o666],
        'shut/': [0o755],
        'shut/.env': [0o644],
        'names/': [0o755],
        'names/.env': [0o644],
      });
      chmodSync(join(folder, 'shut/'), 0o311);
      const part = await search(folder, on);
      expect(found(part, folder)).toMatchObject({ 'open.py': '0666' });
      expect(rest(part)).toMatchObject({
        reason: 'denied',
        detail: expect.stringContaining('the SSH user may not read'),
      });
      expect(await search(join(folder, 'shut'), on)).toMatchObject({ ok: false, reason: 'denied' });
      chmodSync(join(folder, 'shut/'), 0o755);
      chmodSync(join(folder, 'names/'), 0o744);
      expect(rest(await search(folder, on))).toMatchObject({ reason: 'denied' });
      expect(await search(join(folder, 'names'), on)).toMatchObject({ ok: false, reason: 'denied' });
      chmodSync(join(folder, 'names/'), 0o755);
    });

    it('with more files than are named says so, and stops there', async () => {
      const names = Array.from({ length: 260 }, (_, at) => [`f${at}`, [0o666]] as [string, [number]]);
      const folder = await folderWith(Object.fromEntries(names));
      const scan = await search(folder, on);
      expect(Object.keys(found(scan, folder))).toHaveLength(200);
      expect(rest(scan)).toMatchObject({
        ok: false,
        reason: 'unsupported',
        detail: expect.stringContaining('more than 200 files'),
      });
    });

    it('with hostile names is read: none forges a row, and nothing in it is run', async () => {
      const hostile = [
        'a\n0 file -rw-rw-rw- root root - n /etc/forged',
        'b\n0 said ended 0',
        'c\nabcdef01abcdef01abcdef01abcdef01 end scans 0',
        '$(touch pwned)',
        '`touch pwned`',
        "'; touch pwned; '",
        '-exec',
        'esc\u001B[31m\r',
        '*',
        'börse 株',
        'tail\n',
      ];
      const folder = await folderWith(
        Object.fromEntries(hostile.map((name) => [name.replaceAll('/', '_'), [0o666] as [number]])),
      );
      const scan = await search(folder, on);
      expect(Object.keys(found(scan, folder)).toSorted()).toEqual(
        hostile.map((name) => name.replaceAll('/', '_')).toSorted(),
      );
      expect(rest(scan)).toBeNull();
      expect([folder, process.cwd(), '/'].some((at) => existsSync(join(at, 'pwned')))).toBe(false);
    });

    it('whose closed parts sudo reads is seen whole, and is denied where sudo is refused', async () => {
      const folder = await folderWith({ 'open.py': [0o666], 'shut/': [0o700] });
      chmodSync(join(folder, 'shut/'), 0o000);
      const bin = await testFolder();
      chmodSync(bin, 0o755);
      const become = (script: string) =>
        writeFileSync(join(bin, 'sudo'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      // As root it would see all; this one searches a folder without the closed part.
      const whole = await folderWith({ 'open.py': [0o666], '.env': [0o644] });
      become(`[ "$1" = -n ] || exit 9\nshift 3\ncd ${whole} && find . "$@" | sed 's,n \\./,n ${folder}/./,'`);
      const seen = await search(folder, on, { bin, sudo: true });
      expect(found(seen, folder)).toEqual({ 'open.py': '0666', '.env': '0644' });
      expect(rest(seen)).toBeNull();
      become('echo "sudo: a password is required" >&2; exit 1');
      expect(rest(await search(folder, on, { bin, sudo: true }))).toMatchObject({
        reason: 'denied',
        detail: expect.stringContaining('sudo -n is refused'),
      });
      chmodSync(join(folder, 'shut/'), 0o700);
    });

    it('where find fails is unseen with its words', async () => {
      const folder = await folderWith({});
      const bin = await testFolder();
      // busybox's sh would take its own find, whatever the PATH says
      const sh = (text: string) => text.replace('"$@" find', `"$@" ${bin}/find`);
      chmodSync(bin, 0o755);
      writeFileSync(join(bin, 'find'), '#!/bin/sh\necho "find: unrecognized: -xdev" >&2\nexit 1\n', {
        mode: 0o755,
      });
      expect(await search(folder, on, { sh })).toMatchObject({
        ok: false,
        reason: 'unsupported',
        detail: 'find: unrecognized: -xdev',
      });
      writeFileSync(join(bin, 'find'), '#!/bin/sh\nkill -9 $$\n', { mode: 0o755 });
      expect(await search(folder, on, { sh })).toMatchObject({ ok: false });
    });
  },
);
