import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSshExecutor } from '../../../src/clients/ssh/exec.ts';
import type { SshCommand } from '../../../src/clients/ssh/executor.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import type { SshdOptions } from '../../support/servers/sshd.ts';
import { lacks } from '../../support/machines/system.ts';
import { hostOf } from '../../support/clients/ssh-scene.ts';

async function scene(options: SshdOptions = {}) {
  const sshd = await startSshd(options);
  const executor = createSshExecutor({
    knownHosts: sshd.knownHostsPath,
    keyPath: sshd.keyPath,
    passphrase: null,
    agentSocket: null,
  });
  onTestFinished(async () => {
    executor.close();
    await sshd.stop();
  });
  const run = (argv: string[], over: Partial<SshCommand> = {}) =>
    executor.exec(hostOf(sshd), {
      argv,
      connectTimeoutMs: 10_000,
      deadlineMs: 20_000,
      capBytes: 16_384,
      ...over,
    });
  return { sshd, executor, run, at: (name: string) => join(sshd.folder, name) };
}

describe.skipIf(lacks(['sshd', 'openssh-server']))('exec', () => {
  it('makes the login shell read just these words', async () => {
    const { run } = await scene();
    const hostile = ['$(id)', '`id`', "it's", '; rm -rf /', '*', '{}', 'a\\b', '"q"', '', '~', '!!', 'x y'];
    const { output, ...end } = await run(['printf', '%s\\n', ...hostile]);
    expect(output.split('\n').slice(0, -1)).toEqual(hostile);
    expect(end).toEqual({ end: 'exited', status: 0, signal: null, truncated: false });
  });

  it.each([
    ['a status', ['sh', '-c', 'echo out; echo bad >&2; exit 3'], { status: 3, signal: null }],
    ['a signal', ['sh', '-c', 'kill -TERM $$'], { status: null, signal: 'SIGTERM' }],
    ['a program that is not there', ['no-such-program'], { status: 127 }],
  ])('tells %s', async (_, argv, end) => {
    const { run } = await scene();
    expect(await run(argv)).toMatchObject({ end: 'exited', ...end });
  });

  it('keeps the beginning of what is printed on both streams, and gives no input', async () => {
    const { run } = await scene();
    // sshd reads two pipes, in no order: the pause lets it see both before the flood
    const { output, truncated } = await run(
      ['sh', '-c', 'cat; echo out; echo bad >&2; sleep 2; yes | head -c 100000'],
      {
        capBytes: 1000,
      },
    );
    expect(output).toContain('out\n');
    expect(output).toContain('bad\n');
    expect(Buffer.byteLength(output)).toBe(1000);
    expect(truncated).toBe(true);
  });

  it('gives up at the deadline, and does not say that it ended', async () => {
    const { run } = await scene();
    expect(await run(['sleep', '30'], { deadlineMs: 300 })).toMatchObject({ end: 'deadline', status: null });
  });

  it('never runs a command again whose connection was lost under way', async () => {
    const { sshd, run, at } = await scene();
    writeFileSync(at('count.sh'), `echo run >>'${at('runs')}'\nsleep 30\n`);
    const running = run(['sh', at('count.sh')]);
    await expect.poll(() => existsSync(at('runs')), { timeout: 10_000 }).toBe(true);
    sshd.signalSessions('SIGKILL');
    expect(await running).toMatchObject({ end: 'lost', status: null });
    await run(['true']);
    expect(readFileSync(at('runs'), 'utf8')).toBe('run\n');
  });

  it('uses a connection again, and finds out one that has gone before it sends anything', async () => {
    const { sshd, run } = await scene();
    await run(['true']);
    await run(['true']);
    expect(sshd.connections()).toBe(1);
    sshd.signalSessions('SIGSTOP');
    expect(await run(['echo', 'again'], { connectTimeoutMs: 4000 })).toMatchObject({
      end: 'exited',
      output: 'again\n',
    });
    expect(sshd.connections()).toBe(2);
  });

  it('throws where the machine refuses, since nothing has run then', async () => {
    const { run } = await scene({ config: ['MaxSessions 0'] });
    await expect(run(['true'])).rejects.toMatchObject({ name: 'SshError', kind: 'denied' });
  });

  it('throws where nobody answers', async () => {
    const { sshd, executor } = await scene();
    const host = { ...hostOf(sshd), port: 9 };
    const command = { argv: ['true'], connectTimeoutMs: 2000, deadlineMs: 2000, capBytes: 10 };
    await expect(executor.exec(host, command)).rejects.toMatchObject({
      name: 'SshError',
      kind: 'unreachable',
    });
  });

  it('is what a forced command sees, word for word', async () => {
    const { sshd, run } = await scene();
    const key = readFileSync(sshd.authorizedKeysPath, 'utf8');
    writeFileSync(
      sshd.authorizedKeysPath,
      key.replaceAll(/^(?=ssh-)/gm, `command="echo \\"$SSH_ORIGINAL_COMMAND\\"" `),
    );
    expect((await run(['sudo', '-n', 'docker', 'restart', 'log-shipper'])).output).toBe(
      'sudo -n docker restart log-shipper\n',
    );
  });
});
