import { describe, expect, it } from 'vitest';
import type { SshCommand } from '../../../src/clients/ssh/executor.ts';
import { seen } from '../../../src/facts/observation.ts';
import { execute } from '../../../src/remediation/steps/execute.ts';
import { reach } from '../../../src/remediation/machine/reach.ts';
import { aManifest } from '../../support/remediation/manifest.ts';
import { aPermit } from '../../support/remediation/moment.ts';
import { knox } from '../../support/remediation/people.ts';
import { restart } from '../../support/remediation/scene.ts';
import { reprobedFrom } from '../../support/remediation/reprobed.ts';
import { createWorld } from '../../support/remediation/world.ts';

/** What an executor is told for a real permit. */
async function ran(over: object = {}) {
  const commands: SshCommand[] = [];
  const answer = { end: 'exited' as const, status: 0, signal: null, output: '', truncated: false };
  const { outcome } = await execute(await aPermit(), {
    executor: { exec: async (_host, command) => (commands.push(command), answer) },
    source: { current: async () => ({ manifest: aManifest(), notes: [], warning: null }) },
    logins: { sshUser: 'knox', actionUser: null },
    holdsState: () => true,
    ...over,
  });
  return { commands, outcome };
}

describe('the last step', () => {
  it('reads no more than 16 KB of what the machine says', async () => {
    const { commands, outcome } = await ran();
    expect(commands.map(({ capBytes }) => capBytes)).toEqual([16 * 1024]);
    expect(outcome.sent).toBe(true);
  });

  it('gives the machine the approval’s id, by which it runs only once', async () => {
    const { commands } = await ran();
    expect(commands.map(({ input }) => input?.toString().includes('\nonce id-1\n'))).toEqual([true]);
  });

  const current = (manifest: object, warning: string | null = null) => ({
    source: { current: async () => ({ manifest, notes: [], warning }) },
  });
  it.each([
    [
      'the manifest is another',
      current(aManifest({ policy: { four_eyes: true, approval_ttl_ms: 1 } })),
      'manifest was just edited',
    ],
    ['its latest edit is broken', current(aManifest(), 'x'), 'latest edit of the manifest is broken: x'],
    [
      'another user would log in',
      { logins: { sshUser: 'knox', actionUser: 'root' } },
      'box is no longer knox@10.0.0.5:22',
    ],
    ['the lease is lost', { holdsState: () => false }, 'no longer holds the state'],
  ])('is not taken where %s', async (_, over, why) => {
    const { commands, outcome } = await ran(over);
    expect(commands).toEqual([]);
    expect(outcome).toMatchObject({ sent: false, detail: expect.stringContaining(why) });
  });
});

describe('what an action would touch', () => {
  it('is not known from an answer that was cut off', async () => {
    const remediation = createWorld().start({ queryMachine: async () => '== container\nid "a"\n' });
    const { state, reason } = await remediation.request(restart('log-shipper'), knox);
    expect([state, reason]).toEqual(['blocked', expect.stringContaining('the answer was cut off')]);
  });

  it('includes every process of a neighbour’s job', () => {
    const world = createWorld();
    const look = reprobedFrom(world, world.manifest.services[0]!);
    const job = { pid: null, pids: [555] } as never;
    const jobs = seen({ metrics: seen(job) });
    expect(reach({ ...look, facts: { ...look.facts, jobs } }, [555], []).shared).toEqual(['metrics']);
  });
});
