import type { Logger } from 'pino';
import { sshHost } from '../probes/plan.ts';
import type { Check, DoctorContext } from './check.ts';
import { LOGIN_MS, logIn } from './login.ts';
import { inTurns, onEach } from './checks/machines.ts';
import { checks } from './index.ts';
import { examineAll } from './run.ts';

/** machines at a time; the bot already works, and nobody waits for this */
const AT_A_TIME = 8;

/** Only the login: the first audit shows what can be read. */
const logins: Check = {
  name: 'machines',
  examine: (context) =>
    onEach(
      context,
      async (machine, plan) => {
        if (machine.site !== undefined) return [];
        const host = sshHost(plan, machine);
        return (await logIn(context.clients.ssh, machine.name, host, context.now)).lines;
      },
      AT_A_TIME,
    ),
  deadlineMs: (context) => inTurns(context, LOGIN_MS, AT_A_TIME),
};

/**
 * Logs each connection that does not work, with its cure, one line each. The bot works meanwhile: what they hide is unknown
 * in its reports. `stop` ends it silently; `done` never rejects.
 */
export function warnOfProblems(
  context: DoctorContext,
  log: Pick<Logger, 'warn'>,
): { done: Promise<void>; stop: () => void } {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function look(): Promise<void> {
    const results = await examineAll([logins, ...checks.filter(({ atStart }) => atStart)], {
      ...context,
      signal,
    });
    // By then the clients are closed, so the results would say only that.
    if (signal.aborted) return;
    for (const result of results) {
      if (result.status === 'warning' || result.status === 'broken')
        log.warn(result, 'A connection has a problem');
    }
  }

  return { done: look(), stop: () => stopping.abort() };
}
