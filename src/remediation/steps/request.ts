import { isoInstant } from '../../time/instant.ts';
import { UserError } from '../../text/user-error.ts';
import type { Container } from '../../facts/container.ts';
import type { Manifest, Service } from '../../inventory/manifest.ts';
import { bySeverity } from '../../comparison/severity.ts';
import { catalogue, typesAnsweredBy } from '../../findings/catalogue.ts';
import type { Found } from '../../findings/finding.ts';
import { actions } from '../actions/index.ts';
import type { Approval, Person } from '../approval.ts';
import type { Reprobed } from '../machine/reprobed.ts';
import type { Proposal } from '../plan.ts';
import { judge, notThroughSite } from '../policy.ts';
import { propose } from '../proposal/propose.ts';
import { runbook } from '../proposal/runbook.ts';
import type { RemediationRequest } from '../remediation.ts';
import { updateCard } from '../update-card.ts';
import type { Tools } from '../tools.ts';
import { whyTrading } from '../trading.ts';

/**
 * Probes the service and opens a request, with its card; or makes a card without buttons that says why not.
 * @throws UserError if there is nothing to request
 */
export async function request(wanted: RemediationRequest, by: Person, tools: Tools): Promise<Approval> {
  await tools.journal.append('request', null, { ...wanted, by: { ...by } });
  const { manifest, warning } = await tools.source.current();
  if (warning !== null)
    throw new UserError(
      `Nothing can be requested while the latest edit of the manifest is broken: ${warning}`,
    );
  const service = manifest.services.find(({ name }) => name === wanted.service);
  if (!service) throw new UserError(`The manifest has no service ${JSON.stringify(wanted.service)}.`);
  const approval = await drawn(wanted, by, { manifest, service }, tools);
  await tools.records.add(approval);
  await tools.journal.append(approval.state, approval.id, {
    plan: approval.plan,
    finding: approval.finding?.id ?? null,
    reason: approval.reason,
  });
  return approval.state === 'requested' ? await updateCard(approval, tools) : approval;
}

type Place = { manifest: Manifest; service: Service };

async function drawn(
  wanted: RemediationRequest,
  by: Person,
  { manifest, service }: Place,
  tools: Tools,
): Promise<Approval> {
  const action = actions[wanted.action];
  const seen = await tools.reprobe(manifest, service);
  const finding = foundBy(seen, wanted);
  const trading = whyTrading(service);
  const { site } = seen.machine;
  if (site !== undefined && trading === null)
    throw new UserError(`${notThroughSite(service.machine, site)}.`);
  if (finding === null && trading === null) {
    if (seen.unreachable !== null)
      throw new UserError(`${service.machine} does not answer: ${seen.unreachable}`);
    throw new UserError(
      `${service.name} has no open finding that ${wanted.action} can fix. It fixes ${typesAnsweredBy(wanted.action).join(', ')}.`,
    );
  }
  const proposed =
    finding === null || trading !== null ? null : await propose({ manifest, seen, finding, action }, tools);
  const plan = proposed !== null && 'plan' in proposed ? proposed.plan : null;
  const why = whyNot(manifest, service, proposed, trading);
  const now = tools.now();
  const about = finding ?? worstOf(seen);
  return {
    id: tools.newId(),
    state: why === null ? 'requested' : 'blocked',
    action: wanted.action,
    service: service.name,
    machine: service.machine,
    finding: about && pick(about),
    plan,
    interrupts: action.interrupts(service),
    check: action.check,
    runbook: runbook(service, plan?.argv ?? null, containersIn(seen, service)),
    requested_by: { id: by.id, name: by.name },
    requested_at: isoInstant(now),
    expires_at: isoInstant(now + manifest.policy.approval_ttl_ms),
    reason: why,
    ended_at: why === null ? null : isoInstant(now),
    decided_by: null,
    decided_at: null,
    started_at: null,
    outcome: null,
    card: null,
    shown: null,
  };
}

function containersIn({ facts }: Reprobed, service: Service): readonly Container[] {
  return facts.containers?.ok ? (facts.containers.value.services[service.name] ?? []) : [];
}

function pick({ id, type, severity, summary }: Found): Approval['finding'] {
  return { id, type, severity, summary };
}

function whyNot(
  manifest: Manifest,
  { name }: Service,
  proposed: Proposal | { refused: string } | null,
  trading: string | null,
): string | null {
  if (trading !== null) return `${trading}: nothing is ever run on one`;
  if (proposed === null) return `there is nothing to do on ${name}`;
  if ('refused' in proposed) return proposed.refused;
  const verdict = judge(manifest, proposed);
  if (verdict.allowed) return null;
  return verdict.trading ? `${verdict.why}: nothing is ever run that touches trading` : verdict.why;
}

/** The requested finding, or the worst that the action can fix. */
function foundBy({ findings }: Reprobed, { action, finding }: RemediationRequest) {
  const answered = findings.filter(({ type }) => catalogue[type].actions.includes(action));
  if (finding !== null) return answered.find(({ id }) => id === finding) ?? null;
  return answered.toSorted((one, other) => bySeverity(one.severity, other.severity))[0] ?? null;
}

function worstOf({ findings }: Reprobed) {
  return findings.toSorted((one, other) => bySeverity(one.severity, other.severity))[0] ?? null;
}
