import { observe } from '../../probes/run.ts';
import { defaultLimits } from '../../probes/limits.ts';
import { humanDuration } from '../../time/instant.ts';
import type { Check } from '../check.ts';
import { wholePlan } from '../check.ts';
import { inTurns } from './machines.ts';
import { counted } from '../../text/counted.ts';
import { ok, skipped, warning } from '../result.ts';

const { connectMs, machineMs, graceMs } = defaultLimits;
/** The share of its interval that a watch may take, to leave room for slow days. */
const AT_MOST = 1 / 2;

/** The reading of a watch, without judging, takes less than its interval. */
export const watch: Check = {
  name: 'watch',
  async examine(context) {
    const { watchIntervalMs: interval, sshConcurrency: concurrency } = context.env;
    if (interval === 0) return [skipped('watch', 'off: WATCH_INTERVAL is 0')];
    const plan = wholePlan(context);
    if (!plan) return [skipped('watch', 'the manifest cannot be read')];
    const services = plan.services.filter((service) => service.watch);
    if (services.length === 0) return [skipped('watch', 'no service is watched (watch: true)')];
    const { ssh, http, repository } = context.clients;
    const clients = { ssh, http, repository: () => repository };
    const began = performance.now();
    await observe({ ...plan, services, only: 'watch' }, clients, { ...defaultLimits, concurrency }, () => {});
    const took = performance.now() - began;
    const machines = new Set(services.map(({ machine }) => machine)).size;
    const what = `${counted(services.length, 'service')} on ${counted(machines, 'machine')} read in ${(took / 1000).toFixed(1)} s, every ${humanDuration(interval / 1000)}`;
    if (took <= interval * AT_MOST) return [ok('watch', what)];
    return [
      warning('watch', what, 'raise WATCH_INTERVAL, or take `watch: true` from services that can wait'),
    ];
  },
  deadlineMs: (context) => inTurns(context, connectMs + machineMs + graceMs),
};
