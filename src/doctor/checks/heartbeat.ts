import type { Check } from '../check.ts';
import { ok } from '../result.ts';

/** Checks only the form, as the environment did: a request would tell the monitor that a scan ran. */
export const heartbeat: Check = {
  name: 'heartbeat',
  async examine({ env }) {
    if (env.heartbeatUrl === null) return [];
    const host = URL.parse(env.heartbeatUrl)?.host ?? 'its server';
    return [ok('HEARTBEAT_URL', `an address at ${host}; not called, since that would count as a heartbeat`)];
  },
};
