import type { WatchState } from '../../report/watch-state.ts';
import type { Endpoint } from './endpoint.ts';

/** The lesson's health answer, so that the bot can be in its own manifest. */
export const health: Endpoint = {
  method: 'GET',
  path: '/health',
  answer(_asked, context) {
    const uptime_seconds = Math.max(0, Math.floor((context.now() - context.startedAt) / 1000));
    const watch = watchPart(context.app.watching());
    const status = watch?.stalled ? 'warn' : 'ok';
    return Response.json({ status, version: context.version, pid: process.pid, uptime_seconds, watch });
  },
};

/** Seconds; null: the watch is off. */
function watchPart(state: WatchState | null) {
  if (!state) return null;
  const seconds = (ms: number) => Math.round(ms / 1000);
  return {
    interval_seconds: seconds(state.interval_ms),
    age_seconds: seconds(state.silent_ms),
    duration_seconds: state.duration_ms === null ? null : state.duration_ms / 1000,
    failures: state.failures,
    stalled: state.stalled,
  };
}
