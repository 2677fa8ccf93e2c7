import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryOf, machineEntry } from '../../../src/discover/draft/draft-entry.ts';
import type { Draft } from '../../../src/discover/draft/draft-entry.ts';
import { draftYaml } from '../../../src/discover/draft/draft-yaml.ts';
import { ManifestFile } from '../../../src/inventory/manifest-file.ts';
import { resolve } from '../../../src/inventory/resolve.ts';
import { parseYaml } from '../../../src/inventory/text/yaml-text.ts';
import { seen } from '../../../src/facts/observation.ts';
import { container, survey } from '../../support/discover/any-survey.ts';
import { aSurvey } from '../../support/discover/builders.ts';
import { draftFrom } from '../../support/discover/draft-scene.ts';

/** What the text says to the manifest's own reader. */
function read(yaml: string): unknown {
  const parsed = parseYaml(yaml);
  if (parsed.problem !== null) throw new Error(`${parsed.problem} in\n${yaml}`);
  return parsed.value;
}

function valueOf({ machine, services }: Draft) {
  return { machines: { [machine.name]: machineEntry(machine) }, services: services.map(entryOf) };
}

function commentsOf({ services, left }: Draft): string[] {
  const remarks = services.flatMap(({ above, below, lines }) => [
    ...above,
    ...below,
    ...lines.flatMap(({ remark }) => remark ?? []),
  ]);
  return [...remarks, ...left];
}

describe('whatever a machine shows', () => {
  const numRuns = process.env['DRIFTWATCH_FUZZ_RUNS'] ? 5000 : 200;

  it('makes a draft that is a good manifest, and whose comments are nothing but comments', () => {
    fc.assert(
      fc.property(survey, (seenThere) => {
        const draft = draftFrom(seenThere);
        const value = read(draftYaml(draft, ['A draft.']));
        expect(value).toEqual(valueOf(draft));
        expect(commentsOf(draft).filter((line) => /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(line))).toEqual([]);
        if (draft.services.length === 0) return;
        const checked = ManifestFile.safeParse(value);
        expect(checked.error?.issues).toBeUndefined();
        expect(resolve(checked.data!).problems).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('is in the draft or among what was left out, for everything that runs', () => {
    fc.assert(
      fc.property(fc.array(container, { minLength: 1, maxLength: 4 }), (containers) => {
        const each = containers.map((one, at) => ({ ...one, service: null, name: `${one.name}${at}` }));
        const draft = draftFrom(aSurvey({ containers: seen({ engine: 'docker', containers: each }) }));
        expect(draft.services.length + draft.left.length).toBe(each.length);
      }),
      { numRuns },
    );
  });
});
