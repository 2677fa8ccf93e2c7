import { expect, it } from 'vitest';
import { createNeedles } from '../../../src/facts/command-line/needles.ts';
import { matcherOf, neededBy } from '../../../src/facts/command-line/process-match.ts';
import { parseProcess } from '../../../src/facts/command-line/parse-process.ts';
import { aProcess, aService } from '../../support/facts/observed.ts';

const services = Array.from({ length: 300 }, (_, at) =>
  aService({ name: `s${at}`, process: `/srv/A-b_${at}/Main.py` }),
);
const parsed = parseProcess(aProcess({ command: '/usr/bin/python3 /srv/A-b_123/Main.py --x' }));

it('holds a process against no service that declares another text', () => {
  expect(createNeedles(services.map(neededBy))(parsed.plain)).toEqual([123]);
  expect(matcherOf(services[123]!)(parsed)).toBeGreaterThan(0);
});

it('holds a process against every service that declares an expression', () => {
  const expressions = services.map((service) => ({ ...service, process: '/Main.*x$/' }));
  expect(createNeedles(expressions.map(neededBy))(parsed.plain)).toHaveLength(300);
});
