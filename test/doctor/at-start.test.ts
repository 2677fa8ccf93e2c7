import { describe, expect, it } from 'vitest';
import { warnOfProblems } from '../../src/doctor/at-start.ts';
import { closedPort, serve } from '../support/servers/http-servers.ts';
import { lacks } from '../support/machines/system.ts';
import { aMachine, doctorContextOn } from '../support/doctor/machine-scene.ts';

const needs = lacks(['sshd', 'openssh-server'], ['ssh-keygen', 'openssh-client']);

describe.skipIf(needs)('a bot that starts', () => {
  it('logs an unreachable machine with its cure, and nothing that is in order', async () => {
    const sshd = await aMachine();
    const port = await closedPort();
    const logged: unknown[] = [];
    const log = { warn: (fields: unknown) => void logged.push(fields) };
    await warnOfProblems(await doctorContextOn(sshd), log).done;
    expect(logged).toEqual([]);
    await warnOfProblems(await doctorContextOn({ ...sshd, port }), log).done;
    expect(logged).toEqual([
      expect.objectContaining({
        check: 'machines',
        subject: 'box',
        cure: expect.stringMatching(/^The machine answers/) as string,
      }),
    ]);
  });

  it('is silent when it is stopped meanwhile, and keeps nothing waiting', async () => {
    const sshd = await aMachine();
    const silent = await serve(() => {});
    const env = { OPENCLAW_URL: silent.origin, OPENCLAW_HOOK_TOKEN: 'hook-token-0123456789' };
    const logged: unknown[] = [];
    const patient = await doctorContextOn({ ...sshd, port: await closedPort() }, env);
    const looking = warnOfProblems(patient, { warn: (fields: unknown) => void logged.push(fields) });
    await expect.poll(() => silent.requests.length).toBe(1);
    looking.stop();
    await looking.done;
    expect(logged).toEqual([]);
  });
});
