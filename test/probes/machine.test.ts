import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SshClient } from '../../src/clients/ssh/client.ts';
import { observeMachine } from '../../src/probes/observe-machine.ts';
import type { MachineRequest } from '../../src/probes/request.ts';
import { clientFor } from '../support/clients/ssh-scene.ts';
import { aMachine } from '../support/facts/observed.ts';
import { startSshd } from '../support/servers/sshd.ts';
import type { Sshd } from '../support/servers/sshd.ts';
import { lacks } from '../support/machines/system.ts';
import { limits, requestFor } from '../support/probes/machine-scene.ts';

describe.skipIf(lacks(['sshd', 'openssh-server'], ['ps', 'procps']))('observeMachine', () => {
  let sshd: Sshd;
  let ssh: SshClient;

  beforeEach(async () => {
    const profile = 'echo Welcome; printf "no line break"; echo oops >&2';
    sshd = await startSshd({ banner: 'No trespassing\n', profile });
    ssh = clientFor(sshd);
  });

  afterEach(async () => {
    ssh.close();
    await sshd.stop();
  });

  it('reads ten services by one script over one connection, past a banner and a noisy login shell', async () => {
    const seen = await observeMachine(ssh, requestFor(sshd), limits);
    expect(seen).toMatchObject({
      machine: 'box',
      connection: { status: 'connected' },
      facts: { processes: { ok: true } },
    });
    expect(seen.asked_by.processes).toHaveLength(10);
    expect(sshd.connections()).toBe(1);
    expect(sshd.log().match(/Starting session: command/g)).toHaveLength(1);
  });

  it("knows sshd's processes of the connection, the shell and all below it as our own", async () => {
    const { facts } = await observeMachine(ssh, requestFor(sshd), limits);
    if (!facts.processes?.ok) throw new Error(JSON.stringify(facts));
    const { processes, own } = facts.processes.value;
    const ours = processes.filter(({ pid }) => own.includes(pid)).map(({ command }) => command);
    expect(ours).toContainEqual(expect.stringMatching(/^sshd(-session)?: .*@notty/));
    expect(ours).toContainEqual(expect.stringMatching(/^sh -s$/));
    expect(ours).not.toContainEqual(expect.stringMatching(/listener|vitest/));
    expect(processes.find(({ pid }) => pid === process.pid)).toBeDefined();
    expect(own).not.toContain(process.pid);
  });

  it('lists the singletons of other machines as asking for the process table', async () => {
    const { asked_by } = await observeMachine(
      ssh,
      requestFor(sshd, {
        target: { machine: aMachine({ name: 'box' }), services: [] },
        singletons: ['shiva'],
      }),
      limits,
    );
    expect(asked_by).toEqual({ processes: ['shiva'] });
  });

  it('opens no connection where nothing is asked', async () => {
    const seen = await observeMachine(
      ssh,
      requestFor(sshd, { target: { machine: aMachine(), services: [] } }),
      limits,
    );
    expect(seen).toMatchObject({ connection: { status: 'not_probed' }, facts: {}, asked_by: {} });
    expect(sshd.connections()).toBe(0);
  });

  it('is serialisable, going in and coming out', async () => {
    const sent: MachineRequest = JSON.parse(JSON.stringify(requestFor(sshd)));
    expect(sent).toEqual(requestFor(sshd));
    const seen = await observeMachine(ssh, sent, limits);
    expect(JSON.parse(JSON.stringify(seen))).toEqual(seen);
  });
});
