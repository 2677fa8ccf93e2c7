import { expect } from 'vitest';
import type { Clicker } from '../../../src/remediation/approval.ts';
import { approverRole } from './people.ts';
import type { createWorld } from './world.ts';

export const TTL_MS = 900_000;

export type World = ReturnType<typeof createWorld>;
type Asked = { service: string; by: string; at: number; argv: string[] | null };
type Click = { id: string; by: Clicker; at: number };

/** What the test itself knows, without asking the code: who asked for what, who clicked where, what has run. */
export type Model = {
  asked: Map<string, Asked>;
  clicks: Click[];
  denied: Set<string>;
  judged: number;
  ranAt: Map<string, number>;
  ranFor: Set<string>;
};
export type Real = { world: World; remediation: ReturnType<World['start']> };

/** Holds what has run since the last look against everything that must be true of it. */
export function judge(model: Model, { world }: Real): void {
  for (const run of world.runs.slice(model.judged)) {
    const { manifest, warning, held, now } = run.at;
    const touched = manifest.services.filter(({ docker_service }) => docker_service === run.argv[2]);
    const [service] = touched;
    expect(run.argv).toEqual(['docker', 'restart', service?.docker_service]);
    expect(touched.filter(({ name, kind }) => name === 'shiva' || kind !== 'stateless')).toEqual([]);
    expect(touched.filter(({ risk_tier, repo }) => risk_tier === 'CRITICAL' || repo !== null)).toEqual([]);
    const shiva = manifest.services.find(({ name }) => name === 'shiva');
    expect(shiva?.depends_on).not.toContain(service?.name);
    expect(warning).toBeNull();
    expect(held).toBe(true);
    const live = [...model.asked].filter(([id, asked]) => {
      return (
        asked.service === service?.name &&
        asked.argv?.join() === run.argv.join() &&
        !model.denied.has(id) &&
        !model.ranFor.has(id) &&
        isApproved(model, run.at, id, asked)
      );
    });
    expect(live.length).toBeGreaterThan(0);
    model.ranFor.add(live[0]?.[0] ?? '');
    const last = model.ranAt.get(service?.name ?? '');
    if (last !== undefined) expect(now - last).toBeGreaterThanOrEqual(3_600_000);
    model.ranAt.set(service?.name ?? '', now);
  }
  model.judged = world.runs.length;
}

function isApproved(model: Model, world: World['runs'][number]['at'], id: string, asked: Asked): boolean {
  return model.clicks.some(({ id: on, by, at }) => {
    const alone = world.manifest.policy.four_eyes && by.id === asked.by;
    // Nothing here takes time but the clock's own command: what a click starts ends before it moves on.
    return (
      on === id &&
      !by.bot &&
      by.roles.includes(approverRole) &&
      !alone &&
      at - asked.at < TTL_MS &&
      at === world.now
    );
  });
}
