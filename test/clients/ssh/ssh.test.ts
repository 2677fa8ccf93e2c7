import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SshClient } from '../../../src/clients/ssh/client.ts';
import { isRunning } from '../../support/machines/process-tree.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import type { Sshd } from '../../support/servers/sshd.ts';
import { lacks } from '../../support/machines/system.ts';
import { clientFor, hostOf, read } from '../../support/clients/ssh-scene.ts';

describe.skipIf(lacks(['sshd', 'openssh-server']))('a script over SSH', () => {
  let sshd: Sshd;
  let client: SshClient;
  beforeAll(async () => {
    sshd = await startSshd({ banner: 'AUTHORISED USE ONLY\n', profile: 'echo noise; echo problem >&2' });
    client = clientFor(sshd);
  });
  afterAll(async () => {
    client.close();
    await sshd.stop();
  });

  it('prints what it prints, after the noise of the login shell and without the banner', async () => {
    const script = 'echo out; echo err >&2; cat; echo "$0"';
    expect(await read(client, hostOf(sshd), script)).toEqual({ end: 'closed', output: 'noise\nout\nsh\n' });
  });

  it('stands in no command line', async () => {
    const { output } = await read(client, hostOf(sshd), ': very-secret-name; ps -axo args || ps');
    expect(output).toContain('sh -s');
    expect(output).not.toContain('very-secret-name');
  });

  it('arrives whole when it is larger than a window', async () => {
    const long = `: ${'x'.repeat(100)}\n`.repeat(40_000);
    expect((await read(client, hostOf(sshd), `${long}echo end`)).output).toBe('noise\nend\n');
  });

  it('ends with what was wanted, even if something it started holds the pipe', async () => {
    const started = performance.now();
    const { end, output } = await read(client, hostOf(sshd), 'sleep 25 & echo "pid $!."', {
      onOutput: (chunk) => (chunk.includes('.') ? 'enough' : 'more'),
    });
    expect(end).toBe('enough');
    expect(performance.now() - started).toBeLessThan(15_000);
    process.kill(Number(/pid (\d+)/.exec(output)?.[1]));
  });

  it('that prints without end stops once enough is read', async () => {
    const { end, output } = await read(client, hostOf(sshd), 'echo "pid $$."; exec yes', {
      onOutput: (chunk) => (chunk.includes('.') ? 'enough' : 'more'),
    });
    expect(end).toBe('enough');
    const pid = Number(/pid (\d+)/.exec(output)?.[1]);
    await expect.poll(() => isRunning(pid), { timeout: 10_000 }).toBe(false);
  });

  it('that hangs is ended at the deadline with all that it started', async () => {
    const script = 'sleep 1000 & a=$!; sh -c "sleep 1000 & echo \\$!; wait" & b=$!; echo $$ $a $b; wait';
    const { end, output } = await read(client, hostOf(sshd), script, { deadlineMs: 700 });
    expect(end).toBe('deadline');
    const pids = output.match(/\d+/g)?.map(Number) ?? [];
    expect(pids).toHaveLength(4);
    await expect.poll(() => pids.filter((pid) => isRunning(pid)), { timeout: 10_000 }).toEqual([]);
  });

  it('that ignores SIGTERM is killed', async () => {
    const script = 'trap "" TERM; echo "pid $$."; while :; do sleep 1; done';
    const { end, output } = await read(client, hostOf(sshd), script, { deadlineMs: 700 });
    expect(end).toBe('deadline');
    await expect
      .poll(() => isRunning(Number(/pid (\d+)/.exec(output)?.[1])), { timeout: 10_000 })
      .toBe(false);
  });

  it('may print 400 MB of which only the start is wanted, in bounded memory', async () => {
    const before = process.memoryUsage().rss;
    let bytes = 0;
    let peak = 0;
    const { end } = await client
      .run(hostOf(sshd), {
        script: 'yes driftwatch | head -c 419430400; echo end',
        connectTimeoutMs: 10_000,
        deadlineMs: 25_000,
        onOutput(chunk) {
          bytes += chunk.length;
          peak = Math.max(peak, process.memoryUsage.rss());
          return bytes > 4_000_000 ? 'enough' : 'more';
        },
      })
      .then((end) => ({ end }));
    expect(end).toBe('enough');
    expect(bytes).toBeLessThan(10_000_000);
    expect(peak - before).toBeLessThan(150_000_000);
  });

  it('may print 400 MB which are all handed on in bounded memory', async () => {
    const before = process.memoryUsage().rss;
    let bytes = 0;
    let peak = 0;
    const end = await client.run(hostOf(sshd), {
      script: 'head -c 419430400 /dev/zero',
      connectTimeoutMs: 10_000,
      deadlineMs: 25_000,
      onOutput(chunk) {
        bytes += chunk.length;
        peak = Math.max(peak, process.memoryUsage.rss());
        return 'more';
      },
    });
    expect({ end, bytes }).toEqual({ end: 'closed', bytes: 419_430_400 + 'noise\n'.length });
    // far from the 400 MB that passed, and room for what the collector has not come to yet
    expect(peak - before).toBeLessThan(250_000_000);
  });

  it('that prints slowly is read as it prints, and cut at the deadline', async () => {
    const script = 'while :; do head -c 6400 /dev/zero; sleep 0.1; done';
    const arrivals: number[] = [];
    const { end, output } = await read(client, hostOf(sshd), script, {
      deadlineMs: 1500,
      onOutput: () => (arrivals.push(performance.now()), 'more'),
    });
    expect(end).toBe('deadline');
    expect(output.length).toBeGreaterThan(6400);
    expect(arrivals.at(-1)! - arrivals[0]!).toBeGreaterThan(300);
  });

  it('whose reader fails fails alone: the connection stays', async () => {
    const broken = new Error('reader');
    const failing = read(client, hostOf(sshd), 'echo a; sleep 1', {
      onOutput() {
        throw broken;
      },
    });
    await expect(failing).rejects.toBe(broken);
    const before = sshd.connections();
    expect((await read(client, hostOf(sshd), 'echo b')).output).toBe('noise\nb\n');
    expect(sshd.connections()).toBe(before);
  });
});
