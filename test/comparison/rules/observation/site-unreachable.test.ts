import { describe, expect, it } from 'vitest';
import { judge } from '../../../../src/audit/pipeline.ts';
import { comparing } from '../../../../src/comparison/index.ts';
import type { MachineObservation } from '../../../../src/facts/observations.ts';
import { affectsNothing } from '../../../../src/findings/affects.ts';
import { SITE_LOST, unseen } from '../../../../src/facts/observation.ts';
import { couldSee } from '../../../../src/report/could-see.ts';
import {
  aMachine,
  aService,
  aSituation,
  aTradingService,
  anEndpoint,
} from '../../../support/facts/observed.ts';
import { isRated } from '../../../support/findings/is-rated.ts';

const detail = 'no worker of site home has taken the job within 10 s';

function lost(machine: string): MachineObservation {
  const connection = {
    status: 'failed',
    reason: 'unreachable',
    detail,
    host_key: null,
    site: 'home',
  } as const;
  const facts = { processes: unseen('unreachable', detail), containers: unseen('unreachable', detail) };
  const asked_by = { processes: [`of-${machine}`], containers: [`of-${machine}`] };
  return { machine, connection, duration_ms: 10_000, facts, asked_by };
}

/** Three machines of a site that nobody read, each with a service. */
function aScene(trading: boolean) {
  const names = ['m1', 'm2', 'm3'];
  const of = (machine: string) => ({
    name: `of-${machine}`,
    machine,
    endpoints: [anEndpoint({ interface: 'lan', url: `http://${machine}/health` })],
    repo: null,
  });
  const services = names.map((machine) => aService({ ...of(machine), depends_on: [] }));
  if (trading) services[1] = aTradingService(of('m2'));
  const unasked = { lan: unseen('unreachable', detail, SITE_LOST) };
  return aSituation({
    machines: names.map((name) => aMachine({ name, site: 'home' })),
    services,
    inventory: services,
    observations: {
      machines: Object.fromEntries(names.map((name) => [name, lost(name)])),
      health: Object.fromEntries(services.map(({ name }) => [name, unasked])),
      releases: {},
    },
  });
}

async function judged(trading = false) {
  const { observations, ...plan } = aScene(trading);
  return await judge({ ...plan, ssh_user: 'ops' }, observations, { comparing }, Date.now());
}

describe('a site that was not seen', () => {
  it('is one finding, however many machines and endpoints it hides, and nothing else is told of them', async () => {
    const { findings, services, machines } = await judged();
    expect(findings).toMatchObject([
      {
        type: 'site_unreachable',
        severity: 'HIGH',
        service: null,
        machine: null,
        affects: { services: ['of-m1', 'of-m2', 'of-m3'] },
        summary: expect.stringContaining(
          `Site home was not seen (3 machines): ${detail}. Unknown: of-m1, of-m2 and of-m3.`,
        ),
      },
    ]);
    expect(services.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unknown']);
    const states = machines.map(({ status, error }) => [status, error]);
    expect(states).toEqual([1, 2, 3].map(() => ['unreachable', detail]));
  });

  it('is CRITICAL where it hides a trading service', async () => {
    const { findings } = await judged(true);
    expect(findings.map(({ type, severity }) => [type, severity])).toEqual([
      ['site_unreachable', 'CRITICAL'],
    ]);
  });

  it('resolves nothing that was known of its machines, and is not resolved by an audit of one of them', async () => {
    const { coverage, findings } = await judged();
    const affects = { ...affectsNothing, services: ['of-m1'] };
    const open = { type: 'machine_unreachable', service: null, machine: 'm1', affects } as const;
    expect(couldSee(open, coverage)).toBe(false);
    expect(couldSee({ ...open, type: 'health_check_failed', service: 'of-m1' }, coverage)).toBe(false);
    const [site] = findings;
    const machines = { m1: 'connected', m2: 'not_probed', m3: 'not_probed' } as const;
    expect(site && couldSee(site, { ...coverage, services: ['of-m1'], machines })).toBe(false);
  });
});

isRated('site_unreachable', ['HIGH', 'HIGH', 'HIGH'], 'CRITICAL');
