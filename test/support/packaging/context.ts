import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Files of an operator's checkout that must not be in an image. */
export const secrets = {
  '.env': 'DISCORD_TOKEN=planted-secret',
  '.git/config': '[remote "origin"]\nurl = https://user:planted-secret@host/x',
  'manifest.yaml': 'services: []',
  'keys/id_ed25519': 'planted-secret',
  'config/manifest.yaml': 'services: []',
  'data/driftwatch.sqlite': 'planted-secret',
  'src/.env.local': 'planted-secret',
  'node_modules/stale/index.js': 'planted-secret',
  REVISION: 'planted-secret',
};

/** Copies this checkout's own files to `folder`, with the secrets of an operator between them. */
export function makeContext(folder: string): string {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter(Boolean))
    cpSync(file, join(folder, file), { recursive: true });
  for (const [file, text] of Object.entries(secrets)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return folder;
}
