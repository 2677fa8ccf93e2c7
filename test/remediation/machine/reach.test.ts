import { describe, expect, it } from 'vitest';
import type { MachineFacts } from '../../../src/facts/machine-facts.ts';
import { seen } from '../../../src/facts/observation.ts';
import { reach } from '../../../src/remediation/machine/reach.ts';
import { reprobedFrom } from '../../support/remediation/reprobed.ts';
import { createWorld } from '../../support/remediation/world.ts';

const world = createWorld();
const looked = reprobedFrom(world, world.manifest.services[0]!);
const { neighbours } = looked;

/** `unseen`: what nothing is known of. */
function shared(
  unseen: readonly (keyof MachineFacts)[],
  pids: readonly number[],
  names: readonly string[] = [],
  jobs: Pick<MachineFacts, 'jobs'> = {},
) {
  const facts: MachineFacts = { ...looked.facts, ...jobs };
  for (const each of unseen) delete facts[each];
  return reach({ ...looked, facts }, pids, names).shared;
}

describe('whose processes and containers are reached', () => {
  it('are a neighbour’s by its own process', () => {
    // Services stand in the manifest's order, and run as 100, 101 …
    expect(shared(['containers'], [101])).toEqual([neighbours[0]?.name]);
    expect(shared(['containers'], [999])).toEqual([]);
  });

  it('are a neighbour’s by its container, whatever runs in it', () => {
    const name = neighbours[0]?.docker_service ?? '';
    expect(shared(['processes'], [], [name])).toEqual([neighbours[0]?.name]);
    expect(shared(['processes', 'containers'], [], [name])).toEqual([]);
  });

  it('are a neighbour’s by the main process of its job, and nobody’s where a job has none', () => {
    const job = (pid: number | null) => ({
      jobs: seen({ [neighbours[1]?.name ?? '']: seen({ pid, pids: [] }) }) as never,
    });
    const blind = ['processes', 'containers'] as const;
    expect(shared(blind, [555], [], job(555))).toEqual([neighbours[1]?.name]);
    expect(shared(blind, [555], [], job(556))).toEqual([]);
    expect(shared(blind, [555], [], job(null))).toEqual([]);
  });

  it('are not known where nothing was seen', () => {
    expect(reach({ ...looked, facts: {} }, [100], ['log-shipper'])).toEqual({ commands: [], shared: [] });
  });
});
