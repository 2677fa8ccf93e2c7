import type { FindingType } from '../findings/finding-types.ts';
import type { Coverage } from '../report/coverage.ts';

/** service -> types that an audit which began later has already judged */
export type Overtaken = ReadonlyMap<string, ReadonlySet<FindingType>>;

type Judged = Pick<Coverage, 'services' | 'types'>;

/**
 * Tracks which audit judged what last. Audits overlap, and one that began earlier may end later: its result for a type is
 * outdated if a newer audit has judged that type. There are only a few different lists of types, one per extent.
 */
export function createAuditOrder() {
  /** service -> list of types -> the turn of the newest audit that looked for them */
  const newest = new Map<string, Map<string, number>>();
  const lists = new Map<string, readonly FindingType[]>();

  function overtaken({ services, types }: Judged, order: number): Overtaken {
    const found = services.flatMap((name): [string, Set<FindingType>][] => {
      const later = [...(newest.get(name) ?? [])].filter(([, at]) => at > order);
      const old = later.flatMap(([key]) => (lists.get(key) ?? []).filter((type) => types.includes(type)));
      return old.length > 0 ? [[name, new Set(old)]] : [];
    });
    return new Map(found);
  }

  function record({ services, types }: Judged, order: number): void {
    const key = types.join();
    lists.set(key, types);
    for (const name of services) {
      const known = newest.get(name) ?? new Map<string, number>();
      known.set(key, Math.max(order, known.get(key) ?? 0));
      newest.set(name, known);
    }
  }

  return { overtaken, record };
}
