import { expect } from 'vitest';
import type { Clicker } from '../../../src/remediation/approval.ts';
import type { Fleet } from './model/model-fleet.ts';
import { approverRole } from './people.ts';

export const TTL_MS = 900_000;

export type World = Fleet['world'];
type Asked = {
  service: string;
  by: string;
  at: number;
  argv: string[] | null;
  host: string | null;
  /** what stood on the machine when it was asked for */
  printed: string;
};
type Click = { id: string; by: Clicker; at: number };

/** What the test itself knows, without asking the code: who asked for what, who clicked where, what has run. */
export type Model = {
  asked: Map<string, Asked>;
  clicks: Click[];
  denied: Set<string>;
  judged: number;
  ranAt: Map<string, number>;
  ranFor: Set<string>;
  /** what somebody has copied: the state, or the journal with it */
  backups: Record<'state' | 'all', () => Promise<void>>[];
};
export type Real = { fleet: Fleet; world: World; remediation: ReturnType<Fleet['start']> };

export function aModel(): Model {
  return {
    asked: new Map(),
    clicks: [],
    denied: new Set(),
    judged: 0,
    ranAt: new Map(),
    ranFor: new Set(),
    backups: [],
  };
}

/** Holds what has run since the last look against everything that must be true of it. */
export function judge(model: Model, { fleet, world }: Real): void {
  for (const [index, run] of world.runs.entries()) {
    if (index < model.judged) continue;
    const met = fleet.fleet.met[index];
    const { manifest, warning, held, now } = run.at;
    const name = run.argv[2] ?? '';
    const unit = run.argv[0] === 'systemctl';
    const onBox = manifest.services.filter(({ machine }) => machine !== 'tail');
    const touched = onBox.filter((each) => (unit ? each.systemd_unit : each.docker_service) === name);
    const [service] = touched;
    expect(run.argv).toEqual([unit ? 'systemctl' : 'docker', 'restart', name]);
    expect(service).toBeDefined();
    expect(met?.reachesBot).toBe(false);
    expect(touched.filter((each) => each.name === 'shiva' || each.kind !== 'stateless')).toEqual([]);
    expect(touched.filter(({ risk_tier, repo }) => risk_tier === 'CRITICAL' || repo !== null)).toEqual([]);
    const shiva = manifest.services.find((each) => each.name === 'shiva');
    expect(shiva?.depends_on).not.toContain(service?.name);
    expect(warning).toBeNull();
    expect(held).toBe(true);
    const live = [...model.asked].filter(
      ([id, asked]) =>
        asked.service === service?.name &&
        asked.argv?.join() === run.argv.join() &&
        asked.host === run.host &&
        asked.printed === met?.printed &&
        !model.ranFor.has(id) &&
        isApproved(model, run.at, id, asked),
    );
    expect(live.length).toBeGreaterThan(0);
    model.ranFor.add(live[0]?.[0] ?? '');
    const last = model.ranAt.get(service?.name ?? '');
    if (last !== undefined) expect(now - last).toBeGreaterThanOrEqual(3_600_000);
    model.ranAt.set(service?.name ?? '', now);
  }
  model.judged = world.runs.length;
}

function isApproved(model: Model, at: World['runs'][number]['at'], id: string, asked: Asked): boolean {
  return model.clicks.some(({ id: on, by, at: clicked }) => {
    const alone = at.manifest.policy.four_eyes && by.id === asked.by;
    // Nothing here takes time but the clock's own command: what a click starts ends before it moves on.
    return (
      on === id &&
      !model.denied.has(id) &&
      !by.bot &&
      by.roles.includes(approverRole) &&
      !alone &&
      clicked - asked.at < TTL_MS &&
      clicked === at.now
    );
  });
}
