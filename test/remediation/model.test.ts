import { assert, asyncModelRun, asyncProperty, commands } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aModel } from '../support/remediation/model.ts';
import { steps } from '../support/remediation/model-steps.ts';
import { modelRuns } from '../support/property-time.ts';
import { createFleet } from '../support/remediation/model/model-fleet.ts';

describe('no sequence of requests, clicks, edits, clocks, crashes and restarts', () => {
  it('runs anything on a trading service, twice, or without a live approval of exactly that plan', async () => {
    let ran = 0;
    await assert(
      asyncProperty(commands(steps, { maxCommands: 20, size: 'max' }), async (commands) => {
        const fleet = createFleet();
        const { world } = fleet;
        const model = aModel();
        await asyncModelRun(() => ({ model, real: { fleet, world, remediation: fleet.start() } }), commands);
        ran += world.runs.length;
        const ofShiva = (await world.approvals()).filter(({ service }) => service === 'shiva');
        expect(ofShiva.filter(({ state }) => state !== 'blocked')).toEqual([]);
      }),
      modelRuns(200),
    );
    // Sequences that never run anything would prove nothing.
    expect(ran).toBeGreaterThan(50);
  }, 3_600_000);
});
