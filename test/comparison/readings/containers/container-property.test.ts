import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../support/comparison/compare.ts';
import type { Service } from '../../../../src/inventory/manifest.ts';
import { assembleReport } from '../../../../src/report/assemble.ts';
import { Report } from '../../../../src/report/report.ts';
import { headSha, runningSha } from '../../../support/builders.ts';
import { aLayer, anImage } from '../../../support/facts/observed-containers.ts';
import { contained, saying } from '../../../support/comparison/container-scene.ts';
import { rounds } from '../../../support/property-time.ts';

const instant = fc.constantFrom(
  null,
  '1970-01-01T00:00:01Z',
  '2026-03-12T08:00:00Z',
  '2026-03-29T08:00:00.123456789Z',
  '2026-03-29T09:42:00+02:00',
  '2099-01-01T00:00:00Z',
);
const revision = fc.constantFrom(null, headSha, runningSha, `${headSha}-dirty`, '1.4.2', '20260329');
const instruction = fc.constantFrom(
  'COPY . /app',
  'ADD x /',
  'RUN make',
  'CMD ["x"]',
  '/bin/sh -c #(nop) COPY a',
  '',
);
const image = fc
  .record({
    created: instant,
    revision,
    layers: fc.option(fc.array(fc.tuple(instruction, instant).map(([by, at]) => aLayer(by, at)))),
  })
  .map(anImage);
const container = fc.record({
  name: fc.constantFrom('a', 'b', 'c'),
  project: fc.constantFrom(null, null, null, 'shop'),
  state: fc.constantFrom('running', 'running', 'restarting', 'exited', 'created', 'paused', 'odd'),
  health: fc.constantFrom(null, 'healthy', 'unhealthy', 'starting'),
  exit_code: fc.constantFrom(null, 0, 137),
  restart_count: fc.nat(5),
  started_at: instant,
  finished_at: instant,
  tag_image_id: fc.constantFrom(null, 'sha256:aa', 'bb'),
  image: fc.option(image),
});

describe('whatever is seen of containers', () => {
  it('the report keeps its contract, and is in sync only where all was seen', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(container, { selector: ({ name }) => name }),
        revision,
        fc.constantFrom<Partial<Service>>({}, { endpoints: [] }, { repo: null }),
        (containers, version, over) => {
          const comparison = compare(saying(contained(containers, over), version));
          const request = { trigger: 'cli' as const, service: null, machine: null };
          Report.parse(assembleReport({ id: 'x', request, startedAt: 0, finishedAt: 1, comparison }));
          const ids = comparison.findings.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
          const down = containers.length === 0 || containers.some(({ state }) => state !== 'running');
          const [status] = comparison.services.map((service) => service.status);
          expect(down && status === 'in_sync').toBe(false);
        },
      ),
      { numRuns: rounds(2000) },
    );
  });
});
