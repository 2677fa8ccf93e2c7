import { z } from 'zod';

/** What a finding concerns besides its own service. As data, since code must not decide by evidence, which is for people. */
export const Affects = z.strictObject({
  /** services that it hides: it is resolved only if all of them were judged */
  services: z.array(z.string()),
  /** services of other machines that may have an unseen second copy here */
  singletons: z.array(z.string()),
  /** other machines on which it was seen: it is resolved only if all of them were read */
  machines: z.array(z.string()),
  /** the container that it is about, or that contains its file; null: none or several */
  container: z.string().nullable().default(null),
  /** the file that it is about */
  file: z.string().nullable().default(null),
});
export type Affects = z.infer<typeof Affects>;

export const affectsNothing: Affects = {
  services: [],
  singletons: [],
  machines: [],
  container: null,
  file: null,
};

/** All services in it, each once. */
export function servicesIn({ services, singletons }: Affects): string[] {
  return [...new Set([...services, ...singletons])];
}

// Cached: it is called for each service of a report.
const named = new WeakMap<Affects, ReadonlySet<string>>();

/** Does it name the service? */
export function isNamedIn(affects: Affects, service: string): boolean {
  const names = named.get(affects) ?? new Set(servicesIn(affects));
  named.set(affects, names);
  return names.has(service);
}

/** Adds `affects` to findings that were stored without it (up to version 0.1), from their evidence. */
export function withAffects(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || 'affects' in stored) return stored;
  const { evidence } = stored as { evidence?: unknown };
  return { ...stored, affects: affectsOf(evidence) };
}

const Names = z.array(z.string()).catch([]);
const StoredEvidence = z
  .object({
    services: Names,
    singletons: Names,
    trees: z.array(z.object({ machine: z.string() })).catch([]),
  })
  .catch({ services: [], singletons: [], trees: [] });

/** Reads `affects` from the evidence of a stored finding. */
export function affectsOf(evidence: unknown): Affects {
  const { services, singletons, trees } = StoredEvidence.parse(evidence);
  const machines = trees.map(({ machine }) => machine);
  return { ...affectsNothing, services, singletons, machines: [...new Set(machines)] };
}
