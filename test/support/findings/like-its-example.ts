import { catalogue } from '../../../src/findings/catalogue.ts';
import type { Found } from '../../../src/findings/finding.ts';

/**
 * What the catalogue's example of a type claims, and a finding of its rule does not have: a field of the evidence that
 * is missing, or that is of another kind.
 */
export function unlikeItsExample({ type, evidence, expected, actual }: Found): string[] {
  const { example } = catalogue[type];
  const { sometimes = [] } = example;
  const claimed = Object.entries(example.evidence).filter(
    ([key]) => key in evidence || !sometimes.includes(key),
  );
  return [
    ...unlike(Object.fromEntries(claimed), evidence, 'evidence'),
    ...unlike(example.expected, expected, 'expected'),
    ...unlike(example.actual, actual, 'actual'),
  ].map((difference) => `${type}: ${difference}`);
}

function unlike(example: unknown, found: unknown, path: string): string[] {
  // Unknown values cannot be compared.
  if (example === null || found === null) return [];
  if (kindOf(example) !== kindOf(found)) return [`${path} is ${kindOf(found)}, not ${kindOf(example)}`];
  if (Array.isArray(example) && Array.isArray(found))
    return example.length === 0 ? [] : found.flatMap((each, at) => unlike(example[0], each, `${path}.${at}`));
  if (!isRecord(example) || !isRecord(found)) return [];
  return Object.entries(example).flatMap(([key, value]) => unlike(value, found[key], `${path}.${key}`));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}
