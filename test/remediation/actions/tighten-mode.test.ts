import { describe, expect, it } from 'vitest';
import type { FileFact } from '../../../src/facts/files/file.ts';
import type { MachineFacts } from '../../../src/facts/machine-facts.ts';
import { affectsNothing } from '../../../src/findings/affects.ts';
import { seen } from '../../../src/facts/observation.ts';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { actions } from '../../../src/remediation/actions/index.ts';
import { fileText } from '../../support/remediation/guard-text.ts';
import { planned, words } from '../../support/remediation/actions/scene.ts';
import type { Scene } from '../../support/remediation/actions/scene.ts';

describe('tighten-mode', () => {
  const path = '/etc/app.env';
  const file = (mode: string): MachineFacts => {
    const fact: FileFact = {
      mode,
      type: 'regular',
      uid: 1,
      gid: 1,
      owner: 'knox',
      group: 'knox',
      is_public: false,
      sha256: null,
    };
    return { files: seen({ [path]: seen(fact) }) };
  };
  const scene = (
    actual: string,
    declared: string | null,
    secret: boolean,
    type: 'secret_exposed' | 'wrong_mode',
  ): Scene => ({
    service: { files: [{ path, in: 'host', secret, ...(declared === null ? {} : { mode: declared }) }] },
    facts: file(actual),
    finding: { type, affects: { ...affectsNothing, file: path } },
  });
  const chmod = (change: string) => [
    'find',
    path,
    '-prune',
    '-type',
    'f',
    '-links',
    '1',
    '-print',
    '-exec',
    'chmod',
    change,
    '{}',
    ';',
  ];

  it.each<[string, Scene, string[] | RegExp]>([
    ['a secret without a mode', scene('0644', null, true, 'secret_exposed'), chmod('g-rwx,o-rwx')],
    [
      'a secret, whatever mode stands beside it',
      scene('0644', '644', true, 'secret_exposed'),
      chmod('u-x,g-rwx,o-rwx'),
    ],
    ['to the declared mode', scene('0664', '640', false, 'wrong_mode'), chmod('u-x,g-wx,o-rwx')],
    ['never where that loosens', scene('0600', '640', false, 'wrong_mode'), /never loosens/],
    ['never where it loosens and tightens', scene('0604', '640', false, 'wrong_mode'), /never loosens/],
    ['not where a special bit differs', scene('4755', '755', false, 'wrong_mode'), /set-user/],
    [
      'not a file that the manifest does not name',
      {
        ...scene('0644', null, true, 'secret_exposed'),
        finding: { type: 'secret_exposed', affects: { ...affectsNothing, file: '/etc/other.env' } },
      },
      /is not in the manifest/,
    ],
    [
      'not in a container',
      {
        ...scene('0644', null, true, 'secret_exposed'),
        finding: { type: 'secret_exposed', affects: { ...affectsNothing, file: path, container: 'app' } },
      },
      /in a container/,
    ],
    ['not what is right by now', scene('0600', null, true, 'secret_exposed'), /no permissions to remove/],
  ])('%s', (_, given, expected) => {
    expect(planned('tighten-mode', given)).toEqual(words(expected));
  });

  const around = (over: Parameters<typeof fileText>[0]) => {
    const evidence = readEvidence(fileText(over));
    return evidence && actions['tighten-mode'].surroundings(evidence, { argv: [], touches: [], pids: [] });
  };
  const folder = (own: string, ...more: string[]) => ({ folder: [`own ${own}`, 'group 7 knox', ...more] });
  const link = { file: ['file 1:3 777 0:0 symbolic 1', 'at /etc/app.env', 'acts 0', 'owner root'] };
  it.each<[string, Parameters<typeof fileText>[0], string]>([
    ['a link', link, 'a link'],
    ['a trading service’s', { places: ['claimed /opt/alpha/.env', 'all'] }, '/opt/alpha/.env, which belongs'],
    ['what nobody can compare', { places: ['unseen /root/.env', 'all'] }, 'could not be seen'],
    ['unknown', { file: [] }, 'could not be seen'],
    ['cut off', { places: [] }, 'could not be seen'],
    ['in a folder of everybody’s', folder('1:2 777 0:0 directory'), 'everybody may write'],
    ['in a shared folder such as /tmp', folder('1:2 1777 0:0 directory'), 'everybody may write'],
    ['in a folder of a group’s', folder('1:2 775 0:7 directory'), 'its group may write'],
    ['in a folder with an ACL', folder('1:2 755 0:0 directory', 'acl'), 'an ACL lets'],
    ['in a folder of another user’s', folder('1:2 755 33:33 directory'), 'belongs to another user (uid 33)'],
    [
      'below a folder of everybody’s',
      folder('1:2 755 0:0 directory', 'folder 1:1 777 0:0 directory /srv'),
      'everybody may write /srv',
    ],
  ])('leaves alone %s', (_, over, why) => {
    expect(around(over)).toEqual({ refused: expect.stringContaining(why) });
  });
  it.each<[string, Parameters<typeof fileText>[0]]>([
    ['in its place', {}],
    ['in a folder of root’s group', { folder: ['own 1:2 775 0:0 directory', 'group 0 root'] }],
    ['below /tmp', folder('1:2 700 0:0 directory', 'folder 1:1 1777 0:0 directory /tmp')],
  ])('may change one %s', (_, over) => {
    expect(around(over)).toEqual({ touches: expect.arrayContaining(['/etc/app.env']), starts: [] });
  });
});
