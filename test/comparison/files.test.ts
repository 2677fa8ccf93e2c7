import { describe, expect, it } from 'vitest';
import { compare } from '../support/comparison/compare.ts';
import type { Service } from '../../src/inventory/manifest.ts';
import type { FileFact } from '../../src/facts/files/file.ts';
import { seen, unseen } from '../../src/facts/observation.ts';
import { aFileFact, found, oneFile, watching } from '../support/comparison/file-scene.ts';
import { findingOf, statusesIn, typesIn } from '../support/comparison/scene.ts';
import { isRated } from '../support/findings/is-rated.ts';

const sha = 'ab'.repeat(32);
const digest = (value: string) => ({ sha256: seen(value) });

describe('a watched file', () => {
  type Declared = Partial<Service['files'][number]>;
  it.each<[what: string, declared: Declared, fact: Partial<FileFact> | null, types: string[]]>([
    ['of the mode that is declared', { mode: '600' }, {}, []],
    ['of the mode with its special bits', { mode: '4755' }, { mode: '4755' }, []],
    ['of another mode', { mode: '640' }, { mode: '0600' }, ['wrong_mode']],
    ['with a special bit that nobody declared', { mode: '755' }, { mode: '4755' }, ['wrong_mode']],
    ['that everybody may write', {}, { mode: '0666' }, ['world_writable']],
    [
      'that everybody may write, with a mode declared: one finding',
      { mode: '644' },
      { mode: '0666' },
      ['world_writable'],
    ],
    ['that everybody may write, as declared', { mode: '666' }, { mode: '0666' }, []],
    ['marked secret, read by its group', { secret: true }, { mode: '0640' }, ['secret_exposed']],
    [
      'marked secret, read and written by all, with a mode declared: one finding',
      { secret: true, mode: '600' },
      { mode: '0666' },
      ['secret_exposed'],
    ],
    [
      'marked secret, that others may write but not read',
      { secret: true },
      { mode: '0602' },
      ['world_writable'],
    ],
    ['marked secret, open as declared', { secret: true, mode: '644' }, { mode: '0644' }, ['secret_exposed']],
    [
      'with the name of a secret, read by its group',
      { path: '/app/.env' },
      { mode: '0640' },
      ['secret_exposed'],
    ],
    ['with the name of a secret, open as declared', { path: '/app/.env', mode: '640' }, { mode: '0640' }, []],
    [
      'with the name of a secret, open beyond what is declared',
      { path: '/app/.env', mode: '640' },
      { mode: '0644' },
      ['secret_exposed'],
    ],
    [
      'with the name of a secret, stricter than declared',
      { path: '/app/.env', mode: '640' },
      { mode: '0600' },
      ['wrong_mode'],
    ],
    ['that is a certificate', { path: '/app/ca.pem' }, { mode: '0644', is_public: true }, []],
    [
      'that is a certificate, but marked secret',
      { path: '/app/ca.pem', secret: true },
      { mode: '0644', is_public: true },
      ['secret_exposed'],
    ],
    [
      'that is a folder with the name of a secret',
      { path: '/app/.env' },
      { mode: '0755', type: 'directory' },
      [],
    ],
    [
      'that is a folder that everybody may write',
      { path: '/data' },
      { mode: '0777', type: 'directory' },
      ['world_writable'],
    ],
    ['that is a folder with the sticky bit', { path: '/data' }, { mode: '1777', type: 'directory' }, []],
    ['that is a socket for everybody', { path: '/run/x.sock' }, { mode: '0666', type: 'socket' }, []],
    [
      'that is a socket of another mode',
      { path: '/run/x.sock', mode: '660' },
      { mode: '0666', type: 'socket' },
      ['wrong_mode'],
    ],
    ['of the declared owner', { owner: 'knox' }, {}, []],
    ['of the declared owner and group', { owner: 'knox:staff' }, {}, []],
    ['of the declared numbers', { owner: '501:20' }, {}, []],
    ['of another owner', { owner: 'root' }, {}, ['wrong_owner']],
    ['of another group', { owner: 'knox:wheel' }, {}, ['wrong_owner']],
    ['of a number without a name here', { owner: 'knox' }, { uid: 1000, owner: '1000' }, ['wrong_owner']],
    ['of another owner and another mode', { owner: 'root', mode: '640' }, {}, ['wrong_mode', 'wrong_owner']],
    ['with the declared content', { sha256: sha.toUpperCase() }, digest(sha), []],
    ['with other content', { sha256: sha }, digest('cd'.repeat(32)), ['config_changed']],
    [
      'that is a folder where content is declared',
      { sha256: sha },
      { type: 'directory', mode: '0755' },
      ['config_changed'],
    ],
    ['that is not there', { mode: '600', owner: 'knox', sha256: sha }, null, ['file_missing']],
  ])('%s', (_what, declared, fact, types) => {
    const situation = oneFile(declared, fact);
    expect(typesIn(situation).toSorted()).toEqual(types.toSorted());
    expect(statusesIn(situation)).toEqual({ 'akashic-records': types.length > 0 ? 'drift' : 'in_sync' });
  });

  it.each<[what: string, declared: Declared, fact: Partial<FileFact>, gap: string]>([
    [
      'whose content may not be read',
      { sha256: sha },
      { sha256: unseen('denied', 'no right') },
      'content of /etc/akashic/app.conf',
    ],
    ['whose content nobody hashed', { sha256: sha }, { sha256: null }, 'content of /etc/akashic/app.conf'],
    [
      'whose owner cannot be told',
      { owner: 'knox' },
      { owner: null, group: null },
      'owner of /etc/akashic/app.conf',
    ],
  ])('%s leaves the service unknown', (_what, declared, fact, gap) => {
    const situation = oneFile(declared, fact);
    expect(typesIn(situation)).toEqual(['probe_failed']);
    expect(statusesIn(situation)).toEqual({ 'akashic-records': 'unknown' });
    expect(compare(situation).gaps.map(({ fact }) => fact)).toEqual([gap]);
  });

  it('named twice is one file, described by both entries', () => {
    const file = { path: '/app/x', in: 'host' as const, secret: false };
    const fact = { '/app/x': seen({ ...aFileFact(), mode: '0644' }) };
    const situation = watching(
      {
        files: [
          { ...file, mode: '600' },
          { ...file, owner: 'root' },
        ],
      },
      { files: fact },
    );
    expect(typesIn(situation).toSorted()).toEqual(['wrong_mode', 'wrong_owner']);
  });

  it('tells a person what to run, and leaves that out where the name cannot be shown', () => {
    expect(
      findingOf(oneFile({ path: "/app/it's here/.env" }, { mode: '0644' }), 'secret_exposed'),
    ).toMatchObject({
      severity: 'HIGH',
      category: 'permissions',
      summary: String.raw`akashic-records on knox-mac-mini: the secret file /app/it's here/.env (mode 0644) can be read by every user of the machine, not only by knox. Run: chmod go-rwx '/app/it'\''s here/.env'`,
      evidence: { path: "/app/it's here/.env", mode: '0644', owner: 'knox' },
    });
    expect(findingOf(oneFile({ mode: '640' }, {}), 'wrong_mode').summary).toMatch(
      /Run: chmod 0640 \/etc\/akashic\/app\.conf$/,
    );
    expect(findingOf(oneFile({ owner: 'root:wheel' }, {}), 'wrong_owner').summary).toMatch(
      /belongs to knox:staff, .* root:wheel\. Run: chown root:wheel \//,
    );
    const latin = findingOf(found({ path: '/app/caf\u{FFFD}', mode: '0666' }), 'world_writable');
    expect(latin.summary).toMatch(/\(mode 0666, owner knox\)\.$/);
    const odd = findingOf(found({ path: '/app/a\n\u001B[31m; rm -rf', mode: '0666' }), 'world_writable');
    expect(odd.summary).toMatch(/change \/app\/a ; rm -rf \(mode 0666, owner knox\)\.$/);
  });
});

isRated('secret_exposed', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('world_writable', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('wrong_mode', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('wrong_owner', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('config_changed', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
isRated('file_missing', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
