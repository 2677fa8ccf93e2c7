import { styleText } from 'node:util';
import { bySeverity, usualSeverity } from '../comparison/severity.ts';
import { offFeatures } from '../env/features.ts';
import type { Env } from '../env/env.ts';
import { readManifest } from '../inventory/load.ts';
import type { Manifest } from '../inventory/manifest.ts';
import { placesOf } from '../inventory/text/places.ts';
import type { Place } from '../inventory/text/places.ts';
import { lineOf, oneLine } from '../inventory/text/problem.ts';
import { FindingType } from '../findings/finding-types.ts';
import { counted } from '../text/counted.ts';

/** `:12: shiva`, which both editors and people understand. */
function placeText({ line, service }: Place = { line: null, service: null }): string {
  return `${line === null ? '' : `:${line}`}${service === null ? '' : `: ${oneLine(service, 60)}`}`;
}

/**
 * Validates the manifest without touching the network, and says which features the environment leaves off, or what is
 * wrong with it, all at once.
 * @returns the exit code: 0 good, 3 configuration error
 */
export async function runCheck(options: {
  manifestPath: string;
  /** the environment, or what is wrong with it */
  env: Env | string;
  write: (text: string) => void;
}): Promise<0 | 3> {
  const { manifestPath, env, write } = options;
  const file = oneLine(manifestPath);
  const reading = await readManifest(manifestPath);
  if (reading.problems !== null) {
    const places = placesOf(reading.problems, reading.text);
    for (const [index, problem] of reading.problems.entries())
      write(`${file}${placeText(places[index])}: ${lineOf(problem)}\n`);
    if (typeof env === 'string') write(`${env}\n`);
    return 3;
  }
  write(`${file} is good: ${summary(reading.manifest)}\n`);
  for (const sentence of lowered(reading.manifest)) write(`  lowered: ${oneLine(sentence, 1000)}\n`);
  for (const note of reading.notes) write(`  note: ${oneLine(note, 1000)}\n`);
  if (typeof env === 'string') {
    write(`${env}\n`);
    return 3;
  }
  write('The environment is valid.\n');
  for (const sentence of offFeatures(env)) write(`  ${styleText('dim', sentence)}\n`);
  return 0;
}

/** The severities that the manifest lowers, by policy, defaults or the service itself: `… is HIGH instead of CRITICAL for …`. */
function lowered({ services }: Manifest): string[] {
  const found = services.flatMap((service) =>
    FindingType.options.flatMap((type) => {
      const [usual, own] = [usualSeverity(type, service), service.severity[type]];
      if (own === undefined || bySeverity(own, usual) <= 0) return [];
      return [{ change: `${type} is ${own} instead of ${usual}`, name: service.name }];
    }),
  );
  return [...Map.groupBy(found, ({ change }) => change)].map(
    ([change, group]) => `${change} for ${group.map(({ name }) => name).join(', ')}`,
  );
}

function summary({ machines, services }: Manifest): string {
  const kinds = ['trading', 'stateful', 'stateless'] as const;
  const counts = kinds
    .map((kind) => ({ kind, count: services.filter((service) => service.kind === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`);
  return `${counted(machines.length, 'machine')}, ${counted(services.length, 'service')} (${counts.join(', ')})`;
}
