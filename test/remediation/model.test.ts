import { assert, asyncModelRun, asyncProperty, commands } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Model } from '../support/remediation/model.ts';
import { steps } from '../support/remediation/model-steps.ts';
import { createWorld } from '../support/remediation/world.ts';

describe('no sequence of requests, clicks, edits, clocks, crashes and restarts', () => {
  it('runs anything on a trading service, twice, or without a live approval of exactly that plan', async () => {
    let ran = 0;
    await assert(
      asyncProperty(commands(steps, { maxCommands: 40, size: 'max' }), async (commands) => {
        const world = createWorld();
        const model: Model = {
          asked: new Map(),
          clicks: [],
          denied: new Set(),
          judged: 0,
          ranAt: new Map(),
          ranFor: new Set(),
        };
        await asyncModelRun(() => ({ model, real: { world, remediation: world.start() } }), commands);
        ran += world.runs.length;
        const ofShiva = (await world.approvals()).filter(({ service }) => service === 'shiva');
        expect(ofShiva.filter(({ state }) => state !== 'blocked')).toEqual([]);
      }),
      { numRuns: Number(process.env['DRIFTWATCH_MODEL_RUNS'] ?? 200) },
    );
    // Sequences that never run anything would prove nothing.
    expect(ran).toBeGreaterThan(50);
  }, 120_000);
});
