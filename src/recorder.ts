import type { Channel } from './alerting/channel.ts';
import { judgeMerges } from './alerting/merges.ts';
import { closingOf, entryOf } from './audit-entry.ts';
import type { Seen } from './audit.ts';
import { openWindow } from './inventory/maintenance.ts';
import { assembleReport } from './report/assemble.ts';
import type { Found } from './report/finding.ts';
import { advance } from './report/lifecycle.ts';
import type { Moment, Silence } from './report/lifecycle.ts';
import type { Report } from './report/report.ts';
import type { Document } from './store/document.ts';
import { filed } from './store/history.ts';
import type { History } from './store/history.ts';
import type { Alert, Ledger } from './store/ledger.ts';
import { epochMs, isoInstant } from './time.ts';

export type RecorderOptions = {
  ledger: Document<Ledger>;
  history: Document<History>;
  channels: readonly Channel[];
  /** for maintenance windows that name none */
  timezone: string;
  now: () => number;
  /** what is wrong with the newest manifest */
  warning: () => Promise<string | null>;
  /** false: the memory is read, and stays as it is */
  moves: boolean;
  /** told after each audit that something may have to be sent */
  onStored: () => void;
};

export type Recorder = {
  /** An audit begins: what a later one records of the same service is newer. */
  begin(): (seen: Seen) => Promise<Report>;
  /** Files what a crash left unfiled. */
  settle(): Promise<void>;
  /**
   * Before the connections are closed: what an audit sees from then on is its own end, and must not become a finding.
   * Such an audit comes to no end, neither a report nor an error: who asked has been told that the bot is stopped.
   */
  close(): void;
};

/**
 * The memory of the audits. What an audit changes, what people have to be told of it, and that the schedule was served
 * is one write: a crash before it leaves all undone, a crash after it leaves all to be sent.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { ledger, history, channels, now, warning, onStored } = options;
  let turns = 0;
  let closed = false;
  /** service -> the turn of the newest audit that was recorded of it */
  const newest = new Map<string, number>();

  function begin() {
    const turn = (turns += 1);
    return (seen: Seen) => (options.moves ? record(seen, turn) : look(seen));
  }

  async function look(seen: Seen): Promise<Report> {
    return changeOf(await ledger.read(), seen, new Set(), options).report;
  }

  async function record(seen: Seen, turn: number): Promise<Report> {
    if (closed) return await new Promise<never>(() => {});
    const past = await history.read();
    const problem = await warning();
    const report = await ledger.update((before) => {
      const judged = seen.comparison.sight.services;
      const overtaken = new Set(judged.filter((name) => (newest.get(name) ?? 0) > turn));
      const change = changeOf(before, seen, overtaken, options);
      for (const name of judged) newest.set(name, Math.max(turn, newest.get(name) ?? 0));
      const { scheduled } = seen.request;
      const scan = scheduled?.report === 'full';
      const trend = past.audits.findLast((entry) => entry.scan) ?? null;
      const closings = change.resolved.map((finding) => closingOf(finding, now()));
      const bulletin = {
        kind: scan ? ('scan' as const) : ('news' as const),
        report: change.report,
        news: change.news,
        merges: change.merges.notes,
        trend: trend ? { at: trend.at, ...trend.counts } : null,
        resolved: [...past.closings, ...closings].filter(
          ({ resolved_at }) => resolved_at > (trend?.at ?? ''),
        ),
        warning: problem,
        late: scheduled?.late ?? null,
      };
      const alerts = channels.flatMap((channel) =>
        channel
          .compose(bulletin)
          .map((payload, index) => alertOf(channel, payload, change.report, index, now())),
      );
      const value: Ledger = {
        ...before,
        standing: change.standing,
        outbox: [...before.outbox, ...alerts],
        merges: change.merges.left,
        schedule: scheduled
          ? {
              due: scheduled.due,
              digest: scan ? change.report.finished_at : before.schedule.digest,
              begun: null,
            }
          : before.schedule,
        unfiled: [...before.unfiled, { audit: entryOf(change.report, seen.request, scan), closings }],
      };
      return { value, result: change.report };
    });
    onStored();
    await settle();
    return report;
  }

  async function settle(): Promise<void> {
    const { unfiled } = await ledger.read();
    if (unfiled.length === 0) return;
    await history.update((past) => {
      const value = unfiled.reduce((sum, { audit, closings }) => filed(sum, audit, closings), past);
      return { value, result: null };
    });
    const done = new Set(unfiled.map(({ audit }) => audit.id));
    await ledger.update((value) => {
      const left = value.unfiled.filter(({ audit }) => !done.has(audit.id));
      return { value: { ...value, unfiled: left }, result: null };
    });
  }

  return { begin, settle, close: () => void (closed = true) };
}

function changeOf(before: Ledger, seen: Seen, overtaken: ReadonlySet<string>, options: RecorderOptions) {
  const { findings, sight } = seen.comparison;
  const isOld = ({ service }: Pick<Found, 'service'>) => service !== null && overtaken.has(service);
  const moment: Moment = {
    now: isoInstant(seen.startedAt),
    sight: { ...sight, services: sight.services.filter((name) => !overtaken.has(name)) },
    silenceOf: (found) => silenceOf(found, before, seen, options),
    damped: seen.request.scheduled?.damped ?? false,
    shown: seen.request.scheduled?.report === 'full',
  };
  const current = findings.filter((found) => !isOld(found));
  const next = advance(before.standing, current, moment);
  // What a later audit has judged already is shown, and moves nothing.
  const shown = advance(before.standing, findings, { ...moment, sight });
  const statuses = new Map(next.findings.map((finding) => [finding.id, finding]));
  const changes = {
    findings: shown.findings.map((finding) => statuses.get(finding.id) ?? finding),
    resolved: next.resolved,
  };
  const trading = seen.manifest.services.filter(({ kind }) => kind === 'trading').map(({ name }) => name);
  const report = assembleReport(seen, changes, new Set(trading));
  const waiting = before.merges.filter(({ service }) => sight.inventory.includes(service));
  const upToDate = { ...report, services: report.services.filter(({ name }) => !overtaken.has(name)) };
  // /dupes reads no versions
  const versions = seen.request.only === 'all';
  const merges = versions ? judgeMerges(waiting, upToDate, options.now()) : { notes: [], left: waiting };
  return { ...next, report, merges };
}

function silenceOf(found: Found, { merges }: Ledger, seen: Seen, options: RecorderOptions): Silence | null {
  const service = seen.manifest.services.find(({ name }) => name === found.service);
  if (!service) return null;
  const window = openWindow(service, options.timezone, options.now());
  if (window) return { reason: `maintenance: ${window.reason}`, until: isoInstant(window.until) };
  if (found.type !== 'git_drift') return null;
  const merge = merges.find((each) => each.service === service.name && epochMs(each.until) > options.now());
  return merge ? { reason: 'merged a moment ago, and time is left to deploy it', until: merge.until } : null;
}

function alertOf(
  channel: Channel,
  payload: Alert['payload'],
  report: Report,
  index: number,
  at: number,
): Alert {
  const id = `${report.id}-${channel.name.slice(0, 1)}${index}`;
  return { id, channel: channel.name, created_at: isoInstant(at), tried_at: null, payload };
}
