import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { lacks } from '../../support/machines/system.ts';
import { read, scene } from '../../support/clients/ssh-scene.ts';

describe.skipIf(lacks(['sshd', 'openssh-server']))('a pooled connection', () => {
  it('serves run after run', async () => {
    const { sshd, client, host } = await scene();
    for (const n of [1, 2, 3]) expect((await read(client, host, `echo ${n}`)).output).toBe(`${n}\n`);
    expect(sshd.connections()).toBe(1);
  });

  it('is shared by runs that start together, more of them than sshd allows sessions', async () => {
    const { sshd, client, host } = await scene();
    const runs = Array.from({ length: 20 }, (_, n) => read(client, host, `sleep 0.2; echo ${n}`));
    expect((await Promise.all(runs)).map(({ output }) => output)).toEqual(runs.map((_, n) => `${n}\n`));
    // A busy sshd may still count a session that has ended, and refuse the next: that one gets a connection of its own.
    expect(sshd.connections()).toBeLessThanOrEqual(2);
  });

  it('is made anew, once, after the server closed it', async () => {
    const { sshd, client, host } = await scene();
    await read(client, host, 'echo 1');
    sshd.signalSessions('SIGKILL');
    const runs = [2, 3, 4].map((n) => read(client, host, `echo ${n}`));
    expect((await Promise.all(runs)).map(({ output }) => output)).toEqual(['2\n', '3\n', '4\n']);
    expect(sshd.connections()).toBe(2);
  });

  it('that has gone silent is replaced within the time to connect', async () => {
    const { sshd, client, host } = await scene();
    await read(client, host, 'echo 1');
    sshd.signalSessions('SIGSTOP');
    const runs = [2, 3].map((n) => read(client, host, `echo ${n}`, { connectTimeoutMs: 3000 }));
    expect((await Promise.all(runs)).map(({ output }) => output)).toEqual(['2\n', '3\n']);
    expect(sshd.connections()).toBe(2);
  });

  it('that is cut while a script prints is lost, with what had come, and the script is not run again', async () => {
    const { sshd, client, host } = await scene();
    const script = 'echo start; sleep 20; echo end';
    const result = await read(client, host, script, {
      onOutput: () => {
        sshd.signalSessions('SIGKILL');
        return 'more';
      },
    });
    expect(result).toEqual({ end: 'lost', output: 'start\n' });
    expect(sshd.connections()).toBe(1);
  });

  it('whose server refuses sessions stays, and each run says so', async () => {
    const { sshd, client, host } = await scene({ config: ['MaxSessions 0'] });
    await expect(read(client, host, 'echo')).rejects.toMatchObject({ kind: 'denied' });
    await expect(read(client, host, 'echo')).rejects.toMatchObject({ kind: 'denied' });
    expect(sshd.connections()).toBe(1);
  });

  it('whose attempt fails is tried once for all who ask together', async () => {
    const { sshd, client, host } = await scene({ config: ['AuthorizedKeysFile none'] });
    const results = await Promise.allSettled([1, 2, 3].map(() => read(client, host, 'echo')));
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(sshd.connections()).toBe(1);
    await expect(read(client, host, 'echo')).rejects.toMatchObject({ kind: 'denied' });
    expect(sshd.connections()).toBe(2);
  });

  it('is closed with the client, and whatever runs is lost', async () => {
    const { sshd, client, host } = await scene();
    const running = read(client, host, 'echo on; sleep 20', { onOutput: () => (client.close(), 'more') });
    expect((await running).end).toBe('lost');
    await expect.poll(() => sshd.log()).toMatch(/Disconnected from user/);
    const connecting = read(client, host, 'echo');
    client.close();
    await expect(connecting).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it.each([
    ['idle', ''],
    ['closed', 'client.close();'],
  ])('that is %s does not keep the process alive', async (_what, last) => {
    const { sshd, host } = await scene();
    const options = {
      knownHosts: sshd.knownHostsPath,
      keyPath: sshd.keyPath,
      passphrase: null,
      agentSocket: null,
    };
    const path = join(fileURLToPath(new URL('../../../', import.meta.url)), 'src/clients/ssh/ssh.ts');
    const program = `
      import { createSshClient } from ${JSON.stringify(path)};
      const client = createSshClient(${JSON.stringify(options)});
      const run = { script: 'echo', connectTimeoutMs: 9000, deadlineMs: 9000, onOutput: () => 'more' };
      console.log(await client.run(${JSON.stringify(host)}, run));
      ${last}`;
    const child = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect({ status: child.status, signal: child.signal, said: child.stdout }).toEqual({
      status: 0,
      signal: null,
      said: 'closed\n',
    });
  });
});
