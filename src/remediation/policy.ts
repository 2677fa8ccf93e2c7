import type { Manifest, Service } from '../inventory/manifest.ts';
import { epochMs } from '../time/instant.ts';
import { differenceOf, sealOf } from './guard/evidence.ts';
import { hashOf, untouched } from './plan.ts';
import type { ActionName } from '../findings/action-name.ts';
import type { Plan, Proposal } from './plan.ts';
import type { Approval, Clicker } from './approval.ts';
import { tradingReason } from './trading.ts';

/** The kinds of services that an action may touch. Others are refused, and trading cannot be listed. */
const allowed: Record<ActionName, readonly Exclude<Service['kind'], 'trading'>[]> = {
  'restart-container': ['stateless'],
  'restart-launchd-job': ['stateless'],
  'restart-systemd-unit': ['stateless'],
  'remove-lockfile': ['stateless', 'stateful'],
  'tighten-mode': ['stateless', 'stateful'],
};

/** The time from click to run, which includes a probe and other actions on the machine. */
const APPROVAL_LIVES_MS = 180_000;

/** What the machine must see again, and the id of the approval, for which it acts only once. */
type Guarded = Proposal['guarded'] & { approval: string };

/**
 * The proof that policy and a person both said yes to one plan. The class is not exported and its fields are private, so
 * no other code can make a Permit, and a copy or a cast does not work.
 */
