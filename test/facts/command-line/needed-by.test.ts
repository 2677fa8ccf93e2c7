import { expect, it } from 'vitest';
import { createNeedles } from '../../../src/facts/command-line/needles.ts';
import { matcherOf, neededBy } from '../../../src/facts/command-line/process-match.ts';
import { sightOf } from '../../../src/facts/command-line/process-sight.ts';
import { aProcess, aService } from '../../support/facts/observed.ts';

const services = Array.from({ length: 300 }, (_, at) =>
  aService({ name: `s${at}`, process: `/srv/A-b_${at}/Main.py` }),
);
const sight = sightOf(aProcess({ command: '/usr/bin/python3 /srv/A-b_123/Main.py --x' }));

it('holds a process against no service that declares another text', () => {
  expect(createNeedles(services.map(neededBy))(sight.plain)).toEqual([123]);
  expect(matcherOf(services[123]!)(sight)).toBeGreaterThan(0);
});

it('holds a process against every service that declares an expression', () => {
  const expressions = services.map((service) => ({ ...service, process: '/Main.*x$/' }));
  expect(createNeedles(expressions.map(neededBy))(sight.plain)).toHaveLength(300);
});
