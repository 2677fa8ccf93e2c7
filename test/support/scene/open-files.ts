import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { plant } from './planting.ts';
import type { Planted } from './planting.ts';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Files and folders that are open to others, of others, or not what they were. */
export function plantFiles(folder: string): Planted[] {
  function make(name: string, files: Record<string, [mode: number, content?: string]>): string {
    const at = join(folder, name);
    mkdirSync(at);
    for (const [file, [mode, content]] of Object.entries(files)) {
      const path = join(at, file);
      if (content === undefined) mkdirSync(path);
      else writeFileSync(path, content);
      chmodSync(path, mode);
    }
    return at;
  }
  const { username } = userInfo();
  const declared = make('declared', { config: [0o640, 'level: 1\n'] });
  const file = (over: object) => [{ path: join(declared, 'config'), ...over }];
  return [
    plant('closed-files', {
      scan: [
        make('closed', {
          '.env': [0o600, 'TOKEN=x\n'],
          '.env.example': [0o644, 'TOKEN=\n'],
          'id_ed25519.pub': [0o644, 'ssh-ed25519 AAAA\n'],
          'server.pem': [0o644, CERTIFICATE],
          'main.py': [0o755, 'print()\n'],
          spool: [0o1777],
        }),
      ],
      files: file({ mode: '640', owner: username, sha256: sha256('level: 1\n'), secret: false }),
    }),
    plant('exposed', {
      scan: [make('exposed', { '.env': [0o666, 'TOKEN=x\n'] })],
      finds: { secret_exposed: 'HIGH' },
    }),
    plant('other-mode', { files: file({ mode: '600' }), finds: { wrong_mode: 'HIGH' } }),
    plant('other-owner', { files: file({ owner: 'nobody' }), finds: { wrong_owner: 'HIGH' } }),
    plant('other-content', {
      files: file({ sha256: sha256('level: 2\n') }),
      finds: { config_changed: 'HIGH' },
    }),
    plant('no-file', { files: [{ path: join(declared, 'gone') }], finds: { file_missing: 'HIGH' } }),
  ];
}
