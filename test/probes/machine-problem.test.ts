import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { SshClient } from '../../src/clients/ssh/client.ts';
import { observeMachine } from '../../src/probes/observe-machine.ts';
import { composeScript } from '../../src/probes/machine/script.ts';
import { createSectionReader } from '../../src/probes/machine/sections.ts';
import { clientFor, hostOf } from '../support/clients/ssh-scene.ts';
import { startSshd } from '../support/servers/sshd.ts';
import type { Sshd, SshdOptions } from '../support/servers/sshd.ts';
import { lacks } from '../support/machines/system.ts';
import { limits, requestFor, standInPs } from '../support/probes/machine-scene.ts';

describe.skipIf(lacks(['sshd', 'openssh-server'], ['ps', 'procps']))('a machine with problems', () => {
  let sshd: Sshd;
  let ssh: SshClient;

  async function start(options: SshdOptions = {}) {
    sshd = await startSshd(options);
    ssh = clientFor(sshd);
  }

  afterEach(async () => {
    ssh.close();
    await sshd.stop();
  });

  it('loses a hung section after its deadline, and we say which', async () => {
    await start();
    standInPs(sshd, 'sleep 60.0077');
    const { connection, facts } = await observeMachine(ssh, requestFor(sshd), { ...limits, sectionMs: 1000 });
    expect(connection).toEqual({ status: 'connected' });
    const detail = 'processes did not answer within 1 s';
    expect(facts.processes).toEqual({ ok: false, reason: 'timeout', detail });
  });

  it('is given up after its own deadline', async () => {
    await start();
    standInPs(sshd, 'sleep 60.0078');
    const { facts } = await observeMachine(ssh, requestFor(sshd), { ...limits, machineMs: 1000 });
    const detail = expect.stringContaining('within 1 s');
    expect(facts.processes).toMatchObject({ ok: false, reason: 'timeout', detail });
  });

  it('keeps the sections that arrived when its time is over', async () => {
    await start();
    const marker = '0a'.repeat(16);
    const names = ['early', 'late', 'never'];
    const reader = createSectionReader(marker, { names, capBytes: 1000 });
    const fragments = [
      { name: 'early', sh: 'echo here', deadline_s: 10 },
      { name: 'late', sh: 'echo half; sleep 9.0067', deadline_s: 10 },
      { name: 'never', sh: 'echo never', deadline_s: 10 },
    ];
    const ended = await ssh.run(hostOf(sshd), {
      script: composeScript(marker, fragments),
      connectTimeoutMs: 10_000,
      deadlineMs: 1500,
      onOutput: (chunk) => reader.push(chunk),
    });
    expect(ended).toBe('deadline');
    expect(names.map((name) => reader.section(name).state)).toEqual(['complete', 'cut', 'missing']);
  });

  it('has 100 MB of one section capped, and is not believed half a table', async () => {
    await start();
    standInPs(sshd, 'yes "1 0 S 00:01 root init" | head -c 100000000');
    // A busy machine takes long over 100 MB: it is the cap that is to end it, not a deadline.
    const patient = { ...limits, sectionMs: 25_000, machineMs: 28_000 };
    const { facts } = await observeMachine(ssh, requestFor(sshd), patient);
    const detail = expect.stringContaining('longer');
    expect(facts.processes).toMatchObject({ ok: false, reason: 'malformed', detail });
  });

  it('that gives the user no shell has denied us, and is quoted', async () => {
    await start({ config: ['ForceCommand echo "This account is \\"for\\" files only."'] });
    const { connection, facts } = await observeMachine(ssh, requestFor(sshd), limits);
    expect(connection).toEqual({ status: 'connected' });
    const detail = expect.stringMatching(/no shell.*This account is .*files only/);
    expect(facts.processes).toMatchObject({ ok: false, reason: 'denied', detail });
  });

  it('whose connection breaks in the middle was not seen', async () => {
    await start();
    const running = join(sshd.folder, 'running');
    standInPs(sshd, `: >${running}; sleep 9.0079`);
    const seeing = observeMachine(ssh, requestFor(sshd), limits);
    await expect.poll(() => existsSync(running), { timeout: 10_000 }).toBe(true);
    sshd.signalSessions('SIGKILL');
    const detail = 'the connection was lost before processes had answered';
    expect((await seeing).facts.processes).toEqual({ ok: false, reason: 'unreachable', detail });
  });

  it('with a changed host key is named, and nothing is read of it', async () => {
    await start();
    const other = await startSshd();
    const pinned = join(sshd.folder, 'known_hosts_other');
    writeFileSync(pinned, `[${sshd.host}]:${sshd.port} ${other.hostKeys[0]}\n`);
    const strange = clientFor(sshd, { knownHosts: pinned });
    const seen = await observeMachine(strange, requestFor(sshd), limits);
    strange.close();
    await other.stop();
    expect(seen).toMatchObject({
      connection: { status: 'failed', host_key: { state: 'changed' } },
      facts: { processes: { ok: false, reason: 'unreachable' } },
    });
  });
});
