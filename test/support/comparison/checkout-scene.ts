import type { Checkout } from '../../../src/comparison/readings/git/checkout-of.ts';
import type { Situation } from '../../../src/comparison/rule.ts';
import type { Service } from '../../../src/inventory/manifest.ts';
import { seen } from '../../../src/facts/observation.ts';
import type { Observation } from '../../../src/facts/observation.ts';
import type { Process } from '../../../src/facts/process.ts';
import { epochMs } from '../../../src/time/instant.ts';
import { auditedAt, headSha, runningSha } from '../builders.ts';
import { aMachineObservation, aProcess, aService, aSituation } from '../facts/observed.ts';
import { answering, withMachine } from './scene.ts';

export const akashic = 'akashic-records';
export const now = epochMs(auditedAt) / 1000;
export const day = 86_400;

function aCheckout(over: Partial<Checkout> = {}): Checkout {
  return {
    head: headSha,
    branch: 'main',
    contained: null,
    changed: [],
    changes: 0,
    more: false,
    unjudged: 0,
    moves: [
      { from: '0'.repeat(40), to: runningSha, at: now - 9 * day },
      { from: runningSha, to: headSha, at: now - 3 * day },
    ],
    committed_at: now - 4 * day,
    now,
    laid: null,
    ...over,
  };
}

/** akashic-records, a day old, with a checkout. */
export function withCheckout(
  checkout: Partial<Checkout> | Observation<Checkout>,
  { processes = [{}], ...over }: Partial<Service> & { processes?: Partial<Process>[] } = {},
): Situation {
  const service = aService({ checkout: '/opt/akashic', ...over });
  const observed = 'ok' in checkout ? checkout : seen(aCheckout(checkout));
  const table = processes.map((process, at) =>
    aProcess({ pid: 4182 + at, command: '/opt/akashic-records/serve', elapsed_seconds: day, ...process }),
  );
  const machine = aMachineObservation({
    processes: table,
    asked_by: { processes: [akashic], checkout: [akashic] },
  });
  machine.facts.checkout = seen({ [akashic]: observed });
  return answering(withMachine(aSituation({ services: [service] }), machine), akashic, {
    uptime_seconds: null,
  });
}
