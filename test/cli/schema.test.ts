import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runSchema } from '../../src/cli/schema.ts';

function printed(): z.core.JSONSchema.JSONSchema & Record<string, unknown> {
  let text = '';
  runSchema((part) => {
    text += part;
  });
  return JSON.parse(text) as ReturnType<typeof printed>;
}

/** Every object below `schema` that describes a value of the manifest. */
function properties(schema: unknown, path: string): [path: string, schema: Record<string, unknown>][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = Object.entries((schema as { properties?: object }).properties ?? {}) as [
    string,
    Record<string, unknown>,
  ][];
  const below = Object.entries(schema).flatMap(([key, value]) =>
    key === 'properties' ? [] : properties(value, `${path}/${key}`),
  );
  return [
    ...below,
    ...own.flatMap(([key, value]) => [
      [`${path}.${key}`, value] as [string, typeof value],
      ...properties(value, `${path}.${key}`),
    ]),
  ];
}

describe('driftwatch schema', () => {
  it('prints a titled draft 2020-12 schema', () => {
    expect(printed()).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:driftwatch:manifest',
      title: 'Driftwatch manifest',
      type: 'object',
      required: ['services'],
      additionalProperties: false,
    });
  });

  it('describes every field', () => {
    const found = properties(printed(), '');
    expect(found.length).toBeGreaterThan(80);
    expect(
      found.filter(([, schema]) => typeof schema['description'] !== 'string').map(([path]) => path),
    ).toEqual([]);
  });

  it('has no pattern that needs a mode of its own', () => {
    const patterns = properties(printed(), '').flatMap(([, schema]) =>
      typeof schema['pattern'] === 'string' ? [schema['pattern']] : [],
    );
    expect(patterns.filter((pattern) => /\\p|\(\?</.test(pattern))).toEqual([]);
    expect(patterns.length).toBeGreaterThan(10);
    expect(() => patterns.map((pattern) => new RegExp(pattern))).not.toThrow();
  });

  it('accepts the example, and refuses an unknown key and a wrong type', async () => {
    const schema = z.fromJSONSchema(printed());
    const example = JSON.parse(await readFile('manifest.example.json', 'utf8')) as { services: object[] };
    expect(schema.safeParse(example).error).toBeUndefined();
    const [first] = example.services;
    for (const wrong of [{ risk_teir: 'LOW' }, { risk_tier: 'HIHG' }, { name: 7 }]) {
      expect(schema.safeParse({ services: [{ ...first, ...wrong }] }).success).toBe(false);
    }
  });
});
