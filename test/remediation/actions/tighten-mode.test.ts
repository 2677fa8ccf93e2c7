import { describe, expect, it } from 'vitest';
import type { FileFact } from '../../../src/probes/files.ts';
import type { MachineFacts } from '../../../src/probes/index.ts';
import { seen } from '../../../src/probes/observation.ts';
import { actions } from '../../../src/remediation/actions/index.ts';
import { planned, words } from './scene.ts';
import type { Scene } from './scene.ts';

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
    finding: { type, evidence: { path } },
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
        finding: { type: 'secret_exposed', evidence: { path: '/etc/other.env' } },
      },
      /does not name/,
    ],
    [
      'not in a container',
      {
        ...scene('0644', null, true, 'secret_exposed'),
        finding: { type: 'secret_exposed', evidence: { path, container: 'app' } },
      },
      /in a container/,
    ],
    ['not what is right by now', scene('0600', null, true, 'secret_exposed'), /nothing to take away/],
  ])('%s', (_, given, expected) => {
    expect(planned('tighten-mode', given)).toEqual(words(expected));
  });

  it.each([
    ['in its place', '0 at /etc/app.env\nall\n', { touches: ['/etc/app.env'] }],
    ['behind a folder that is a link', '0 at /opt/shiva/app.env\nall', { touches: ['/opt/shiva/app.env'] }],
    ['a link', '0 link\n0 at /etc/app.env\nall', { refused: 'it is a link to something else' }],
    [
      'a trading service’s',
      '0 at /x/a\n1 at /y/b\n2 at /x/a\nall',
      { refused: expect.stringContaining('trading') },
    ],
    ['unknown', 'all', { refused: expect.any(String) }],
    ['cut off', '0 at /etc/app.env', { refused: expect.any(String) }],
  ])('reads where the file lies: %s', (_, printed, read) => {
    expect(actions['tighten-mode'].readSurroundings(printed, { argv: [], touches: [], pids: [] })).toEqual(
      read,
    );
  });
});
