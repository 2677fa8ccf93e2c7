import { describe, expect, it } from 'vitest';
import { seen } from '../../src/facts/observation.ts';
import type { ScannedFile } from '../../src/facts/files/file.ts';
import { aFileFact, aScannedFile, found, watching } from '../support/comparison/file-scene.ts';
import { findingOf, typesIn } from '../support/comparison/scene.ts';

describe('a file below a searched folder', () => {
  it.each<[type: ScannedFile['type'], said: string]>([
    ['regular', 'can change /app/x (mode 0777'],
    ['directory', 'can add, replace and delete files in /app/x (mode 0777'],
    ['socket', 'can connect to the socket /app/x (mode 0777'],
    ['fifo', 'can write into the pipe /app/x (mode 0777'],
  ])('says what everybody may do with it: %s', (type, said) => {
    const { summary } = findingOf(found({ path: '/app/x', type, mode: '0777' }), 'world_writable');
    expect(summary).toContain(said);
    expect(summary).toContain('Run: chmod o-w /app/x');
  });

  it.each<[what: string, file: Partial<ScannedFile>, types: string[]]>([
    ['that everybody may write', { path: '/app/x.py', mode: '0666' }, ['world_writable']],
    ['that is a folder of all', { path: '/app/up', type: 'directory', mode: '0777' }, ['world_writable']],
    [
      'that is a folder that all may only write',
      { path: '/app/up', type: 'directory', mode: '0703' },
      ['world_writable'],
    ],
    ['that is a folder with the sticky bit', { path: '/app/tmp', type: 'directory', mode: '1777' }, []],
    ['that is a folder named like a secret', { path: '/app/.env', type: 'directory', mode: '0755' }, []],
    ['that is a socket of all', { path: '/app/x.sock', type: 'socket', mode: '0777' }, ['world_writable']],
    ['that is a pipe of all', { path: '/app/queue', type: 'fifo', mode: '0666' }, ['world_writable']],
    ['that holds secrets, read by others', {}, ['secret_exposed']],
    ['that holds secrets, read and written by all', { mode: '0666' }, ['secret_exposed']],
    ['that is an example', { path: '/app/.env.example' }, []],
    [
      'that is an example, but written by all',
      { path: '/app/.env.example', mode: '0666' },
      ['world_writable'],
    ],
    ['that is a public key', { path: '/app/id_rsa.pub' }, []],
    ['that is a private key', { path: '/app/id_rsa' }, ['secret_exposed']],
    ['that is a certificate', { path: '/app/certifi/cacert.pem', is_public: true }, []],
    ['that is source text', { path: '/app/lib/google/auth/credentials.py' }, []],
    ['that holds credentials', { path: '/app/credentials.json' }, ['secret_exposed']],
  ])('%s', (_what, file, types) => {
    expect(typesIn(found(file))).toEqual(types);
  });

  it('is judged once, by what the manifest says of it where it does', () => {
    const file = aScannedFile({ mode: '0640' });
    const scans = { '/app': seen({ files: [file], rest: null }), '/': seen({ files: [file], rest: null }) };
    expect(typesIn(watching({ scan: ['/app', '/'] }, { scans }))).toEqual(['secret_exposed']);
    const declared = { path: file.path, in: 'host' as const, mode: '640', secret: false };
    const files = { [file.path]: seen({ ...aFileFact(), mode: '0640' }) };
    expect(typesIn(watching({ scan: ['/app', '/'], files: [declared] }, { scans, files }))).toEqual([]);
  });

  it('has its own id, which stays when its mode moves on', () => {
    const ids = [found({}), found({ mode: '0664' }), found({ path: '/app/b/.env' })].map(
      (situation) => findingOf(situation, 'secret_exposed').id,
    );
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });
});
