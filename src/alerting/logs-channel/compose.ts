import { announcementSurroundings } from '../../../embeds/announcement.ts';
import { alertEmbeds } from '../../../embeds/living/alert.ts';
import { scanSurroundings } from '../../../embeds/scan.ts';
import type { Bulletin } from '../../report/bulletin.ts';
import { formats } from '../../report/formats.ts';
import type { LivingAlert } from '../../report/living/living-alert.ts';
import { entriesOf, sortNews } from '../../report/living/told.ts';
import type { Report } from '../../report/report.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Composed } from '../channel.ts';
import type { Payload } from './payload.ts';

const FILES_BYTES = 8 * 1024 * 1024;

type Surroundings = ReturnType<typeof announcementSurroundings>;
type Told = Parameters<typeof entriesOf>[0];

/**
 * What the logs channel says of a bulletin: one message for what is new, one under each alert of which something came
 * back or got worse. What is over is an edit of the alert that told it; only what no alert tells is said anew.
 */
export function composeAlerts(bulletin: Bulletin, before: readonly LivingAlert[]): Composed {
  const { news, merges, kind, report, unwatched = [] } = bulletin;
  const sorted = sortNews(news, before);
  const untold = news.resolved.filter(({ id }) => !isTold(before, id));
  const isSilent =
    kind === 'news' &&
    [sorted.fresh, sorted.replies, untold, merges, unwatched].every(({ length }) => length === 0);
  if (isSilent) return { payloads: [], living: sorted.alerts };
  if (kind === 'scan') {
    const alert = alertOf(report.id, bulletin, scanTold(sorted, report), scanSurroundings(bulletin));
    return { payloads: [posted(alert, true, report)], living: [...sorted.alerts, alert] };
  }
  const surroundings = announcementSurroundings(bulletin, untold);
  const isNeeded = sorted.fresh.length + untold.length + merges.length + unwatched.length > 0;
  const fresh = isNeeded ? [alertOf(report.id, bulletin, sorted.fresh, surroundings)] : [];
  const replies = sorted.replies.map(({ root, told }, index) => {
    const bare = { ...surroundings, head: surroundings.head.slice(-1), tail: [] };
    return { ...alertOf(`${report.id}-${index + 1}`, bulletin, told, bare), root: root.id };
  });
  const alerts = [...fresh, ...replies];
  // One push wakes everybody: the first message with something CRITICAL has it.
  const pushed = alerts.find(({ entries }) => entries.some(({ severity }) => severity === 'CRITICAL'));
  return {
    payloads: alerts.map((alert) => posted(alert, alert === pushed, report)),
    living: [...sorted.alerts, ...alerts],
  };
}

function isTold(alerts: readonly LivingAlert[], id: string): boolean {
  return alerts.some(({ kind, entries }) => kind !== 'drill' && entries.some((entry) => entry.id === id));
}

/** The report of everything: what is new first, and all that stands. */
function scanTold({ fresh, replies }: ReturnType<typeof sortNews>, { findings }: Report): Told {
  const news = [...fresh, ...replies.flatMap(({ told }) => told)];
  const told = new Set(news.map(({ finding }) => finding.id));
  const old = findings.filter(({ id }) => !told.has(id));
  return [...news, ...old.map((finding) => ({ finding, why: 'stood' as const }))];
}

function alertOf(
  id: string,
  { kind, report }: Bulletin,
  told: Told,
  { title, calm, head, tail }: Surroundings,
): LivingAlert {
  return {
    id,
    kind,
    at: report.finished_at,
    trigger: report.trigger,
    root: null,
    title,
    calm,
    head,
    tail: tail.map(({ name, value }) => ({ name, value })),
    entries: entriesOf(told),
    scope: { service: theOnly(told.map(({ finding }) => finding)), machine: null },
    message: null,
    awaited_until: null,
    revision: 1,
    shown: 0,
  };
}

function theOnly(findings: readonly Finding[]): string | null {
  const [service, ...others] = new Set(findings.map((finding) => finding.service));
  return others.length === 0 ? (service ?? null) : null;
}

function posted(alert: LivingAlert, mention: boolean, report: Report): Payload {
  return { alert: alert.id, mention, files: alertEmbeds(alert).whole ? [] : filesOf(report) };
}

function filesOf(report: Report): Payload['files'] {
  const text = formats.markdown(report, { color: false });
  return Buffer.byteLength(text) > FILES_BYTES ? [] : [{ name: 'report.md', text }];
}
