import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { files } from '../../../src/probes/files/files.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { lacksShells } from '../../support/machines/shells.ts';
import { lacks } from '../../support/machines/system.ts';
import { folderWith, look, userlands, watched } from '../../support/probes/file-scene.ts';

const skipped = lacksShells || lacks(['setpriv', 'util-linux'], ['openssl', 'openssl']);
const denied = {
  ok: false,
  reason: 'denied',
  detail: expect.stringContaining('the SSH user may not read it'),
};

describe.skipIf(skipped).each(userlands)('closed files, read by $name', (on) => {
  it('without sudo rights name sudo as what is refused', async () => {
    const folder = await folderWith({ 'closed/': [0o700], 'closed/key': [0o600] });
    chmodSync(join(folder, 'closed/'), 0o000);
    const bin = await testFolder();
    chmodSync(bin, 0o755);
    writeFileSync(join(bin, 'sudo'), '#!/bin/sh\necho "sudo: a password is required" >&2\nexit 1\n', {
      mode: 0o755,
    });
    const entry = watched(join(folder, 'closed/key'));
    const asked = async (sudo: boolean) => await look(files, [{ files: [entry], sudo }], on, { bin });
    const detail = expect.stringContaining('sudo -n is refused (sudo: a password is required)');
    expect(await asked(true)).toMatchObject({
      value: { [entry.path]: { ok: false, reason: 'denied', detail } },
    });
    expect(await asked(false)).toMatchObject({ value: { [entry.path]: denied } });
    chmodSync(join(folder, 'closed/'), 0o700);
  });

  it('are read through sudo -n where reading them without it was refused', async () => {
    const folder = await folderWith({ 'closed/': [0o755], 'closed/key': [0o000, 'k'], open: [0o644] });
    const bin = await testFolder();
    chmodSync(bin, 0o755);
    // What this sudo reads for us lies elsewhere: only its answer tells the two apart.
    const other = await folderWith({ key: [0o604, 'from sudo'] });
    const script = `#!/bin/sh\n[ "$1" = -n ] || exit 9\nshift\nfor last; do :; done\ncase $1 in ls) exec ls "$2" "${other}/key" ;; esac\nexec cat "${other}/key" | openssl dgst -sha256 -r\n`;
    writeFileSync(join(bin, 'sudo'), script, { mode: 0o755 });
    chmodSync(join(folder, 'closed/'), 0o000);
    const sha256 = 'f'.repeat(64);
    const entries = [watched(join(folder, 'closed/key'), { sha256 }), watched(join(folder, 'open'))];
    const seen = await look(files, [{ files: entries, sudo: true }], on, { bin });
    chmodSync(join(folder, 'closed/'), 0o755);
    expect(seen).toMatchObject({
      value: {
        [join(folder, 'closed/key')]: { value: { mode: '0604' } },
        [join(folder, 'open')]: { value: { mode: '0644' } },
      },
    });
  });
});
