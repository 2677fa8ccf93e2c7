import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkout } from '../../../src/probes/checkout/checkout.ts';
import { observeMachine } from '../../../src/probes/observe-machine.ts';
import { clientUntilEnd } from '../../support/clients/ssh-scene.ts';
import { aMachine, aService } from '../../support/facts/observed.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { startSshd } from '../../support/servers/sshd.ts';
import { lacks } from '../../support/machines/system.ts';
import { createCheckout } from '../../support/probes/checkout-scene.ts';
import { limits, requestFor } from '../../support/probes/machine-scene.ts';
import { fuzzRounds } from '../../support/property-time.ts';

const runs = fuzzRounds(2000);

describe.skipIf(lacks(['sshd', 'openssh-server'], ['ps', 'procps']))('checkouts over SSH', () => {
  it('come back beside the process table in one round trip, past variables that mislead git', async () => {
    const folder = await testFolder();
    const [, second] = createCheckout(join(folder, 'app'));
    const trace = join(folder, 'trace');
    const sshd = await startSshd({
      environment: { GIT_DIR: '/nonexistent', GIT_TRACE: trace, GIT_EXTERNAL_DIFF: 'false' },
    });
    onTestFinished(() => sshd.stop());
    const service = aService({ machine: 'box', checkout: join(folder, 'app') });
    const machine = aMachine({ name: 'box', host: sshd.host, port: sshd.port });
    const request = requestFor(sshd, { target: { machine, services: [service] } });
    const { facts, asked_by } = await observeMachine(clientUntilEnd(sshd), request, limits);
    expect(asked_by.checkout).toEqual([service.name]);
    expect(facts.checkout).toMatchObject({
      ok: true,
      value: { [service.name]: { ok: true, value: { head: second } } },
    });
    expect(facts.processes).toMatchObject({ ok: true });
    expect(existsSync(trace)).toBe(false);
    expect(sshd.connections()).toBe(1);
  });

  it('are unsupported where there is no git', () => {
    const service = aService({ checkout: '/opt/a' });
    const section = { output: 'checkout 0\nproblem no-git\nend\n', status: 0, truncated: false };
    const target = { machine: aMachine(), services: [service] };
    expect(checkout.parse(section, target)).toMatchObject({ ok: false, reason: 'unsupported' });
  });
});

describe('what a checkout prints', () => {
  it('is a value or a reason, whatever it is', () => {
    const target = { machine: aMachine(), services: [aService({ checkout: '/opt/a' })] };
    const sha = 'ab'.repeat(20);
    const line = fc.constantFrom(
      'checkout 0',
      'checkout 1',
      'end',
      'now 1',
      'now x',
      'branch refs/heads/main',
      'detached',
      'contained yes',
      'committed 1',
      `move ${sha} ${sha} 5`,
      `git # branch.oid ${sha}`,
      'git # branch.oid (initial)',
      'unjudged',
      `git 1 .M N... 100644 100644 100644 ${sha} ${sha} a b`,
      'git u x',
      'status 0',
      'status 128',
      'said x',
      'problem denied',
      'problem',
      '',
    );
    const text = fc.array(
      fc.oneof({ weight: 9, arbitrary: line }, fc.string({ unit: 'binary', maxLength: 20 })),
    );
    const framed = text.map((lines) => `checkout 0\n${lines.join('\n')}\nend\n`);
    const any = fc.oneof(
      framed,
      text.map((lines) => lines.join('\n')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(any, fc.constantFrom(0, 1), (output, status) => {
        const seen = checkout.parse({ output, status, truncated: false }, target);
        const [own] = seen.ok ? Object.values(seen.value) : [seen];
        const fits = own?.ok
          ? own.value.changes >= own.value.changed.length
          : /^(?:malformed|unsupported|denied)$/.test(own?.reason ?? '');
        expect(fits).toBe(true);
      }),
      { numRuns: runs },
    );
  });
});
