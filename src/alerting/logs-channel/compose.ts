import { announcementSurroundings } from '../../../embeds/announcement.ts';
import type { Surroundings } from '../../../embeds/announcement.ts';
import { scanSurroundings } from '../../../embeds/scan.ts';
import type { Bulletin } from '../../report/bulletin.ts';
import type { LivingAlert } from '../../report/living/living-alert.ts';
import { sortNews } from '../../report/living/sort-news.ts';
import type { Sorted } from '../../report/living/sort-news.ts';
import { epochMs, isoInstant } from '../../time/instant.ts';
import type { Composed } from '../channel.ts';
import { alertOf, allTold, posted } from './alert-of.ts';

/** How long to wait for an answer before its alert is posted instead. */
const ANSWER_MS = 120_000;

/**
 * What the logs channel says about a bulletin: one message for what is new, one under each alert of which something came
 * back or got worse. What is over is an edit of the alert that told it; only what no alert tells is said again. A report
 * that is shown in the channel is the announcement itself.
 */
export function composeAlerts(
  bulletin: Bulletin,
  before: readonly LivingAlert[],
  channelId: string,
): Composed {
  const { news, kind, report, answers = [] } = bulletin;
  const sorted = sortNews(news, before);
  if (kind === 'scan') {
    const alert = alertOf(report.id, bulletin, allTold(sorted, report), scanSurroundings(bulletin));
    return { messages: [{ payload: posted(alert, true, report) }], living: [...sorted.alerts, alert] };
  }
  if (kind === 'drill') return drilled(bulletin, before);
  const told = toldIn(before);
  const untold = news.resolved.filter(({ id }) => !told.has(id));
  const answer = answers.find(({ channel }) => channel === channelId);
  if (answer) return answered(bulletin, sorted, { channel: answer.channel, message: answer.message });
  return announced(bulletin, sorted, announcementSurroundings(bulletin, untold));
}

function drilled(bulletin: Bulletin, before: readonly LivingAlert[]): Composed {
  const [finding] = bulletin.news.opened;
  // That it is over is an edit.
  if (!finding) return { messages: [], living: before };
  const head = ['This is a drill: nothing is wrong.'];
  const surroundings: Surroundings = { title: '', calm: 'in_sync', head, tail: [] };
  const alert = alertOf(bulletin.report.id, bulletin, [{ finding, why: 'new' }], surroundings);
  return { messages: [{ payload: posted(alert, true, bulletin.report) }], living: [...before, alert] };
}

/** The findings that an alert tells of. */
function toldIn(alerts: readonly LivingAlert[]): ReadonlySet<string> {
  return new Set(
    alerts.flatMap(({ kind, entries }) => (kind === 'drill' ? [] : entries.map(({ id }) => id))),
  );
}

function announced(bulletin: Bulletin, sorted: Sorted, surroundings: Surroundings): Composed {
  const { report, merges, unwatched = [] } = bulletin;
  const isNeeded =
    sorted.fresh.length + merges.length + unwatched.length > 0 ||
    surroundings.tail.some(({ name }) => name === 'Resolved');
  const fresh = isNeeded ? [alertOf(report.id, bulletin, sorted.fresh, surroundings)] : [];
  const replies = sorted.replies.map(({ root, told }, index) => {
    const bare = { ...surroundings, head: surroundings.head.slice(merges.length), tail: [] };
    return { ...alertOf(`${report.id}-${index + 1}`, bulletin, told, bare), root: root.id };
  });
  const alerts = [...fresh, ...replies];
  // One push wakes everybody: the first message with something CRITICAL has it.
  const pushed = alerts.find(({ entries }) => entries.some(({ severity }) => severity === 'CRITICAL'));
  const payloads = alerts.map((alert) => posted(alert, alert === pushed, report));
  // The file is of the whole report: one is enough.
  const first = payloads.find(({ files }) => files.length > 0);
  return {
    messages: payloads.map((payload) => ({
      payload: payload === first ? payload : { ...payload, files: [] },
    })),
    living: [...sorted.alerts, ...alerts],
  };
}

/** The answer to a command is the alert's message; what else there is to say is a message of its own. */
function answered(
  bulletin: Bulletin,
  sorted: Sorted,
  message: NonNullable<LivingAlert['message']>,
): Composed {
  const { report, merges, unwatched = [] } = bulletin;
  const surroundings = announcementSurroundings(bulletin, []);
  const awaited_until = isoInstant(epochMs(report.finished_at) + ANSWER_MS);
  const own = { ...surroundings, head: surroundings.head.slice(merges.length, merges.length + 1), tail: [] };
  const shown: LivingAlert = {
    ...alertOf(report.id, bulletin, allTold(sorted, report), own),
    kind: 'answer',
    message,
    awaited_until,
  };
  const isOther = merges.length + unwatched.length > 0;
  const other = isOther ? [alertOf(`${report.id}-0`, bulletin, [], surroundings)] : [];
  const push = { alert: shown.id, as: 'answer' as const, mention: true, files: [] };
  const answer = report.findings.length > 0 ? [shown] : [];
  return {
    messages: [
      ...answer.map(() => ({ payload: push, not_before: awaited_until, about: shown.id })),
      ...other.map((alert) => ({ payload: posted(alert, false, report) })),
    ],
    living: [...sorted.alerts, ...answer, ...other],
  };
}
