import { randomBytes } from 'node:crypto';
import { audit } from './audit.ts';
import type { AuditRequest, AuditTools } from './audit.ts';
import type { ManifestSource } from './inventory/load.ts';
import { scopeOf } from './inventory/scope.ts';
import type { OnProgress, Progress } from './probes/progress.ts';
import type { Report } from './report/report.ts';

export type { AuditRequest, OnProgress, Progress };

/** The verbs that commands, buttons, the schedule and the HTTP server may call. */
export type App = {
  /**
   * Names of the manifest for autocomplete and option checks; the file is read again when it has changed.
   * `warning` says that the newest edit is broken and the last good one is in force.
   */
  fleet(): Promise<{ services: string[]; machines: string[]; warning: string | null }>;
  /** Resolves if the request's names are known. @throws UserError with the nearest names */
  check(request: AuditRequest): Promise<void>;
  /**
   * One audit. A second caller with the same scope joins the running one and gets its report.
   * @throws UserError for an unknown name or an unreadable manifest
   */
  audit(request: AuditRequest, onProgress: OnProgress): Promise<Report>;
  /** The same, with the audit's id at once. `report` fails as `audit` does: the caller sees to that. */
  begin(request: AuditRequest, onProgress: OnProgress): { id: string; report: Promise<Report> };
};

type Tools = AuditTools & {
  /** Sees every report that an audit ends with, once, before those who asked for it. It must not throw. */
  onReport?(report: Report, request: AuditRequest): void;
};

type Running = { id: string; report: Promise<Report>; listeners: Set<OnProgress>; last: Progress | null };

export function createApp(source: ManifestSource, tools: Tools): App {
  const running = new Map<string, Running>();

  async function fleet() {
    const { manifest, warning } = await source.current();
    return {
      services: manifest.services.map((service) => service.name),
      machines: manifest.machines.map((machine) => machine.name),
      warning,
    };
  }

  async function check(request: AuditRequest) {
    scopeOf((await source.current()).manifest, request);
  }

  function start(request: AuditRequest, scope: string): Running {
    const id = randomBytes(4).toString('hex');
    const listeners = new Set<OnProgress>();
    const started: Running = { id, listeners, last: null, report: run() };
    return started;

    async function run() {
      try {
        const { manifest } = await source.current();
        const report = await audit(manifest, { ...request, id }, tools, (progress) => {
          started.last = progress;
          for (const listener of listeners) listener(progress);
        });
        tools.onReport?.(report, request);
        return report;
      } finally {
        running.delete(scope);
      }
    }
  }

  function begin(request: AuditRequest, onProgress: OnProgress) {
    const scope = JSON.stringify([request.service, request.machine, request.only]);
    const joined = running.get(scope) ?? start(request, scope);
    running.set(scope, joined);
    joined.listeners.add(onProgress);
    if (joined.last) onProgress(joined.last);
    return { id: joined.id, report: joined.report };
  }

  return { fleet, check, begin, audit: (request, onProgress) => begin(request, onProgress).report };
}
