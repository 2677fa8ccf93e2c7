import { ActionRowBuilder, ButtonBuilder, EmbedBuilder } from '@discordjs/builders';
import type { APIEmbed, APIEmbedField, APIMessageTopLevelComponent } from 'discord.js';
import { commandLine } from '../src/text/quote.ts';
import type { Approval } from '../src/remediation/approval.ts';
import { titleOf } from '../src/findings/wording.ts';
import { hashOf } from '../src/remediation/plan.ts';
import { fenced, inert, withCode } from './escape.ts';
import { relative } from './finding/instants.ts';
import { shades } from './severity.ts';

const DANGER = 4;
const SECONDARY = 2;
const NAME_MAX = 90;
const SUMMARY_MAX = 760;
const TITLE_MAX = 180;
const REASON_MAX = 400;
const BLOCK_MAX = 1000;

/** What each state is called, and its shade. */
const faces = {
  requested: ['HIGH', 'Approval needed'],
  approved: ['progress', 'Approved, running now'],
  executing: ['progress', 'Running'],
  succeeded: ['in_sync', 'Done and verified'],
  failed: ['CRITICAL', 'Failed'],
  unverified: ['HIGH', 'Done, but not verified'],
  denied: ['unknown', 'Denied'],
  expired: ['unknown', 'Expired'],
  blocked: ['error', 'Not done'],
  outcome_unknown: ['CRITICAL', 'Outcome unknown'],
} as const satisfies Record<Approval['state'], readonly [keyof typeof shades, string]>;

const findings = {
  gone: 'fixed: the finding is gone',
  stands: 'not fixed: the finding is still open',
  unseen: 'could not check whether it is fixed',
  pending: 'not checked',
} as const satisfies Record<NonNullable<Approval['outcome']>['finding'], string>;

/** The card of one request. It has buttons only while it waits for a decision. */
export function approvalCard(approval: Approval): {
  embeds: APIEmbed[];
  components: APIMessageTopLevelComponent[];
} {
  const [shade, title] = faces[approval.state];
  const embed = new EmbedBuilder()
    .setColor(shades[shade].colour)
    .setTitle(`${shades[shade].dot} ${title}: ${approval.action.replaceAll('-', ' ')}`)
    .setDescription(head(approval))
    .setFields([...plan(approval), ...people(approval), ...outcome(approval), ...runbook(approval)])
    .setFooter({ text: footer(approval) });
  return { embeds: [embed.toJSON()], components: approval.state === 'requested' ? [buttons(approval)] : [] };
}

/** The push text of a new card. @param roles of the approvers */
export function approvalPush({ action, service, requested_by }: Approval, roles: readonly string[]): string {
  const mentions = roles.map((role) => `<@&${role}>`).join(' ');
  const what = `${action.replaceAll('-', ' ')} for ${inert(service, NAME_MAX)}?`;
  return `${mentions} ${what} Requested by ${inert(requested_by.name, NAME_MAX)}.`;
}

function buttons({ id }: Approval): APIMessageTopLevelComponent {
  return new ActionRowBuilder<ButtonBuilder>()
    .addComponents(
      new ButtonBuilder().setCustomId(`approve:${id}`).setLabel('Approve').setStyle(DANGER),
      new ButtonBuilder().setCustomId(`deny:${id}`).setLabel('Deny').setStyle(SECONDARY),
    )
    .toJSON();
}

function head({ service, machine, finding, reason, state }: Approval): string {
  const where = `**${inert(service, NAME_MAX)}** on ${inert(machine, NAME_MAX)}`;
  // Whoever was refused wants the reason first.
  const why = state === 'blocked' && reason !== null ? [`**${inert(sentence(reason), REASON_MAX)}**`] : [];
  if (finding === null) return [...why, where].join('\n');
  const { severity, summary, type } = finding;
  const what = titleOf({ type, service, machine, expected: null, actual: null });
  return [
    ...why,
    where,
    `${shades[severity].dot} ${inert(what, TITLE_MAX)}`,
    `-# ${withCode(summary, SUMMARY_MAX)}`,
  ].join('\n');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function plan({ plan, state, interrupts, outcome }: Approval): APIEmbedField[] {
  if (plan === null) return [];
  const ran = outcome?.sent === true;
  const verb = ran ? 'Ran' : state === 'executing' || state === 'approved' ? 'Runs' : 'Would run';
  return [
    { name: `${verb} on ${inert(plan.host, NAME_MAX)}`, value: fenced(commandLine(plan.argv), BLOCK_MAX) },
    ...(state === 'requested' ? [{ name: 'May interrupt', value: inert(interrupts, REASON_MAX) }] : []),
  ];
}

function people(approval: Approval): APIEmbedField[] {
  const { requested_by, requested_at, expires_at, decided_by, decided_at, reason, state } = approval;
  const asked = `${person(requested_by)}, ${relative(requested_at)}`;
  const fields = [{ name: 'Requested by', value: asked, inline: true }];
  if (state === 'requested') fields.push({ name: 'Expires', value: relative(expires_at), inline: true });
  if (decided_by !== null && decided_at !== null) {
    const name = state === 'denied' ? 'Denied by' : 'Approved by';
    fields.push({ name, value: `${person(decided_by)}, ${relative(decided_at)}`, inline: true });
  }
  if (reason !== null && reason !== '' && !(state === 'blocked' && decided_by === null))
    // Discord accepts a reason of spaces only from people, but not from bots.
    fields.push({ name: 'Reason', value: inert(reason, REASON_MAX) || '(none given)', inline: false });
  return fields;
}

function outcome({ outcome, check }: Approval): APIEmbedField[] {
  if (outcome === null) return [];
  const { sent, exit_status, signal, output, truncated, finding, detail } = outcome;
  const status = !sent
    ? 'nothing was run'
    : signal !== null
      ? `ended by signal ${inert(signal, 20)}`
      : exit_status === null
        ? 'unknown'
        : `exit status ${exit_status}`;
  const seen = [findings[finding], ...(detail === null ? [] : [inert(detail, REASON_MAX)])].join('\n');
  const rest = truncated ? ' (the first 16 KB)' : '';
  return [
    { name: 'Ended', value: status, inline: true },
    { name: 'Verified', value: sent ? `${seen}\n-# Checks that ${check}` : seen },
    ...(output === '' ? [] : [{ name: `Output${rest}`, value: fenced(output, BLOCK_MAX) }]),
  ];
}

const needsPerson: readonly Approval['state'][] = ['blocked', 'failed', 'unverified', 'outcome_unknown'];

function runbook({ runbook, state }: Approval): APIEmbedField[] {
  if (!needsPerson.includes(state) || runbook.length === 0) return [];
  const lines = runbook.map((step) =>
    typeof step === 'string' ? `• ${inert(step, 200)}` : fenced(step.run, 400),
  );
  return [{ name: 'What you can do by hand', value: lines.join('\n').replaceAll('\n```\n•', '```\n•') }];
}

function footer({ id, plan }: Approval): string {
  return plan === null ? `request ${id}` : `request ${id} · plan ${hashOf(plan).slice(0, 8)}`;
}

function person({ id, name }: { id: string; name: string }): string {
  return /^\d{17,20}$/.test(id) ? `<@${id}>` : inert(name, NAME_MAX);
}
