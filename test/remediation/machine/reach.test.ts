import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/facts/facts.ts';
import { seen } from '../../../src/facts/observation.ts';
import { reach } from '../../../src/remediation/machine/reach.ts';
import { reprobedFrom } from '../../support/remediation/reprobed.ts';
import { createWorld } from '../../support/remediation/world.ts';

const world = createWorld();
const looked = reprobedFrom(world, world.manifest.services[0]!);
const { neighbours } = looked;

function shared(over: Partial<Facts>, pids: readonly number[], names: readonly string[] = []) {
  return reach({ ...looked, facts: { ...looked.facts, ...over } }, pids, names).shared;
}

describe('whose processes and containers are reached', () => {
  it('are a neighbour’s by its own process', () => {
    // Services stand in the manifest's order, and run as 100, 101 …
    expect(shared({ containers: undefined }, [101])).toEqual([neighbours[0]?.name]);
    expect(shared({ containers: undefined }, [999])).toEqual([]);
  });

  it('are a neighbour’s by its container, whatever runs in it', () => {
    const name = neighbours[0]?.docker_service ?? '';
    expect(shared({ processes: undefined }, [], [name])).toEqual([neighbours[0]?.name]);
    expect(shared({ processes: undefined, containers: undefined }, [], [name])).toEqual([]);
  });

  it('are a neighbour’s by the main process of its job, and nobody’s where a job has none', () => {
    const job = (pid: number | null) =>
      seen({ [neighbours[1]?.name ?? '']: seen({ pid, pids: [] }) }) as never;
    const blind = { processes: undefined, containers: undefined };
    expect(shared({ ...blind, jobs: job(555) }, [555])).toEqual([neighbours[1]?.name]);
    expect(shared({ ...blind, jobs: job(556) }, [555])).toEqual([]);
    expect(shared({ ...blind, jobs: job(null) }, [555])).toEqual([]);
  });

  it('are not known where nothing was seen', () => {
    expect(reach({ ...looked, facts: {} }, [100], ['log-shipper'])).toEqual({ commands: [], shared: [] });
  });
});
