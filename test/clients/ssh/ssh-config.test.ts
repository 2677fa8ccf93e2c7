import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSshConfig } from '../../../src/clients/ssh/config-file.ts';
import { readSettings } from '../../../src/clients/ssh/config.ts';
import { resolveHost } from '../../../src/clients/ssh/login.ts';
import type { SshHost } from '../../../src/clients/ssh/host.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { lacks } from '../../support/machines/system.ts';

const config = (text: string) => ({
  settings: readSettings(text, () => []),
  home: '/home/bot',
  localUser: 'bot',
  warnings: [],
});
const resolved = (text: string, wanted: Partial<SshHost> & { host: string } = { host: 'mini' }) =>
  resolveHost(
    { host: wanted.host, port: wanted.port ?? null, user: wanted.user ?? null, jump: wanted.jump ?? null },
    { user: 'envuser', config: config(text) },
  );

describe('a host of ssh_config', () => {
  it.each([
    ['nothing: the environment', '', { host: 'mini', port: 22, user: 'envuser', jump: null }],
    [
      'an alias',
      'Host mini\n HostName 10.0.0.5\n User knox\n Port 2222',
      { host: '10.0.0.5', port: 2222, user: 'knox' },
    ],
    ['the first value counts', 'Host mini\n Port 1\nHost *\n Port 2\n User all', { port: 1, user: 'all' }],
    ['patterns', 'Host m?n* !mini\n Port 1\nHost other mini\n Port 3', { port: 3 }],
    ['`=`, quotes, case, comments', 'hOsT=mini\n\tUSER="knox" # who\n#Port 1\n', { user: 'knox', port: 22 }],
    ['tokens', 'Host mini\n HostName %h.lan', { host: 'mini.lan' }],
    ['IPv6', 'Host mini\n HostName fe80::1%eth0', { host: 'fe80::1%eth0' }],
    [
      'keys in their order, each once',
      'IdentityFile ~/a\nHost mini\n IdentityFile "/k/%r key"\n IdentityFile ~/a',
      { keys: ['/home/bot/a', '/k/envuser key'] },
    ],
    ['an alias for the host key', 'Host mini\n HostKeyAlias rack', { hostKeyAlias: 'rack' }],
    ['Match host sees HostName', 'Host mini\n HostName 10.0.0.5\nMatch host 10.*\n Port 5', { port: 5 }],
    [
      'Match originalhost, user, localuser',
      'Match originalhost mini user bot localuser bot\n Port 5',
      { port: 5 },
    ],
    ['Match with `!`', 'Match !host mini\n Port 5\nMatch !user x all\n Port 6', { port: 6 }],
    ['Match final', 'Match final\n Port 7\nHost *\n Port 8', { port: 8 }],
    ['a line that cannot be read is left out', 'Host\nHost mini\n Port\n Port "1\n Port 9', { port: 9 }],
    [
      'jump hosts, one through the other',
      'Host mini\n ProxyJump a@one:1,two\nHost two\n User b\nHost one\n HostName 10.0.0.1',
      {
        jump: {
          host: 'two',
          port: 22,
          user: 'b',
          jump: { host: '10.0.0.1', port: 1, user: 'a', jump: null },
        },
      },
    ],
    ['no jump host', 'Host mini\n ProxyJump none\nHost *\n ProxyJump one', { jump: null }],
    [
      'ssh -W, as it was before ProxyJump',
      'ProxyCommand ssh -q -W %h:%p a@one\n',
      { jump: expect.objectContaining({ host: 'one', user: 'a' }) },
    ],
  ])('has from it: %s', (_what, text, expected) => {
    const text_ = text.startsWith('ProxyCommand') ? `Host mini\n ${text}` : text;
    expect(resolved(text_)).toMatchObject(expected);
  });

  it('is what the manifest says, where that says it', () => {
    const jump = { host: 'j', port: 1, user: 'j', jump: null };
    const text = 'Host mini\n User x\n Port 1\n ProxyCommand nc %h %p\n HostName 10.0.0.5';
    expect(resolved(text, { host: 'mini', port: 22, user: 'knox', jump })).toEqual({
      host: '10.0.0.5',
      port: 22,
      user: 'knox',
      jump,
    });
  });

  it.each([
    ['ProxyCommand nc %h %p', /ProxyCommand for it, which is never run: write a ProxyJump/],
    ['ProxyCommand ssh -W %h:%p one; touch /tmp/x', /never run/],
    ['ProxyCommand ssh -W %h:%p -oProxyCommand=x', /never run/],
    ['ProxyJump mini', /circle/],
    ['ProxyJump a b', /cannot be read/],
    ['HostName $(id)', /not an address/],
  ])('says what it cannot do: %s', (line, problem) => {
    expect(resolved(`Host mini\n ${line}`).problem).toMatch(problem);
  });

  it('never runs a command: of Match exec neither it nor its opposite holds', async () => {
    const trap = join(await testFolder(), 'ran');
    const text = `Match exec "touch ${trap}"\n Port 1\nMatch !exec "touch ${trap}"\n Port 2\nMatch canonical\n Port 3\nHost *\n CanonicalizeHostname yes\n CanonicalDomains lan\n Port 4`;
    expect(resolved(text)).toMatchObject({ port: 4 });
    expect(existsSync(trap)).toBe(false);
  });

  it.skipIf(lacks(['ssh', 'openssh-client']))('is what ssh -G says', async () => {
    const folder = await testFolder();
    const path = join(folder, 'config');
    const text = [
      'Host mini tess* !tesseract-old',
      '  HostName %h.lan',
      '  User knox',
      'Match host *.lan user knox',
      '  Port 2222',
      'Host "mini"',
      '  User late',
      '  IdentityFile /keys/one',
      'Host *',
      '  IdentityFile /keys/two',
      '  Port 9',
    ].join('\n');
    await writeFile(path, text, { mode: 0o600 });
    for (const host of ['mini', 'tesseract', 'tesseract-old', 'MINI', 'other']) {
      const said = execFileSync('ssh', ['-G', '-F', path, host], { encoding: 'utf8' });
      const all = (key: string) =>
        [...said.matchAll(new RegExp(`^${key} (.*)$`, 'gm'))].map((each) => each[1]);
      const ours = resolveHost(
        { host, port: null, user: null, jump: null },
        { user: all('user')[0] ?? '', config: openSshConfig(path)() },
      );
      expect({
        host,
        name: ours.host.toLowerCase(),
        port: String(ours.port),
        user: ours.user,
        keys: ours.keys,
      }).toEqual({
        host,
        name: all('hostname')[0]?.toLowerCase(),
        port: all('port')[0],
        user: all('user')[0],
        keys: all('identityfile'),
      });
    }
  });

  it('comes from files that include others, is read again when one changes, and not where others may write', async () => {
    const folder = await testFolder();
    const path = join(folder, 'config');
    const included = join(folder, 'conf.d');
    await mkdir(included);
    await writeFile(
      path,
      `Include ${included}/*.conf\nHost other\n Include ${included}/none\nHost *\n Port 3\n`,
      {
        mode: 0o600,
      },
    );
    await writeFile(join(included, 'a.conf'), 'Host mini\n Port 1\n', { mode: 0o600 });
    const files = openSshConfig(path);
    const port = () =>
      resolveHost({ host: 'mini', port: null, user: null, jump: null }, { user: 'x', config: files() }).port;
    expect(port()).toBe(1);
    await writeFile(join(included, '0.conf'), 'Host mini\n Port 2\n', { mode: 0o600 });
    expect(port()).toBe(2);
    await chmod(path, 0o666);
    expect(port()).toBe(22);
    expect(files().warnings).toEqual([`${path} is ignored, since others may write to it (chmod 600)`]);
  });
});
