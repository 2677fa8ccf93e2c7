import { approvalCard, approvalPush } from '../../../embeds/approval.ts';
import { remedySelect } from '../../../embeds/remedies.ts';
import { Approval } from '../../../src/remediation/approval.ts';
import { aFinding, auditedAt } from '../../../test/support/builders.ts';
import { usualFindings } from '../../../test/support/findings/usual.ts';
import type { Sample } from './shown.ts';

const [unhealthy = aFinding()] = usualFindings.filter(({ type }) => type === 'container_unhealthy');
const knox = { id: '1100000000000000007', name: 'Knox' };
const ada = { id: '1100000000000000008', name: 'Ada', roles: [], bot: false };
const ran = {
  sent: true,
  exit_status: 0,
  signal: null,
  output: 'event-relay',
  truncated: false,
  detail: null,
};

const base = {
  id: '7c0ffee1',
  state: 'requested',
  action: 'restart-container',
  service: 'event-relay',
  machine: 'nas',
  finding: {
    id: unhealthy.id,
    type: unhealthy.type,
    severity: unhealthy.severity,
    summary: 'event-relay on nas: container event-relay runs, but fails its own health check.',
  },
  plan: {
    finding: unhealthy.id,
    action: 'restart-container',
    service: 'event-relay',
    machine: 'nas',
    host: 'knox@10.0.0.5:22',
    argv: ['docker', 'restart', 'event-relay'],
  },
  interrupts: 'event-relay: its clients lose their connections',
  check: 'the container runs, and its own health check has passed if it has one',
  runbook: ['Look at its log.', { run: 'docker logs event-relay' }],
  requested_by: knox,
  requested_at: auditedAt,
  expires_at: '2026-03-29T18:15:00.000Z',
  decided_by: null,
  decided_at: null,
  reason: null,
  started_at: null,
  ended_at: null,
  outcome: null,
  card: null,
  shown: null,
} as const;
const decided = { decided_by: ada, decided_at: auditedAt };

const states: Partial<Approval>[] = [
  { state: 'requested' },
  { state: 'approved', ...decided },
  { state: 'executing', ...decided },
  { state: 'succeeded', ...decided, outcome: { ...ran, finding: 'gone' } },
  { state: 'failed', ...decided, outcome: { ...ran, exit_status: 1, finding: 'stands' } },
  { state: 'unverified', ...decided, outcome: { ...ran, finding: 'unseen' } },
  { state: 'denied', ...decided, reason: 'a release is on its way' },
  { state: 'expired', reason: 'nobody answered in time' },
  { state: 'blocked', reason: 'shiva is a trading service: nothing is ever run on one', plan: null },
  { state: 'outcome_unknown', ...decided, outcome: { ...ran, exit_status: null, finding: 'pending' } },
];

/** A request for a remediation, in each state that it may have. */
export function approvalSamples(): Sample[] {
  const cards = states.map((over): Sample => {
    const approval = Approval.parse({ ...base, ...over });
    const push = approval.state === 'requested' ? { content: approvalPush(approval, []).trim() } : {};
    return { kind: `A request: ${approval.state.replaceAll('_', ' ')}`, ...push, ...approvalCard(approval) };
  });
  const option = {
    value: 'x',
    title: 'restart the container',
    action: 'restart-container' as const,
    finding: unhealthy,
  };
  return [...cards, { kind: 'The select under a report', components: remedySelect('x', [option]) }];
}
