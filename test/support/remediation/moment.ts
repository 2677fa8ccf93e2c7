import type { Approval } from '../../../src/remediation/approval.ts';
import type { ActionName } from '../../../src/findings/action-name.ts';
import type { Proposal } from '../../../src/remediation/plan.ts';
import { permit } from '../../../src/remediation/policy.ts';
import type { PermitContext, Permit } from '../../../src/remediation/policy.ts';
import { epochMs } from '../../../src/time/instant.ts';
import { auditedAt } from '../builders.ts';
import { readEvidence, sealOf } from '../../../src/remediation/guard/evidence.ts';
import { claimsOn } from '../../../src/remediation/trading.ts';
import { containerText } from './guard-text.ts';
import { aManifest } from './manifest.ts';
import { ada, approverRole, knox } from './people.ts';
import { findingOf } from './reprobed.ts';
import { createWorld } from './world.ts';

export function aProposal(over: Partial<Proposal> & { action?: ActionName } = {}): Proposal {
  const { action = 'restart-container', ...rest } = over;
  const approved = readEvidence(containerText('log-shipper'))?.approved ?? [];
  const plan = {
    finding: findingOf('log-shipper'),
    action,
    service: 'log-shipper',
    machine: 'box',
    host: 'knox@10.0.0.5:22',
    argv: ['docker', 'restart', 'log-shipper'],
    seal: sealOf(approved),
  };
  const guarded = { claims: claimsOn(aManifest(), 'box'), approved };
  return { plan, touches: [], shared: [], twins: [], starts: [], guarded, ...rest };
}

/** A stored approval of Knox's request by Ada. */
export async function anApproval(): Promise<Approval> {
  const world = createWorld();
  await world.start().request({ service: 'log-shipper', action: 'restart-container', finding: null }, knox);
  const [requested] = await world.approvals();
  if (!requested) throw new Error('nothing was requested');
  return { ...requested, state: 'approved', decided_by: ada, decided_at: auditedAt };
}

export async function aMoment(over: Partial<PermitContext> = {}): Promise<PermitContext> {
  return {
    manifest: aManifest(),
    warning: null,
    approval: await anApproval(),
    proposal: aProposal(),
    roles: [approverRole],
    holdsState: true,
    now: epochMs(auditedAt) + 1000,
    ...over,
  };
}

export async function aPermit(): Promise<Permit> {
  const granted = permit(await aMoment());
  if ('refused' in granted) throw new Error(granted.refused);
  return granted.permit;
}