class Granted {
  readonly #plan: Plan;
  readonly #guarded: Proposal['guarded'];
  readonly #manifest: string;
  readonly #approval: string;
  constructor({ plan, guarded }: Proposal, manifest: Manifest, approval: string) {
    this.#approval = approval;
    this.#plan = structuredClone(plan);
    this.#guarded = structuredClone(guarded);
    this.#manifest = JSON.stringify(manifest);
    Object.freeze(this);
  }
  /** @throws Error for anything that permit() did not make */
  static read(permit: Granted, manifest: Manifest | null): { plan: Plan; guarded: Guarded; stale: boolean } {
    if (!(#plan in permit)) throw new Error('this is no permit');
    const stale = manifest !== null && JSON.stringify(manifest) !== permit.#manifest;
    const guarded = { ...structuredClone(permit.#guarded), approval: permit.#approval };
    return { plan: structuredClone(permit.#plan), guarded, stale };
  }
}
export type Permit = Granted;

/** The plan of a permit. @throws Error for anything that permit() did not make */
export function planOf(permit: Permit): Plan {
  return Granted.read(permit, null).plan;
}

/** What the machine must see again before it acts. @throws Error for anything that permit() did not make */
export function guardedBy(permit: Permit): Guarded {
  return Granted.read(permit, null).guarded;
}

/** Why a permit no longer counts, or null: it is valid only while the manifest stays the same. */
export function whyNotRun(permit: Permit, manifest: Manifest): string | null {
  const { plan, stale } = Granted.read(permit, manifest);
  const verdict = judge(manifest, { ...untouched, plan });
  if (!verdict.allowed) return verdict.why;
  return stale ? 'the manifest was just edited: request again' : null;
}

/** The refusal for machines of a site, whose workers only read. */
export function notThroughSite(machine: string, site: string): string {
  return `${machine} is read by site ${site}, and nothing is changed on a site's machines yet: do it yourself`;
}

export type Verdict = { allowed: true } | { allowed: false; trading: boolean; why: string };

/** May this be done at all, whoever asks? Denies by default. */
export function judge(manifest: Manifest, proposal: Proposal): Verdict {
  const { plan, shared } = proposal;
  const service = manifest.services.find(({ name }) => name === plan.service);
  if (!service) return refuse(`${plan.service} is no longer in the manifest`);
  const trading = tradingReason(manifest, service, proposal);
  if (trading !== null) return { allowed: false, trading: true, why: trading };
  if (service.machine !== plan.machine) return refuse(`${service.name} is no longer on ${plan.machine}`);
  const machine = manifest.machines.find(({ name }) => name === plan.machine);
  if (!machine?.ssh) return refuse(`${plan.machine} is not reached by SSH`);
  if (machine.site !== undefined) return refuse(notThroughSite(machine.name, machine.site));
  for (const name of [service.name, ...shared]) {
    const kind = manifest.services.find((each) => each.name === name)?.kind;
    const fits = allowed[plan.action].some((each) => each === kind);
    if (!fits)
      return refuse(
        `${plan.action} is for ${allowed[plan.action].join(' and ')} services, and ${name} is ${kind ?? 'unknown'}`,
      );
  }
  return { allowed: true };
}

/** Why this person may not approve, or null. @param roles the approver roles */
export function whyNotApprove(
  who: Clicker,
  { requested_by }: Approval,
  { four_eyes }: Manifest['policy'],
  roles: readonly string[],
): string | null {
  if (who.bot) return 'bots cannot approve';
  if (roles.length === 0) return 'nobody can approve: DISCORD_APPROVER_ROLE_IDS is empty';
  if (!who.roles.some((role) => roles.includes(role)))
    return 'you have no approver role (DISCORD_APPROVER_ROLE_IDS)';
  if (four_eyes && who.id === requested_by.id)
    return 'you can’t approve your own request: another approver must. With nobody else, set policy.four_eyes: false in the manifest';
  return null;
}

/** Why this person may not deny, or null. The requester may withdraw. */
export function whyNotDeny(who: Clicker, approval: Approval, roles: readonly string[]): string | null {
  if (!who.bot && who.id === approval.requested_by.id) return null;
  return whyNotApprove(who, approval, { four_eyes: false, approval_ttl_ms: 0 }, roles);
}

/** All that is known just before something runs. */
export type PermitContext = {
  /** read again after the click */
  manifest: Manifest;
  /** what is wrong with a later edit of it */
  warning: string | null;
  /** as stored, after the click */
  approval: Approval;
  /** rebuilt from a fresh probe; null if the finding is no longer open, or nothing can be planned */
  proposal: Proposal | null;
  roles: readonly string[];
  /** does this bot hold the lease on the state? */
  holdsState: boolean;
  /** ms */
  now: number;
};

/** The only maker of a Permit: policy and a person's live approval of exactly this plan, or why not. */
export function permit(moment: PermitContext): { permit: Permit } | { refused: string } {
  const { manifest, warning, approval, proposal, roles, holdsState, now } = moment;
  const { decided_by: approver, decided_at, requested_at, plan } = approval;
  if (!holdsState) return { refused: 'this bot no longer holds the state: another one may be active' };
  if (warning !== null) return { refused: `the latest edit of the manifest is broken: ${warning}` };
  if (approval.state !== 'approved' || approver === null || decided_at === null || plan === null)
    return { refused: 'nobody has approved it' };
  const notBy = whyNotApprove(approver, approval, manifest.policy, roles);
  if (notBy !== null) return { refused: `the approval does not count: ${notBy}` };
  const age = now - epochMs(decided_at);
  // Written so that a clock that was set back, or an unreadable time, counts as too old.
  if (!(age >= 0 && age <= APPROVAL_LIVES_MS)) return { refused: 'the approval is too old' };
  const waited = epochMs(decided_at) - epochMs(requested_at);
  if (
    !(
      waited >= 0 &&
      waited < manifest.policy.approval_ttl_ms &&
      epochMs(decided_at) < epochMs(approval.expires_at)
    )
  )
    return { refused: 'it was approved too late' };
  if (proposal === null) return { refused: 'the finding is no longer open' };
  const verdict = judge(manifest, proposal);
  if (!verdict.allowed) return { refused: verdict.why };
  const changed = differenceOf(plan.seal, proposal.plan.seal);
  if (changed !== '' && hashOf({ ...proposal.plan, seal: plan.seal }) === hashOf(plan))
    return { refused: `what it would touch has changed since the request (${changed}): request again` };
  if (hashOf(proposal.plan) !== hashOf(plan))
    return { refused: 'what would run is no longer what was approved: request again' };
  if (differenceOf(proposal.plan.seal, sealOf(proposal.guarded.approved)) !== '')
    return { refused: 'what it would touch is not what the plan says' };
  return { permit: new Granted(proposal, manifest, approval.id) };
}

function refuse(why: string): Verdict {
  return { allowed: false, trading: false, why };
}
