import * as fc from 'fast-check';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { jsonProblem } from '../../../src/inventory/text/json-text.ts';
import { loadManifest } from '../../../src/inventory/load.ts';
import { ManifestFile } from '../../../src/inventory/manifest-file.ts';
import { resolve } from '../../../src/inventory/resolve.ts';
import { parseYaml } from '../../../src/inventory/text/yaml-text.ts';
import { UserError } from '../../../src/text/user-error.ts';
import { rounds } from '../../support/property-time.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftwatch-text-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Text near JSON: valid, cut, or with one character changed. */
const nearJson = fc
  .tuple(
    fc.json({ depthSize: 'small' }),
    fc.nat(),
    fc.constantFrom('', ',', '"', '\\', '}', ']', '0', '-', 'e', '\t', '\u0001'),
  )
  .map(
    ([text, at, what]) =>
      text.slice(0, at % (text.length + 1)) + what + text.slice((at % (text.length + 1)) + (at % 2)),
  );

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('jsonProblem', () => {
  it.each([
    ['{"a":1,,}', 'line 1, column 8: expected a key in double quotes, found ","'],
    ['[1 2]', 'line 1, column 4: expected "," or ], found "2"'],
    ['[1,]', 'line 1, column 4: expected a value, found "]"'],
    ['[}', 'line 1, column 2: expected a value or ], found "}"'],
    ['{"a" 1}', 'line 1, column 6: expected ":", found "1"'],
    ["{'a': 1}", 'line 1, column 2: expected a key in double quotes or }, found "\'"'],
    ['{"a": 1 "b": 2}', 'line 1, column 9: expected "," or }, found "\\""'],
    ['{"a": "x"\n "b": 2}', 'line 2, column 2: expected "," or }, found "\\""'],
    ['["a" "b"]', 'line 1, column 6: expected "," or ], found "\\""'],
    ['{"a" "b"}', 'line 1, column 6: expected ":", found "\\""'],
    ['"a" "b"', 'line 1, column 5: expected the end of the file, found "\\""'],
    ['{"a": "x\ny"}', 'line 1, column 7: this text in quotes does not end, or holds what must be escaped'],
    ['{} {}', 'line 1, column 4: expected the end of the file, found "{"'],
    ['{}\n// note', 'line 2, column 1: expected the end of the file, found "/"'],
    ['nope', 'line 1, column 1: expected a value, found "n"'],
    ['{"a": {"b": 1}, "\\u0061": 2}', 'line 1, column 17: the key "a" is here twice'],
    ['{"a": {"a": 1}, "b": [{"a": 1}, {"a": 2}]}', null],
  ])('of %s is %s', (text, expected) => {
    expect(jsonProblem(text)).toBe(expected);
  });

  it('accepts what JSON.parse accepts and nothing else, but for keys written twice', () => {
    let good = 0;
    fc.assert(
      fc.property(nearJson, (text) => {
        const problem = jsonProblem(text);
        good += isJson(text) ? 1 : 0;
        expect(
          / is here twice| is not allowed/.test(problem ?? '') || (problem === null) === isJson(text),
        ).toBe(true);
      }),
      { numRuns: rounds(5000) },
    );
    expect(good).toBeGreaterThan(100);
  });
});

describe('parseYaml', () => {
  it('reads any JSON value as JSON does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes('__proto__') && !text.includes('"<<"'));
        const parsed = parseYaml(text);
        expect(parsed).toEqual({ value: JSON.parse(text), problem: null });
      }),
      { numRuns: rounds(500) },
    );
  });

  it('answers any text with a value or one line', () => {
    const words = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '\t',
      '-',
      '&x',
      '*x',
      '<<',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '|',
      '>',
      '#',
      '!!set',
      '!t',
      '?',
      '%YAML 1.1',
      '---',
      '...',
      ',',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(words).map((parts) => parts.join('')),
        ),
        (text) => {
          const { problem } = parseYaml(text);
          expect(problem ?? 'good').toMatch(/^[^\p{Cc}]+$/u);
        },
      ),
      { numRuns: rounds(3000) },
    );
  });
});

/** A manifest's own keys with values of any kind, so that most runs get past the first check. */
const key = fc.constantFrom(...Object.keys(ManifestFile.shape.services.element.shape));
const nearService = fc
  .record({
    name: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }),
    machine: fc.constantFrom('one', 'one', 'one', 'two', 'constructor', '__proto__'),
    host: fc.constantFrom('10.0.0.1', '10.0.0.1', '10.0.0.1', 'fe80::1%en0', '', null),
    risk_tier: fc.constantFrom('CRITICAL', 'HIGH', 'LOW'),
  })
  .chain((base) =>
    fc.dictionary(key, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 1 }).map((odd) => ({ ...base, ...odd })),
  );
const nearManifest = fc.record(
  {
    services: fc.array(nearService, { minLength: 1, maxLength: 2 }),
    machines: fc.oneof(fc.constant({}), fc.jsonValue({ maxDepth: 2 })),
    defaults: fc.dictionary(key, fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 }),
  },
  { requiredKeys: ['services'] },
);

describe('loadManifest', () => {
  it('answers any JSON with a manifest or one line of a UserError', async () => {
    let loaded = 0;
    const tried = rounds(1500);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 4, arbitrary: nearManifest }, { weight: 1, arbitrary: fc.jsonValue() }),
        fc.constantFrom('json', 'yaml'),
        async (value, kind) => {
          const path = join(folder, `any.${kind}`);
          await writeFile(path, JSON.stringify(value));
          const answer = await loadManifest(path).then(
            () => 'good',
            (error: unknown) =>
              error instanceof UserError ? error.message : `no UserError: ${String(error)}`,
          );
          loaded += answer === 'good' ? 1 : 0;
          expect(answer).toMatch(/^(?!no UserError)[^\n\r]{1,4000}$/);
        },
      ),
      { numRuns: tried },
    );
    // neither half of it is empty
    expect(loaded).toBeGreaterThan(2);
    expect(loaded).toBeLessThan(tried * 0.98);
  }, 180_000);

  it('keeps every name of any letters as it is', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => text.length <= 100 && text.trim() === text && !/\p{Cc}/u.test(text) && !(text in {}));
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 5 }), name, (names, machine) => {
        const services = names.map((each) => ({ name: each, machine, host: '10.0.0.1', risk_tier: 'LOW' }));
        const { manifest, problems } = resolve(ManifestFile.parse({ services }));
        expect(problems).toEqual([]);
        expect(manifest.services.map((service) => [service.name, service.machine])).toEqual(
          names.map((each) => [each, machine]),
        );
      }),
    );
  });
});
