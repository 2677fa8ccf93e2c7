import type { Report } from '../report/report.ts';
import { UserError } from '../text/user-error.ts';
import { actions } from './actions/index.ts';
import { isLate, moved } from './approval.ts';
import type { Approval, Clicker, Person } from './approval.ts';
import { carryOut, end, stateAfter } from './carry-out.ts';
import { createMachineTurns } from './machine-turns.ts';
import { optionsOn, readOption } from './proposal/option.ts';
import type { Option } from './proposal/option.ts';
import { actionNames } from '../findings/action-name.ts';
import type { ActionName } from '../findings/action-name.ts';
import { whyNotApprove, whyNotDeny } from './policy.ts';
import type { Decision } from './records.ts';
import { request } from './request.ts';
import type { Wish } from './request.ts';
import { isShown, show } from './show.ts';
import type { Tools } from './tools.ts';
import { verify } from './verify.ts';

/** What people and buttons may ask of remediation. */
export type Remediation = {
  actions: readonly ActionName[];
  /** What may be asked for on a report's findings, in their order. */
  options(report: Report): Promise<Option[]>;
  /** The actions that the manifest gives a service something for; all where it gives nothing. */
  actionsOf(service: string): Promise<ActionName[]>;
  /** Opens a request and shows its card, or gives back the blocked one that says why not. @throws UserError */
  request(wish: Wish, by: Person): Promise<Approval>;
  /** The same for an option's value. */
  requestOption(value: string, by: Person): Promise<Approval>;
  /** Resolves when it has been carried out and looked at. @throws UserError to who may not, or comes too late */
  approve(id: string, by: Clicker): Promise<void>;
  /** @throws UserError where this person could not deny it now */
  mayDeny(id: string, by: Clicker): Promise<void>;
  deny(id: string, by: Clicker, reason: string): Promise<void>;
};

type Desk = Remediation & {
  /**
   * At the start, and every few seconds: lets requests expire, and shows what could not be shown. Nothing that was
   * under way when the bot stopped goes on by itself; what it may have done is looked at.
   */
  round: () => Promise<void>;
};

export function createDesk(tools: Tools): Desk {
  const { source, records, journal, now } = tools;
  /** clicks that are being served, by their approval */
  const underWay = new Map<string, number>();
  let going = false;
  const inTurn = createMachineTurns();

  async function decide(button: string, id: string, decision: Decision): Promise<Approval> {
    const { by } = decision;
    const about = id.slice(0, 40);
    await journal.append('click', about, { button, by: { ...by } });
    try {
      const decided = await records.decide(id, decision);
      await journal.append(decided.state, id, { by: by.id, reason: decided.reason });
      return decided;
    } catch (error) {
      if (error instanceof UserError)
        await journal.append('refused', about, { by: by.id, why: error.message });
      throw error;
    }
  }

  async function approve(id: string, by: Clicker): Promise<void> {
    // An edit in place of the journal is seen now, not by the next audit.
    await journal.objection(null);
    const { manifest, warning } = await source.current();
    underWay.set(id, (underWay.get(id) ?? 0) + 1);
    try {
      const approved = await decide('approve', id, {
        state: 'approved',
        by,
        reason: null,
        whyNot(approval) {
          if (!tools.held())
            return 'This bot does not hold the state: another one is in charge. Try again shortly.';
          if (warning !== null)
            return `Nothing is approved while the newest edit of the manifest is broken: ${warning}`;
          return whyNotApprove(by, approval, manifest.policy, tools.approverRoles);
        },
      });
      // Discord may be slow: the machine does not wait for it, and the card ends with the outcome.
      const shown = show(approved, tools);
      const ended = await inTurn([`host ${addressOf(approved)}`], () => carryOut(id, tools, inTurn));
      await shown;
      if (ended) await show(ended, tools);
      if (ended?.outcome?.sent) tellOf(ended);
    } finally {
      const others = (underWay.get(id) ?? 1) - 1;
      if (others > 0) underWay.set(id, others);
      else underWay.delete(id);
    }
  }

  function tellOf(approval: Approval): void {
    void tools
      .audited(approval)
      .catch((error: unknown) =>
        tools.log.warn({ err: error, approval: approval.id }, 'the audit afterwards failed'),
      );
  }

  async function deny(id: string, by: Clicker, reason: string): Promise<void> {
    const denied = await decide('deny', id, {
      state: 'denied',
      by,
      reason,
      whyNot: (approval) => whyNotDeny(by, approval, tools.approverRoles),
    });
    await show(denied, tools);
  }

  async function expire(approval: Approval, reason: string): Promise<void> {
    const expired = await records.change(approval.id, (held) => moved(held, 'expired', now(), { reason }));
    if (expired === null) return;
    await journal.append('expired', approval.id, { reason });
    await show(expired, tools);
  }

  async function recoverRun(approval: Approval): Promise<void> {
    const { outcome } = approval;
    const unknown = { sent: true, exit_status: null, signal: null, output: '', truncated: false } as const;
    const detail = 'the bot stopped while it ran, and does not run it again';
    const ran = outcome ?? { ...unknown, finding: 'pending' as const, detail };
    const seen = ran.sent ? await verify(approval, null, tools, [0]) : { finding: ran.finding, detail: null };
    const final = { ...ran, finding: seen.finding, detail: ran.detail ?? seen.detail };
    const certain = outcome !== null && (!ran.sent || ran.exit_status !== null);
    const ended = await end(approval.id, certain ? stateAfter(final) : 'outcome_unknown', final, tools);
    if (ended) await show(ended, tools);
  }

  async function round(): Promise<void> {
    if (going || !tools.held()) return;
    going = true;
    try {
      await goRound();
    } finally {
      going = false;
    }
  }

  async function goRound(): Promise<void> {
    for (const approval of await records.all()) {
      if (underWay.has(approval.id)) continue;
      if (approval.state === 'requested' && isLate(approval, now()))
        await expire(approval, 'nobody approved it in time');
      else if (approval.state === 'approved')
        await expire(approval, 'the bot stopped first: nothing was run');
      else if (approval.state === 'executing') await recoverRun(approval);
      else if (!isShown(approval, now())) await show(approval, tools);
    }
  }

  return {
    actions: actionNames,
    async options(report) {
      const { manifest, warning } = await source.current();
      return warning === null && tools.approverRoles.length > 0 ? optionsOn(manifest, report.findings) : [];
    },
    async actionsOf(name) {
      const service = (await source.current()).manifest.services.find((each) => each.name === name);
      const fitting = actionNames.filter((action) => service && actions[action].applies(service));
      return fitting.length > 0 ? fitting : [...actionNames];
    },
    request: (wish, by) => request(wish, by, tools),
    async requestOption(value, by) {
      const wish = readOption((await source.current()).manifest, value);
      if (wish === null)
        throw new UserError('This choice fits the manifest no more. Ask for a fresh report.');
      return await request(wish, by, tools);
    },
    approve,
    deny,
    async mayDeny(id, by) {
      const approval = (await records.all()).find((each) => each.id === id);
      const why = approval && whyNotDeny(by, approval, tools.approverRoles);
      // Past this, the modal's own click is journalled and decided.
      if (!approval || approval.state !== 'requested' || isLate(approval, now()) || why)
        await deny(id, by, '');
    },
    round,
  };
}

function addressOf({ plan, machine }: Approval): string {
  return plan?.host.replace(/^[^@]*@/, '').toLowerCase() ?? machine;
}
