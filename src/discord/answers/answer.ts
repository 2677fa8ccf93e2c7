import { AttachmentBuilder } from 'discord.js';
import type { BaseMessageOptions, ButtonInteraction, ChatInputCommandInteraction } from 'discord.js';
import { reportButtons } from '../../../embeds/buttons.ts';
import { limits } from '../../../embeds/limits.ts';
import { progressEmbed } from '../../../embeds/progress.ts';
import { remedySelect } from '../../../embeds/remedies.ts';
import type { AuditRequest } from '../../report/request.ts';
import type { Progress } from '../../facts/progress.ts';
import type { App } from '../../app.ts';
import { deferred } from './answer-place.ts';
import { deliver } from './deliver.ts';
import { throttled } from './throttle.ts';
import { partsOf } from './report-parts.ts';
import { findScope, scopeId } from '../../../embeds/scope-id.ts';
import { renderingMarkdown } from '../../report/render-markdown.ts';
import type { Report } from '../../report/report.ts';
import { inSlices } from '../../async/slices.ts';
import { UserError } from '../../text/user-error.ts';

const PROGRESS_EVERY_MS = 1500;

/** Audits what was requested and answers with the report; progress is shown until then. */
export async function answer(
  interaction: ChatInputCommandInteraction | ButtonInteraction,
  app: App,
  request: AuditRequest,
): Promise<void> {
  // A public "thinking" cannot become ephemeral again, so errors in the request come first.
  await app.check(request);
  const answers = await deferred(interaction);
  // Not through interaction.editReply: after that, discord.js counts the interaction as answered.
  const progress = throttled(
    (now: Progress) => interaction.webhook.editMessage('@original', { embeds: [progressEmbed(now)] }),
    PROGRESS_EVERY_MS,
  );
  const { warning, ...names } = await app.fleet();
  const report = await shown(app.audit({ ...request, answers }, progress.push), progress.settle);
  const messages = await messagesOf(report, await partsOf(app, request, report, warning));
  const last = messages.at(-1);
  // Under the last part, where people finish reading.
  if (last) last.components = [...(await remedies(app, report)), ...buttonsUnder(report, request, names)];
  const place = await deliver(interaction, messages);
  if (place) await app.records.answered(report.id, place);
}

/** No buttons under /dupes, which does not see all open findings, or if the manifest no longer has the scope. */
function buttonsUnder(
  { findings }: Report,
  request: AuditRequest,
  names: Parameters<typeof findScope>[1],
): ReturnType<typeof reportButtons> {
  const id = scopeId(request);
  if (request.only !== 'all' || findScope(id, names) === null) return [];
  return reportButtons(id, findings.length > 0);
}

async function remedies(app: App, report: Report): Promise<ReturnType<typeof remedySelect>> {
  try {
    return remedySelect(report.id, await app.remediation().options(report));
  } catch (error) {
    // If remediation is off, there is only the report.
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** Waits for the last progress message to settle, so that none arrives after the answer. */
async function shown<Value>(work: Promise<Value>, settle: () => Promise<void>): Promise<Value> {
  try {
    return await work;
  } finally {
    await settle();
  }
}

async function messagesOf(
  report: Report,
  { parts, whole }: Awaited<ReturnType<typeof partsOf>>,
): Promise<BaseMessageOptions[]> {
  const [first = [], ...others] = parts;
  const files = whole && others.length === 0 ? [] : await filesOf(report);
  return [{ embeds: first, files }, ...others.map((embeds) => ({ embeds }))];
}

/** The full report as a file, if Discord accepts its size. */
async function filesOf(report: Report): Promise<AttachmentBuilder[]> {
  const bytes = Buffer.from(await inSlices(renderingMarkdown(report)));
  return bytes.length > limits.attachments ? [] : [new AttachmentBuilder(bytes, { name: 'report.md' })];
}
