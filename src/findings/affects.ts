import { z } from 'zod';

/** What a finding concerns besides its own service: as data, so that nothing is decided by the evidence that people read. */
export const Affects = z.strictObject({
  /** services that it hides: it is resolved only where all of them were judged */
  services: z.array(z.string()),
  /** services of other machines, of which a second copy may run here unseen */
  singletons: z.array(z.string()),
  /** other machines on which it was seen: it is resolved only where all of them were read */
  machines: z.array(z.string()),
  /** the container that it is about, or in which its file is; null: none, or several */
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

/** All services that are named, each once. */
export function servicesIn({ services, singletons }: Affects): string[] {
  return [...new Set([...services, ...singletons])];
}

// Called for each service of a report, for a finding that may hide all of them.
const named = new WeakMap<Affects, ReadonlySet<string>>();

/** Is the service one of those that are named? */
export function isNamedIn(affects: Affects, service: string): boolean {
  const names = named.get(affects) ?? new Set(servicesIn(affects));
  named.set(affects, names);
  return names.has(service);
}

/** Findings were stored without `affects` up to version 0.1: their evidence names the same. */
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

/** What the evidence of a stored finding names. */
export function affectsOf(evidence: unknown): Affects {
  const { services, singletons, trees } = StoredEvidence.parse(evidence);
  const machines = trees.map(({ machine }) => machine);
  return { ...affectsNothing, services, singletons, machines: [...new Set(machines)] };
}
