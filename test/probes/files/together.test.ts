import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../../../src/probes/files/files.ts';
import { scans } from '../../../src/probes/files/scans.ts';
import { lacksShells } from '../../support/machines/shells.ts';
import { lacks } from '../../support/machines/system.ts';
import { folderWith, look, userlands, watched } from '../../support/probes/file-scene.ts';

describe.skipIf(lacksShells || lacks(['setpriv', 'util-linux'])).each(userlands)(
  'many at a time, read by $name:',
  (on) => {
    it('each file is itself, however the others are named or missing', async () => {
      const modes = { 'a /b': 0o640, b: 0o600, 'a b': 0o604, '*': 0o444, '[ab]': 0o606, "it's": 0o400 };
      const named = Object.entries(modes).map(([name, mode]) => [name.replaceAll('/', 'x'), [mode]] as const);
      const more = Array.from({ length: 120 }, (_, at) => [`f${at}`, [0o600 + (at % 64)]] as const);
      const all = Object.fromEntries<[number]>([...named, ...more].map(([name, [mode]]) => [name, [mode]]));
      const folder = await folderWith({ ...all, 'a /': [0o755], 'a /b': [0o640] });
      symlinkSync('nowhere', join(folder, 'broken'));
      symlinkSync(join(folder, 'self'), join(folder, 'self'));
      symlinkSync('b', join(folder, 'link'));
      const at = (name: string) => join(folder, name);
      const paths = [...Object.keys(all), 'a /b', 'none', 'broken', 'self', 'link'].map(at);
      const seen = await look(files, [{ files: paths.map((path) => watched(path)) }], on);
      if (!seen.ok) throw new Error(seen.detail);
      for (const [name, [mode]] of Object.entries(all))
        expect(seen.value[at(name)]).toMatchObject({ value: { mode: `0${mode.toString(8)}` } });
      expect(seen.value[at('a /b')]).toMatchObject({ value: { mode: '0640' } });
      expect(seen.value[at('link')]).toMatchObject({ value: { mode: '0600', type: 'regular' } });
      expect([seen.value[at('none')], seen.value[at('broken')]]).toEqual([
        { ok: true, value: null },
        { ok: true, value: null },
      ]);
      expect(seen.value[at('self')]?.ok).toBe(false);
    });

    it('each folder has its own files, and its own trouble', async () => {
      const folder = await folderWith({
        'one/': [0o755],
        'one/.env': [0o644],
        'one/in/': [0o755],
        'one/in/open': [0o666],
        'two/': [0o755],
        'two/shut/': [0o755],
        'two/.env': [0o644],
        'grün/': [0o755],
        'grün/.env': [0o644],
        'clean/': [0o755],
        'twice/': [0o755],
        'twice/.env': [0o644],
      });
      chmodSync(join(folder, 'two/shut'), 0o300);
      const names = ['one', 'one/in', 'two', 'grün', 'clean', 'twice', 'twice/', 'none'];
      const folders = names.map((name) => `${folder}/${name}`);
      const seen = await look(scans, [{ scan: folders }], on);
      chmodSync(join(folder, 'two/shut'), 0o755);
      if (!seen.ok) throw new Error(seen.detail);
      const found = folders.map((each) => {
        const scan = seen.value[each];
        if (!scan?.ok) return scan?.reason;
        const { files, rest } = scan.value;
        const paths = files.map(({ path }) => path.slice(folder.length + 1)).toSorted();
        return [...paths, ...(rest === null || rest.ok ? [] : [rest.reason])].join(' ');
      });
      expect(found).toEqual([
        'one/.env one/in/open',
        'one/in/open',
        'two/.env denied',
        'grün/.env',
        '',
        'twice/.env',
        'twice/.env',
        'unsupported',
      ]);
    });
  },
);
