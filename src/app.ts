import type { Listed } from './inventory/listed.ts';
import type { WatchState } from './report/watch-state.ts';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { audit } from './audit/audit.ts';
import type { AnswerPlace, AuditRequest, Watch } from './report/request.ts';
import type { AuditTools } from './audit/audit.ts';
import type { ManifestSource } from './inventory/load.ts';
import { scopeOf, servicesOfBranch } from './inventory/scope.ts';
import type { OnProgress, Progress } from './facts/progress.ts';
import type { Recorder } from './audit/recorder.ts';
import type { Push, Records } from './store/records.ts';
import type { Remediation } from './remediation/remediation.ts';
import type { Report } from './report/report.ts';
import { UserError } from './text/user-error.ts';

/** The verbs that commands, buttons, the schedule and the HTTP server may call. */
export type App = {
  /**
   * Names of the manifest for autocomplete and option checks; the file is read again when it has changed.
   * `warning` says that the newest edit is broken and the last good one is in force.
   */
  fleet(): Promise<{ services: string[]; machines: string[]; warning: string | null }>;
  /** The services that a scope is about, as the manifest has them. @throws UserError as `check` does */
  inventory(scope: Pick<AuditRequest, 'service' | 'machine'>): Promise<Listed[]>;
  /** the zone in which people's dates are read and shown */
  timezone: string;
  /** Resolves if the request's names are known. @throws UserError with the nearest names */
  check(request: AuditRequest): Promise<void>;
  /**
   * One audit. A second caller with the same scope joins the running one and gets its report.
   * @throws UserError for an unknown name or an unreadable manifest
   */
  audit(request: AuditRequest, onProgress: OnProgress): Promise<Report>;
  /** The same, with the audit's id at once. `report` fails as `audit` does: the caller sees to that. */
  begin(request: AuditRequest, onProgress: OnProgress): { id: string; report: Promise<Report> };
  /**
   * Looks at the watched services. An audit of everything that is under way counts as the watch, if it ends in time: one
   * that waits for a repository or a dead machine must not blind it. Null: none is watched.
   * @throws as `audit` does
   */
  watch(watch: Watch): Promise<Report | null>;
  /** How the watch goes; null: it is off. */
  watching(): WatchState | null;
  /**
   * A branch was pushed to: its services are watched until they run it. Empty where none runs that branch, null for a
   * delivery that was taken before.
   */
  pushed(push: Push): Promise<string[] | null>;
  /** what the bot remembers between audits */
  records: Records;
  /** @throws UserError where it is off */
  remediation(): Remediation;
};

type Tools = Omit<AuditTools, 'record'> & {
  /** Remembers what audits come to. Without one all is new. */
  recorder?: Pick<Recorder, 'begin'>;
  records: Records;
  timezone: string;
  remediation?: Remediation | null;
  /** asked when people want to know how the watch goes */
  watching?(): WatchState | null;
  /** Where people read a repository, `repo` as the manifest has it. */
  webOf?(repo: string): string | null;
  /** Sees every report that an audit ends with, once, before those who asked for it. It must not throw. */
  onReport?(report: Report, request: AuditRequest): void;
};

type Running = {
  id: string;
  report: Promise<Report>;
  listeners: Set<OnProgress>;
  last: Progress | null;
  /** grows as others join */
  answers: AnswerPlace[];
};

export function createApp(source: ManifestSource, tools: Tools): App {
  const running = new Map<string, Running>();
  const { records, timezone } = tools;

  async function fleet() {
    const { manifest, warning } = await source.current();
    return {
      services: manifest.services.map((service) => service.name),
      machines: manifest.machines.map((machine) => machine.name),
      warning,
    };
  }

  async function inventory(scope: Pick<AuditRequest, 'service' | 'machine'>): Promise<Listed[]> {
    const services = scopeOf((await source.current()).manifest, scope);
    return services.map(({ name, machine, kind, repo, watch: watched }) => {
      const web = repo === null ? null : (tools.webOf?.(repo) ?? null);
      return { name, machine, trading: kind === 'trading', watched, ...(web === null ? {} : { web }) };
    });
  }

  /** `after`: a running audit whose answer is no answer to this request */
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
        const audited = audit(
          manifest,
          { ...request, id, answers },
          { ...tools, ...(record ? { record } : {}) },
          tell,
        );
        const report = await audited;
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
    // The schedule's own audit says that the schedule was served: it waits for its turn, and others join it.
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

  async function pushed(push: Push): Promise<string[] | null> {
    const { manifest } = await source.current();
    const services = servicesOfBranch(manifest, push.repo, push.branch);
    if (services.length === 0) return [];
    return (await records.watchMerge(push, services)) ? services.map(({ name }) => name) : null;
  }

  function remediation(): Remediation {
    if (tools.remediation) return tools.remediation;
    throw new UserError(
      'Remediation is off: DISCORD_LOGS_CHANNEL_ID is not set, so no request could be shown.',
    );
  }

  return {
    fleet,
    inventory,
    timezone,
    check: async (request) => void (await inventory(request)),
    begin,
    watch,
    watching: () => tools.watching?.() ?? null,
    pushed,
    records,
    remediation,
    audit: (request, onProgress) => begin(request, onProgress).report,
  };
}

/** Null where it does not come in time, or fails. */
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

function scopeKey({ service, machine, only }: Pick<AuditRequest, 'service' | 'machine' | 'only'>): string {
  return JSON.stringify([service, machine, only]);
}
