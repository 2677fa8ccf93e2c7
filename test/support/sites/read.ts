import { observe } from '../../../src/probes/run.ts';
import type { Limits } from '../../../src/probes/limits.ts';
import type { SiteClient } from '../../../src/probes/site-client.ts';
import type { FailedConnection, Observations } from '../../../src/facts/observations.ts';
import { aMachine, aService } from '../facts/observed.ts';
import { aPlan, clients, limits } from '../probes/run-scene.ts';

/** Machines `box-0` … of a site, each with one service and no endpoint. */
export function sitePlan(count: number, site = 'home') {
  const names = Array.from({ length: count }, (_, at) => `box-${at}`);
  return aPlan({
    machines: names.map((name) => aMachine({ name, site })),
    services: names.map((machine) =>
      aService({ name: `of-${machine}`, machine, endpoints: [], repo: null, process: 'node' }),
    ),
  });
}

/** A request, without its head, to read machine `box`, which accepts no login. */
export function aReadRequest() {
  const limits = { connectMs: 1000, sectionMs: 1000, machineMs: 1000, sectionCapBytes: 1000 };
  return {
    kind: 'read' as const,
    limits,
    graceMs: 100,
    machine: aMachine({ name: 'box', ssh: false }),
    jumps: [],
    services: [],
    singletons: [],
    only: null,
    health: false,
  };
}

/** Reads such machines through the bot's end. */
export async function readSite(
  sites: SiteClient,
  count = 1,
  over: Partial<Limits> = {},
): Promise<Observations> {
  return await observe(sitePlan(count), clients({ sites }), { ...limits, ...over }, () => {});
}

/** Why a machine was not read; null where it was. */
export function lossOf(seen: Observations, name = 'box-0'): FailedConnection | null {
  const connection = seen.machines[name]?.connection;
  return connection?.status === 'failed' ? connection : null;
}
