import type { Service } from '../../inventory/manifest.ts';
import type { Situation } from '../rule.ts';

/** Caches a reading per service of a situation, since many rules need it. */
export function onceEach<Value>(
  read: (situation: Situation, service: Service) => Value,
): (situation: Situation, service: Service) => Value {
  const known = new WeakMap<Situation, Map<Service, { value: Value }>>();
  return (situation, service) => {
    const memo = known.get(situation) ?? new Map<Service, { value: Value }>();
    known.set(situation, memo);
    const before = memo.get(service);
    if (before) return before.value;
    const value = read(situation, service);
    memo.set(service, { value });
    return value;
  };
}
