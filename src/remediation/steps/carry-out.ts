import { actions } from '../actions/index.ts';
import { lateAttempt, moved } from '../approval.ts';
import type { Approval, Outcome } from '../approval.ts';
import { execute, unsent } from './execute.ts';
import type { Reprobed } from '../machine/reprobed.ts';
import type { KeyedMutex } from '../../async/keyed-mutex.ts';
import { permit, planOf } from '../policy.ts';
import type { Permit } from '../policy.ts';
import { propose } from '../proposal/propose.ts';
import type { Tools } from '../tools.ts';
import { verify } from './verify.ts';
import { end, stateAfter } from './end.ts';

/**
 * Carries out an approved plan: probes again, gets a permit from the policy, runs it once, and verifies the result. Every
 * step is stored before it is taken. Only a probe shows which machine it really is: if another action runs on the same
 * machine under another name, this one waits, then probes again.
 */
export async function carryOut(id: string, tools: Tools, inTurn: KeyedMutex): Promise<Approval | null> {
  const { records } = tools;
  const approval = (await records.all()).find((each) => each.id === id);
  if (approval?.state !== 'approved') return null;
  const objection = await tools.journal.objection(approval);
  if (objection !== null) return await block(id, objection, tools);
  const first = await permitFor(approval, tools);
  if ('refused' in first) return await block(id, first.refused, tools);
  return await inTurn(first.seen.marks, async (waited) => {
    const granted = waited ? await permitFor(approval, tools) : first;
    if ('refused' in granted) return await block(id, granted.refused, tools);
    return await begin(approval, granted, tools);
  });
}

async function begin(
  { id, decided_by: approver }: Approval,
  granted: { permit: Permit; seen: Reprobed },
  tools: Tools,
): Promise<Approval | null> {
  const { records, journal } = tools;
  await journal.append('permit', id, { plan: planOf(granted.permit), approver });
  const attempt: { why: string | null } = { why: null };
  const started = await records.change(id, (held, all) => {
    if (lateAttempt(all, held, tools.now())) attempt.why = 'it was tried within the hour already';
    return attempt.why === null ? moved(held, 'executing', tools.now()) : null;
  });
  if (started === null) return attempt.why === null ? null : await block(id, attempt.why, tools);
  return await run(granted.permit, started, granted.seen, tools);
}

async function permitFor(
  approval: Approval,
  tools: Tools,
): Promise<{ permit: Permit; seen: Reprobed } | { refused: string }> {
  const { source, approverRoles, holdsState, now } = tools;
  const { manifest, warning } = await source.current();
  const service = manifest.services.find(({ name }) => name === approval.service);
  if (!service) return { refused: `the manifest no longer has a service ${approval.service}` };
  const seen = await tools.reprobe(manifest, service);
  const finding = seen.findings.find(({ id }) => id === approval.finding?.id);
  const action = actions[approval.action];
  const proposed = finding ? await propose({ manifest, seen, finding, action }, tools) : null;
  if (proposed === null && seen.unreachable !== null)
    return { refused: `${service.machine} does not answer: ${seen.unreachable}` };
  if (proposed !== null && 'refused' in proposed) return proposed;
  const granted = permit({
    manifest,
    warning,
    approval,
    proposal: proposed,
    roles: approverRoles,
    holdsState: holdsState(),
    now: now(),
  });
  return 'permit' in granted ? { permit: granted.permit, seen } : granted;
}

async function run(
  granted: Permit,
  started: Approval,
  before: Reprobed,
  tools: Tools,
): Promise<Approval | null> {
  const { records, journal } = tools;
  const { id } = started;
  try {
    await journal.append('execute', id, { ...planOf(granted) });
  } catch (error) {
    // Without a journal entry, nothing runs.
    const outcome = unsent('the journal could not be written');
    await records.change(id, (approval) => moved(approval, 'failed', tools.now(), { outcome }));
    throw error;
  }
  const { outcome, known } = await execute(granted, tools);
  await records.change(id, (approval) => ({ ...approval, outcome }));
  await journal.append('ran', id, { ...outcome });
  const final = outcome.sent ? await seenAfter(outcome, started, before, tools) : outcome;
  return await end(id, known ? stateAfter(final) : 'outcome_unknown', final, tools);
}

async function seenAfter(
  outcome: Outcome,
  approval: Approval,
  before: Reprobed,
  tools: Tools,
): Promise<Outcome> {
  const { finding, detail } = await verify(approval, before, tools);
  return {
    ...outcome,
    finding,
    detail: [outcome.detail, detail].filter((text) => text !== null).join('; ') || null,
  };
}

async function block(id: string, reason: string, tools: Tools): Promise<Approval | null> {
  const { records, journal, now } = tools;
  const blocked = await records.change(id, (approval) => moved(approval, 'blocked', now(), { reason }));
  await journal.append('blocked', id, { reason });
  return blocked;
}
