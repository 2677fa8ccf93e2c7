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
};

type Running = { report: Promise<Report>; listeners: Set<OnProgress>; last: Progress | null };

export function createApp(source: ManifestSource, tools: AuditTools): App {
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

  function start(request: AuditRequest): Running {
    const listeners = new Set<OnProgress>();
    const joined: Running = { listeners, last: null, report: run() };
    return joined;

    async function run() {
      const { manifest } = await source.current();
      return await audit(manifest, request, tools, (progress) => {
        joined.last = progress;
        for (const listener of listeners) listener(progress);
      });
    }
  }

  async function joinOrStart(request: AuditRequest, onProgress: OnProgress) {
    const scope = JSON.stringify([request.service, request.machine, request.only]);
    const joined = running.get(scope) ?? start(request);
    running.set(scope, joined);
    joined.listeners.add(onProgress);
    if (joined.last) onProgress(joined.last);
    try {
      return await joined.report;
    } finally {
      if (running.get(scope) === joined) running.delete(scope);
    }
  }

  return { fleet, check, audit: joinOrStart };
}
