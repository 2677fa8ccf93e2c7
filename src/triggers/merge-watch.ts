import type { Logger } from 'pino';
import type { App } from '../app.ts';
import { epochMs } from '../time/instant.ts';

const EVERY_MS = 30_000;
const LOOK_MS = 1000;

export type MergeWatchOptions = {
  app: Pick<App, 'audit' | 'records'>;
  now: () => number;
  log: Pick<Logger, 'error'>;
  /** ms between two audits of a service whose merge is not deployed yet */
  everyMs?: number;
};

/**
 * Audits each service whose branch got a push: at once, then again until it runs the branch's head or its grace time ends.
 * The watched merges are in the state, so the watch survives a restart.
 */
export function startMergeWatch({ app, now, log, everyMs = EVERY_MS }: MergeWatchOptions) {
  /** service -> the push that was audited last, and when that audit began */
  const looked = new Map<string, { push: string; at: number }>();
  const running = new Set<string>();
  let closed = false;
  let failing = false;

  async function look(): Promise<void> {
    for (const { service, pushed_at, until } of await app.records.merges()) {
      if (closed || running.has(service)) continue;
      const last = looked.get(service);
      const waited = last?.push === pushed_at ? now() - last.at : Number.POSITIVE_INFINITY;
      const ends = epochMs(until);
      const lastLook = now() >= ends && (last?.at ?? 0) < ends;
      if (waited < everyMs && !lastLook) continue;
      looked.set(service, { push: pushed_at, at: now() });
      running.add(service);
      void audit(service);
    }
  }

  async function audit(service: string): Promise<void> {
    try {
      await app.audit({ trigger: 'merge', service, machine: null, only: 'all' }, () => {});
    } catch (error) {
      // A stop closes the state during an audit; the merge stays in the state, so the next start audits it.
      if (!closed) log.error({ err: error, service }, 'The audit after a merge failed');
    } finally {
      running.delete(service);
    }
  }

  function wake(): void {
    look().then(
      () => (failing = false),
      (error: unknown) => {
        // Retried every second, but an outage is logged only once.
        if (!failing && !closed) log.error({ err: error }, 'The merge watch failed; trying again');
        failing = true;
      },
    );
  }

  const timer = setInterval(wake, LOOK_MS);
  timer.unref();
  wake();
  return {
    wake,
    close() {
      closed = true;
      clearInterval(timer);
    },
  };
}
