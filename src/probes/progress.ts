import type { OnProgress } from '../facts/progress.ts';
import type { Machine } from '../inventory/manifest.ts';

export type ProgressTracker = {
  /** Counts a task, and reports when it has ended. Until then `machine` counts as waiting. */
  follow<Value>(task: Promise<Value>, machine?: Pick<Machine, 'name' | 'site'>): Promise<Value>;
  report(): void;
};

export function trackProgress(onProgress: OnProgress): ProgressTracker {
  const waiting = new Set<string>();
  /** site -> its machines that have not answered yet */
  const sites = new Map<string, number>();
  let done = 0;
  let total = 0;
  function count(site: string | undefined, step: number) {
    if (site !== undefined) sites.set(site, (sites.get(site) ?? 0) + step);
  }
  function report() {
    const left = [...sites.values()];
    const ofSites = { done: left.filter((machines) => machines === 0).length, total: left.length };
    try {
      onProgress({ done, total, waiting: [...waiting], ...(left.length > 0 ? { sites: ofSites } : {}) });
    } catch {
      // An audit must not fail because its progress could not be shown.
    }
  }
  return {
    report,
    async follow(task, machine) {
      total += 1;
      if (machine !== undefined) waiting.add(machine.name);
      count(machine?.site, 1);
      const value = await task;
      done += 1;
      if (machine !== undefined) waiting.delete(machine.name);
      count(machine?.site, -1);
      report();
      return value;
    },
  };
}
