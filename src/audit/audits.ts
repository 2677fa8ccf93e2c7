import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { OnProgress, Progress } from '../facts/progress.ts';
import type { ManifestSource } from '../inventory/manifest.ts';
import type { Report } from '../report/report.ts';
import type { AnswerPlace, AuditRequest, Watch } from '../report/request.ts';
import { audit } from './audit.ts';
import type { AuditTools } from './tools.ts';
import type { Recorder } from './recorder.ts';
import type { Audits } from './running-audits.ts';

type Tools = Omit<AuditTools, 'record'> & {
  /** Stores the results of audits. Without it, every finding is new. */
  recorder?: Pick<Recorder, 'begin'>;
  /** Receives every report once, before the callers do. Must not throw. */
  onReport?(report: Report, request: AuditRequest): void;
  /** Runs each audit. */
  during?<Result>(audit: () => Promise<Result>): Promise<Result>;
};

type Running = {
  id: string;
  report: Promise<Report>;
  listeners: Set<OnProgress>;
  last: Progress | null;
  /** grows as others join */
  answers: AnswerPlace[];
};

export function createAudits(source: ManifestSource, tools: Tools): Audits {
  const running = new Map<string, Running>();

  /** `after`: a running audit that this request cannot join */
  function start(request: AuditRequest, scope: string, after: Promise<unknown> | null): Running {
    const id = randomBytes(4).toString('hex');
    const listeners = new Set<OnProgress>();
    const answers: AnswerPlace[] = [];
    const started: Running = { id, listeners, last: null, answers, report: run() };
    return started;

    async function run() {
      try {
        await after?.catch(() => {});
        const { manifest } = await source.current();
        const record = tools.recorder?.begin();
        const auditing = { ...tools, ...(record ? { record } : {}) };
        const audited = () => audit(manifest, { ...request, id, answers }, auditing, tell);
        const report = await (tools.during?.(audited) ?? audited());
        tools.onReport?.(report, request);
        return report;
      } finally {
        if (running.get(scope) === started) running.delete(scope);
      }
    }

    function tell(progress: Progress) {
      started.last = progress;
      for (const listener of listeners) listener(progress);
    }
  }

  function begin(request: AuditRequest, onProgress: OnProgress) {
    const scope = scopeKey(request);
    const current = running.get(scope);
    // A scheduled audit records that the schedule was served: it waits for its turn, and others may join it.
    const joined = current && !request.scheduled ? current : start(request, scope, current?.report ?? null);
    running.set(scope, joined);
    joined.listeners.add(onProgress);
    joined.answers.push(...(request.answers ?? []));
    if (joined.last) onProgress(joined.last);
    return { id: joined.id, report: joined.report };
  }

  async function watch(watch: Watch): Promise<Report | null> {
    const { manifest } = await source.current();
    if (!manifest.services.some((service) => service.watch)) return null;
    const everything = running.get(scopeKey({ service: null, machine: null, only: 'all' }));
    const report = everything ? await soon(everything.report, watch.within_ms) : null;
    if (report) return report;
    const request = { trigger: 'watch', service: null, machine: null, only: 'watch', watch } as const;
    return await begin(request, () => {}).report;
  }

  return { begin, watch };
}

function scopeKey({ service, machine, only }: Pick<AuditRequest, 'service' | 'machine' | 'only'>): string {
  return JSON.stringify([service, machine, only]);
}

/** Null if it is late or fails. */
async function soon(report: Promise<Report>, ms: number): Promise<Report | null> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const late = pause(ms, null, { signal, ref: false }).catch(() => null);
  try {
    return await Promise.race([report.catch(() => null), late]);
  } finally {
    waiting.abort();
  }
}
