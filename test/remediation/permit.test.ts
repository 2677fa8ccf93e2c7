import { describe, expect, it } from 'vitest';
import { sealOf } from '../../src/remediation/guard/evidence.ts';
import { hashOf } from '../../src/remediation/plan.ts';
import { execute } from '../../src/remediation/steps/execute.ts';
import { judge, permit, planOf, whyNotRun } from '../../src/remediation/policy.ts';
import type { PermitContext, Permit } from '../../src/remediation/policy.ts';
import { aManifest } from '../support/remediation/manifest.ts';
import { knox } from '../support/remediation/people.ts';
import { aMoment, aPermit, aProposal } from '../support/remediation/moment.ts';

describe('permit', () => {
  it('is given for the plan that was approved', async () => {
    expect(planOf(await aPermit())).toEqual(aProposal().plan);
  });

  it.each<[string, (moment: PermitContext) => Partial<PermitContext>, RegExp]>([
    ['the lease is lost', () => ({ holdsState: false }), /no longer holds/],
    ['the manifest is broken', () => ({ warning: 'x' }), /broken/],
    ['nobody approved', ({ approval }) => ({ approval: { ...approval, state: 'requested' } }), /nobody/],
    [
      'it is being carried out',
      ({ approval }) => ({ approval: { ...approval, state: 'executing' } }),
      /nobody/,
    ],
    [
      'the approver is who asked',
      ({ approval }) => ({ approval: { ...approval, decided_by: knox } }),
      /your own request/,
    ],
    ['the approver’s role may no more', () => ({ roles: ['another'] }), /no approver role/],
    ['the approval is old', ({ now }) => ({ now: now + 181_000 }), /too old/],
    ['the clock was set back', ({ now }) => ({ now: now - 60_000 }), /too old/],
    [
      'the time to approve was shortened',
      ({ manifest }) => ({ manifest: { ...manifest, policy: { four_eyes: true, approval_ttl_ms: 0 } } }),
      /too late/,
    ],
    ['the finding is gone', () => ({ proposal: null }), /no longer open/],
    [
      'the command is another',
      () => ({
        proposal: aProposal({ plan: { ...aProposal().plan, argv: ['docker', 'restart', 'metrics'] } }),
      }),
      /no longer what was approved/,
    ],
    [
      'the user is another',
      () => ({ proposal: aProposal({ plan: { ...aProposal().plan, host: 'root@10.0.0.5:22' } }) }),
      /no longer what was approved/,
    ],
    [
      'what was seen around it is not what its seal says',
      () => ({
        proposal: aProposal({
          guarded: { ...aProposal().guarded, approved: ['== container', 'id "b"', '== end'] },
        }),
      }),
      /not what the plan says/,
    ],
    [
      'what stands around it is another, sealed as such',
      () => {
        const approved = ['== container', 'id "b"', '== end'];
        const { plan, guarded } = aProposal();
        return {
          proposal: aProposal({
            plan: { ...plan, seal: sealOf(approved) },
            guarded: { ...guarded, approved },
          }),
        };
      },
      /^what it would touch has changed since the request \(container, /,
    ],
    ['it would touch trading', () => ({ proposal: aProposal({ shared: ['shiva'] }) }), /trades/],
  ])('is refused where %s', async (_, over, why) => {
    const moment = await aMoment();
    expect(permit({ ...moment, ...over(moment) })).toEqual({ refused: expect.stringMatching(why) });
  });

  it('is for a plan with its seal: another seal is another plan', () => {
    const { plan } = aProposal();
    expect(hashOf({ ...plan, seal: {} })).not.toBe(hashOf(plan));
    const turned = Object.fromEntries(Object.entries(plan.seal).toReversed());
    expect(hashOf({ ...plan, seal: turned })).toBe(hashOf(plan));
  });

  it('counts under the manifest that it was given under, and under no other', async () => {
    const real = await aPermit();
    expect(Object.isFrozen(real)).toBe(true);
    expect(whyNotRun(real, aManifest())).toBeNull();
    const edited = { ...aManifest(), policy: { four_eyes: true, approval_ttl_ms: 60_000 } };
    expect(whyNotRun(real, edited)).toBe('the manifest was just edited: request again');
  });

  it('tells what trades apart from what is refused for another reason', () => {
    const wished = aProposal({ plan: { ...aProposal().plan, service: 'records' } });
    expect(judge(aManifest(), wished)).toEqual({
      allowed: false,
      trading: false,
      why: 'restart-container is for stateless services, and records is stateful',
    });
  });

  it('cannot be made by anything else: no copy or look-alike compiles, and none runs', async () => {
    const real = await aPermit();
    const copy = Object.fromEntries(Object.entries(real));
    // @ts-expect-error a copy of a permit is none
    const copied: Permit = copy;
    // @ts-expect-error neither is what only looks like one
    const forged: Permit = { plan: aProposal().plan };
    const cast = { plan: aProposal().plan } as unknown as Permit;
    const cloned = structuredClone(real);
    const runs: unknown[] = [];
    const tools = {
      executor: { exec: async (host: unknown) => runs.push(host) as never },
      source: { current: async () => ({ manifest: aManifest(), notes: [], warning: null }) },
      logins: { sshUser: 'knox', actionUser: null },
      holdsState: () => true,
    };
    for (const none of [copied, forged, cast, cloned])
      await expect(execute(none, tools)).rejects.toThrow('this is no permit');
    expect(runs).toEqual([]);
    expect(planOf(real)).toEqual(aProposal().plan);
  });
});
