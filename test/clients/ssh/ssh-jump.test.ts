import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startSshd } from '../../support/servers/sshd.ts';
import type { SshdOptions } from '../../support/servers/sshd.ts';
import { lacks } from '../../support/machines/system.ts';
import { clientUntilEnd, hostOf, read } from '../../support/clients/ssh-scene.ts';

/** A bastion, a machine behind it and a client that knows both; the bastion's key opens both. */
async function bastionScene(options: SshdOptions = {}) {
  const [bastion, machine] = await Promise.all([startSshd({ host: '127.0.0.2', ...options }), startSshd()]);
  onTestFinished(async () => {
    await Promise.all([bastion.stop(), machine.stop()]);
  });
  writeFileSync(machine.authorizedKeysPath, readFileSync(`${bastion.keyPath}.pub`));
  const knownHosts = join(bastion.folder, 'both');
  writeFileSync(
    knownHosts,
    readFileSync(bastion.knownHostsPath, 'utf8') + readFileSync(machine.knownHostsPath, 'utf8'),
  );
  const client = clientUntilEnd(bastion, { knownHosts });
  const jump = hostOf(bastion);
  return { bastion, machine, client, knownHosts, jump, host: hostOf(machine, jump) };
}

describe.skipIf(lacks(['sshd', 'openssh-server']))('a machine behind a jump host', () => {
  it('is reached through it, over one connection to each', async () => {
    const { bastion, machine, client, host } = await bastionScene();
    expect((await read(client, host, 'echo "${SSH_CONNECTION}"')).output).toMatch(/ 127\.0\.0\.1 \d+\n$/);
    expect((await read(client, host, 'echo again')).output).toBe('again\n');
    expect((await read(client, hostOf(bastion), 'echo bastion')).output).toBe('bastion\n');
    expect([bastion.connections(), machine.connections()]).toEqual([1, 1]);
  });

  it('may be behind two', async () => {
    const { machine, client, jump } = await bastionScene();
    const second = hostOf(machine, jump);
    const third = { ...hostOf(machine), jump: second };
    expect((await read(client, third, 'echo deep')).output).toBe('deep\n');
    expect(machine.connections()).toBe(2);
  });

  it('is checked for its own host key', async () => {
    const { bastion, client, knownHosts, host } = await bastionScene();
    writeFileSync(knownHosts, readFileSync(bastion.knownHostsPath));
    await expect(read(client, host, 'echo')).rejects.toMatchObject({
      hostKey: { state: 'unknown' },
      message: expect.stringContaining(`${host.host}:${host.port} (through 127.0.0.2:${bastion.port})`),
    });
  });

  it('is not asked for when the jump host has an unknown key', async () => {
    const { bastion, machine, client, knownHosts, host } = await bastionScene();
    writeFileSync(knownHosts, readFileSync(machine.knownHostsPath));
    await expect(read(client, host, 'echo')).rejects.toMatchObject({
      hostKey: { state: 'unknown' },
      message: expect.stringContaining(`the host key of 127.0.0.2:${bastion.port} is not pinned`),
    });
    expect(machine.connections()).toBe(0);
  });

  it('that is dead is told from a dead jump host', async () => {
    const { bastion, machine, client, host, jump } = await bastionScene();
    await machine.stop();
    await expect(read(client, host, 'echo')).rejects.toMatchObject({
      kind: 'unreachable',
      message: `the jump host 127.0.0.2:${bastion.port} cannot reach 127.0.0.1:${machine.port}: Connection refused`,
    });
    const deadJump = { ...host, jump: { ...jump, host: '127.0.0.1', port: machine.port } };
    await expect(read(client, deadJump, 'echo')).rejects.toMatchObject({
      kind: 'unreachable',
      message: `connection refused by 127.0.0.1:${machine.port}`,
    });
  });

  it('is denied where the jump host may not forward', async () => {
    const { client, host } = await bastionScene({ config: ['AllowTcpForwarding no'] });
    await expect(read(client, host, 'echo')).rejects.toMatchObject({
      kind: 'denied',
      message: expect.stringMatching(/may not forward to .*AllowTcpForwarding/),
    });
  });

  it('is reached again after the jump host has gone silent, with the machine’s connection in it', async () => {
    const { bastion, client, host } = await bastionScene();
    await read(client, host, 'echo 1');
    bastion.signalSessions('SIGSTOP');
    const { output } = await read(client, host, 'echo 2', { connectTimeoutMs: 6000 });
    expect(output).toBe('2\n');
    expect(bastion.connections()).toBe(2);
  });

  it('is lost when its own sshd is cut, though the jump host lives', async () => {
    const { machine, client, host } = await bastionScene();
    const { end } = await read(client, host, 'echo on; sleep 15', {
      onOutput: () => (machine.signalSessions('SIGKILL'), 'more'),
    });
    expect(end).toBe('lost');
    expect((await read(client, host, 'echo back')).output).toBe('back\n');
  });
});
