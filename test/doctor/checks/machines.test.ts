import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSshClient } from '../../../src/clients/ssh/ssh.ts';
import { machines } from '../../../src/doctor/checks/machines.ts';
import { closedPort } from '../../support/servers/http-servers.ts';
import { generateKey, publicKey } from '../../support/servers/ssh-keys.ts';
import type { Sshd } from '../../support/servers/sshd.ts';
import { lacks, which } from '../../support/machines/system.ts';
import { aMachine, doctorContextOn, withPrograms } from '../../support/doctor/machine-scene.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

const needs = lacks(['sshd', 'openssh-server'], ['ssh-keygen', 'openssh-client']);
const DOCKER_DENIED =
  'echo "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock" >&2; exit 1';

describe.skipIf(needs)('the machines check', () => {
  it('logs in, compares the clock, and says what may be read', async () => {
    const sshd = await aMachine();
    const lines = await machines.examine(await doctorContextOn(sshd));
    expect(lines.map(lineText)).toEqual([
      `ok box: logged in as ${sshd.user} at 127.0.0.1`,
      'ok box clock: as the clock here',
      'ok box facts: the user may read processes',
    ]);
  });

  it.each<[string, (sshd: Sshd) => Record<string, string>, RegExp]>([
    [
      'a host key that is not pinned',
      ({ folder }) => ({ SSH_KNOWN_HOSTS_PATH: join(folder, 'none') }),
      /^broken box: the host key of 127\.0\.0\.1:\d+ is not pinned \(ssh-ed25519 SHA256:\S+\) → Check it on the machine, then ssh-keyscan -p \d+ 127\.0\.0\.1 >> /,
    ],
    [
      'a host key that has changed',
      ({ folder, host, port, hostKeys }) => {
        const other = generateKey(join(folder, 'other_host'));
        const key = publicKey(other);
        writeFileSync(join(folder, 'changed'), `[${host}]:${port} ${key}\n`);
        expect(hostKeys).not.toContain(key);
        return { SSH_KNOWN_HOSTS_PATH: join(folder, 'changed') };
      },
      /^broken box: the host key of 127\.0\.0\.1:\d+ has changed \(presented ssh-ed25519 SHA256:\S+, pinned SHA256:\S+\) → Someone may be intercepting the connection; .*run ssh-keygen -R /,
    ],
    [
      'a key that is refused',
      ({ folder }) => ({ SSH_KEY_PATH: generateKey(join(folder, 'stranger')) }),
      /^broken box: 127\.0\.0\.1:\d+ refused user \S+ with the key \S+ → Add the public key to \S+ authorized_keys there\. If it is there, sshd's log says why: /,
    ],
    [
      'a key that is not there',
      ({ folder }) => ({ SSH_KEY_PATH: join(folder, 'nothing') }),
      /^broken box: the SSH key \S+ does not exist → Correct its path \(SSH_KEY_PATH\), or make it with ssh-keygen -t ed25519 -f \S+\.$/,
    ],
    [
      "a passphrase that is not the key's",
      ({ encryptedKeyPath }) => ({ SSH_KEY_PATH: encryptedKeyPath, SSH_KEY_PASSPHRASE: 'wrong' }),
      /^broken box: the passphrase does not open the SSH key \S+ → Correct SSH_KEY_PASSPHRASE; ssh-keygen -y -f \S+ tries one\.$/,
    ],
    [
      'a passphrase that is missing',
      ({ encryptedKeyPath }) => ({ SSH_KEY_PATH: encryptedKeyPath }),
      /^broken box: the SSH key \S+ is encrypted → Give its passphrase \(SSH_KEY_PASSPHRASE\), or load it with ssh-add\.$/,
    ],
  ])('names the cure of %s in one line', async (_, env, line) => {
    const sshd = await aMachine();
    const lines = (await machines.examine(await doctorContextOn(sshd, env(sshd)))).map(lineText);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(line);
  });

  it('tells a machine that refuses the connection', async () => {
    const sshd = await aMachine();
    const port = await closedPort();
    const lines = await machines.examine(await doctorContextOn({ ...sshd, port }));
    expect(lines.map(lineText)).toEqual([
      expect.stringMatching(
        /^broken box: connection refused by 127\.0\.0\.1:\d+ → The machine answers: check its SSH server/,
      ),
    ]);
  });

  it('tells a user without a shell', async () => {
    const sshd = await aMachine({ config: ['ForceCommand /bin/false'] });
    const lines = await machines.examine(await doctorContextOn(sshd));
    expect(lines.map(lineText)).toEqual([
      expect.stringMatching(/^broken box: the login succeeds, but the user gets no shell → .*ForceCommand/),
    ]);
  });

  it.each<[string, Record<string, string>, object, RegExp]>([
    [
      "docker's socket",
      { docker: DOCKER_DENIED },
      { docker_service: 'api' },
      /^broken box containers: the SSH user may not use docker's socket → Set sudo: true with docker's lines of docs\/security\.md, or add it to the group docker, which is as good as root/,
    ],
    [
      'the processes of others',
      { ps: `${which('ps')} "$@" | grep -v '^ *1 '` },
      {},
      /^broken box processes: the SSH user may not see the processes of other users → Mount \/proc without hidepid/,
    ],
    [
      'sudo',
      {
        sudo: 'echo "sudo: a password is required" >&2; exit 1',
        ls: 'echo "ls: cannot access x: Permission denied" >&2; exit 2',
      },
      { sudo: true, files: [{ path: '/etc/api.env', mode: '600' }] },
      /^broken box files \/etc\/api\.env: sudo -n is refused \(sudo: a password is required\) → Allow the SSH user these reads in sudoers/,
    ],
    [
      'git, which is not there',
      { git: 'exit 127' },
      { checkout: '/srv/nowhere' },
      /^(?:warning|broken) box checkout(?: api)?: /,
    ],
  ])('says that the user may not use or read %s, in one line', async (_, programs, service, line) => {
    const sshd = await aMachine();
    withPrograms(sshd, programs);
    const lines = await machines.examine(await doctorContextOn(sshd, {}, service));
    const bad = lines.filter(({ status }) => status !== 'ok').map(lineText);
    expect(bad).toEqual([expect.stringMatching(line)]);
  });

  it.each<[number, RegExp]>([
    [-250, /^warning box clock: [34] minutes behind the clock here → Synchronise the clocks/],
    [3600, /^broken box clock: 60 minutes ahead of the clock here → Synchronise the clocks/],
  ])('says that a clock is %d s off', async (seconds, line) => {
    const sshd = await aMachine();
    withPrograms(sshd, { date: `echo $(($(${which('date')} -u +%s) + ${seconds}))` });
    const lines = await machines.examine(await doctorContextOn(sshd));
    expect(lines.map(lineText)).toContainEqual(expect.stringMatching(line));
  });

  it('asks nothing of a machine without SSH', async () => {
    const sshd = await aMachine();
    const lines = await machines.examine(await doctorContextOn(sshd, {}, {}, { ssh: false }));
    expect(lines.map(({ status }) => status)).toEqual(['skipped']);
    expect(sshd.connections()).toBe(0);
  });

  it('tries the login of the actions too, where they have one of their own', async () => {
    const sshd = await aMachine();
    const stranger = generateKey(join(sshd.folder, 'stranger'));
    const patient = await doctorContextOn(sshd, { SSH_ACTION_USER: 'deployer' });
    const ssh = { knownHosts: sshd.knownHostsPath, keyPath: stranger, passphrase: null, agentSocket: null };
    const actionSsh = createSshClient(ssh);
    onTestFinished(() => actionSsh.close());
    const lines = await machines.examine({ ...patient, clients: { ...patient.clients, actionSsh } });
    expect(lines.filter(({ status }) => status === 'broken').map(lineText)).toEqual([
      expect.stringMatching(/^broken box for actions: .* refused user deployer /),
    ]);
  });

  it('says one cause once, however many machines it stops', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const manifest = {
      machines: Object.fromEntries(names.map((name) => [name, { host: '127.0.0.1' }])),
      services: names.map((name) => ({ name: `api-${name}`, machine: name, risk_tier: 'LOW' })),
    };
    const lines = await machines.examine(await aDoctorContext({ manifest }));
    expect(lines.map(lineText)).toEqual([
      expect.stringMatching(/^broken a, b, c and 2 more: the SSH key \S+ does not exist → /),
    ]);
  });
});
