import type { Surroundings } from '../../../embeds/announcement.ts';
import { alertEmbeds } from '../../../embeds/living/alert.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Bulletin } from '../../report/bulletin.ts';
import { formats } from '../../report/formats.ts';
import { unposted } from '../../report/living/living-alert.ts';
import type { LivingAlert } from '../../report/living/living-alert.ts';
import { entriesOf } from '../../report/living/sort-news.ts';
import type { Sorted } from '../../report/living/sort-news.ts';
import type { Report } from '../../report/report.ts';
import type { Payload } from './payload.ts';

const FILES_BYTES = 8 * 1024 * 1024;

export type Told = Sorted['fresh'];

/** An alert that is not posted yet. */
export function alertOf(
  id: string,
  { kind, report }: Pick<Bulletin, 'kind' | 'report'>,
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
    entries: entriesOf(asReported(told, report)),
    scope: { service: theOnly(told.map(({ finding }) => finding)), machine: null },
    ...unposted,
  };
}

function theOnly(findings: readonly Finding[]): string | null {
  const [service, ...others] = new Set(findings.map((finding) => finding.service));
  return others.length === 0 ? (service ?? null) : null;
}

/** In the order of the report: a trading service before others, then by name. What is worse comes first in any case. */
function asReported(told: Told, { findings }: Pick<Report, 'findings'>): Told {
  const places = new Map(findings.map(({ id }, index) => [id, index]));
  const placeOf = (id: string) => places.get(id) ?? findings.length;
  return told.toSorted((one, other) => placeOf(one.finding.id) - placeOf(other.finding.id));
}

/** All open findings. */
export function allTold({ fresh, replies }: Sorted, { findings }: Report): Told {
  const news = [...fresh, ...replies.flatMap(({ told }) => told)];
  const told = new Set(news.map(({ finding }) => finding.id));
  const old = findings.filter(({ id }) => !told.has(id));
  return [...news, ...old.map((finding) => ({ finding, why: 'stood' as const }))];
}

/** The post of an alert. What it does not show in full is in its file. */
export function posted(alert: LivingAlert, mention: boolean, report: Report): Payload {
  const files = alertEmbeds(alert).whole ? [] : filesOf(report);
  return { alert: alert.id, as: 'alert', mention, files };
}

function filesOf(report: Report): Payload['files'] {
  const text = formats.markdown(report, { color: false });
  return Buffer.byteLength(text) > FILES_BYTES ? [] : [{ name: 'report.md', text }];
}
