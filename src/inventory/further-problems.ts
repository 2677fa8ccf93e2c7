import type { z } from 'zod';
import { ManifestFile } from './manifest-file.ts';
import { resolve } from './resolve.ts';
import type { Problem } from './text/problem.ts';

type Issue = z.core.$ZodIssue;
type Tree = Record<PropertyKey, unknown>;

/**
 * Cross-checks of a manifest with invalid entries. Services with issues are left out. Empty if the rest is not a manifest.
 */
export function furtherProblems(value: unknown, issues: readonly Issue[]): Problem[] {
  const left = copyOf(value);
  const aside = new Set<number>();
  for (const { path, ...issue } of issues) {
    const [section, index] = path;
    if (section === 'services' && typeof index === 'number') aside.add(index);
    else if (issue.code === 'unrecognized_keys') for (const key of issue.keys) without(left, [...path, key]);
    else without(left, path);
  }
  const services = isTree(left) ? left['services'] : null;
  if (!Array.isArray(services)) return [];
  for (const index of aside) services[index] = outline(services[index], index);
  const checked = ManifestFile.safeParse(left);
  if (!checked.success) return [];
  return resolve(checked.data).problems.filter(({ path }) => {
    const [section, index] = path ?? [];
    return section !== 'services' || typeof index !== 'number' || !aside.has(index);
  });
}

/** Null if it is nested too deeply to copy: that is reported already. */
function copyOf(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return null;
  }
}

/** The part of a service that others refer to. */
function outline(service: unknown, index: number): object {
  const { name, machine, host } = isTree(service) ? service : {};
  return {
    name: typeof name === 'string' && name !== '' ? name : `services[${index}]`,
    risk_tier: 'HIGH',
    ...(typeof machine === 'string' ? { machine } : {}),
    ...(typeof host === 'string' ? { host } : {}),
  };
}

function without(value: unknown, path: readonly PropertyKey[]): void {
  const [key, ...rest] = path;
  if (key === undefined || !isTree(value)) return;
  if (rest.length > 0) without(value[key], rest);
  else delete value[key];
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}
