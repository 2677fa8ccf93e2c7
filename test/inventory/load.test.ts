import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadManifest, readManifest } from '../../src/inventory/load.ts';
import { lineOf } from '../../src/inventory/text/problem.ts';
import { UserError } from '../../src/text/user-error.ts';
import { broken } from '../support/inventory/broken.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'driftwatch-manifest-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function written(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function problemsOf(path: string): Promise<string[] | null> {
  return (await readManifest(path)).problems?.map(lineOf) ?? null;
}

describe('a good manifest', () => {
  it("is the lesson's own text", async () => {
    const { manifest, notes } = await loadManifest(join(fixtures, 'entries/lesson.json'));
    expect(notes).toEqual([]);
    expect(manifest.machines.map(({ name, host }) => [name, host])).toEqual([
      ['knox-mac-mini', '100.91.193.23'],
      ['tesseract', '192.168.1.150'],
    ]);
    expect(manifest.services).toMatchObject([
      { name: 'akashic-records', kind: 'stateful', docker_service: 'akashic', launchd_label: null },
      { name: 'shiva', kind: 'trading', singleton: 'fleet', launchd_label: 'com.knox.shiva' },
    ]);
  });

  it('is manifest.example.json', async () => {
    const example = await loadManifest('manifest.example.json');
    expect(example.manifest).toEqual((await loadManifest(join(fixtures, 'entries/lesson.json'))).manifest);
  });

  it('reads the same from YAML, with anchors, merges and a byte order mark', async () => {
    const path = await written(
      'same.yml',
      `\ufeffservices:
  - &one
    name: akashic-records
    machine: knox-mac-mini
    host: 100.91.193.23
    health_url: http://100.91.193.23:8002/health
    risk_tier: HIGH
  - <<: *one
    name: second
`,
    );
    const { manifest } = await loadManifest(path);
    expect(manifest.services.map(({ name, risk_tier }) => [name, risk_tier])).toEqual([
      ['akashic-records', 'HIGH'],
      ['second', 'HIGH'],
    ]);
  });

  it('uses one anchor for five hundred services', async () => {
    const service = (name: string) => `  - <<: *base\n    name: ${name}\n`;
    const names = Array.from({ length: 500 }, (_, index) => `service-${index}`);
    const base = '  - &base { name: base, machine: one, host: 10.0.0.1, risk_tier: LOW }\n';
    const path = await written('anchors.yaml', `services:\n${base}${names.map(service).join('')}`);
    expect((await loadManifest(path)).manifest.services).toHaveLength(501);
  });

  it('may be JSON indented with tabs and name its schema', async () => {
    const lesson: unknown = JSON.parse(await readFile(join(fixtures, 'entries/lesson.json'), 'utf8'));
    const text = JSON.stringify({ $schema: './manifest.schema.json', ...(lesson as object) }, null, '\t');
    expect(await problemsOf(await written('tabs.json', text))).toBeNull();
  });
});

describe('a broken manifest', () => {
  it.each(broken)('%s says what is wrong, and where', async (file, ...problems) => {
    expect(await problemsOf(join(fixtures, file))).toEqual(problems);
  });

  it('throws one line: the file, the first problem, and how many more there are', async () => {
    const one = join(fixtures, 'entries/unknown-key.yaml');
    await expect(loadManifest(one)).rejects.toThrow(
      new UserError(`${one}: services[0].risk_teir: unknown key — did you mean risk_tier?`),
    );
    const three = join(fixtures, 'entries/unknown-nested-key.yaml');
    await expect(loadManifest(three)).rejects.toThrow(
      new UserError(
        `${three}: services[0].health.timeout: unknown key — did you mean timeout_ms? (and 2 more: driftwatch check lists them)`,
      ),
    );
  });

  it('may be a directory, missing, or below a file', async () => {
    expect(await problemsOf(folder)).toEqual(['is a directory: name the manifest file in it']);
    const missing =
      'no such file: make one (driftwatch discover USER@HOST --append FILE), or name yours with --manifest or MANIFEST_PATH';
    expect(await problemsOf(join(folder, 'none.json'))).toEqual([missing]);
    expect(await problemsOf(join(await written('file', ''), 'none.json'))).toEqual([missing]);
    expect(await problemsOf('a\0b')).toEqual(['cannot be read (ERR_INVALID_ARG_VALUE)']);
  });

  it('may be a file that this user may not read', async () => {
    const path = await written('unreadable.json', '{}');
    await rm(path);
    await writeFile(path, '{}', { mode: 0o000 });
    const root = process.geteuid?.() === 0;
    // root may read anything, so it steps down for this
    if (root) process.seteuid?.(65_534);
    try {
      await expect(loadManifest(path)).rejects.toThrow(
        // nobody but root may enter the folder either, which reads the same
        new UserError(`${path}: may not be read by this user: give it read permission`),
      );
    } finally {
      if (root) process.seteuid?.(0);
    }
  });

  it.each(['nonsense.json', 'nonsense.yaml'])('may be 10 MB of nonsense: %s', async (name) => {
    const path = await written(name, Buffer.alloc(10_000_000, '{"a":[\tx&* '));
    expect(await problemsOf(path)).toEqual(['larger than 2 MB: this is not a manifest']);
  });

  it.each([
    ['deep.json', '['.repeat(1_000_000)],
    ['deep.yaml', '['.repeat(1_000_000)],
    ['deep-good.json', `{"services":${'['.repeat(500_000)}${']'.repeat(500_000)}}`],
    ['dashes.yaml', '- '.repeat(500_000)],
    ['keys.yaml', Array.from({ length: 150_000 }, (_, index) => `k${index}: 1`).join('\n')],
    ['keys.json', `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join(',')}}`],
    ['services.json', `{"services":[${Array.from({ length: 100_000 }, () => '{"nam":1}').join(',')}]}`],
    ['string.json', `{"services":"${'\\u0041a'.repeat(200_000)}"}`],
  ])('of nearly 2 MB is refused within seconds: %s', async (name, text) => {
    const problems = await problemsOf(await written(name, text));
    expect(problems?.length).toBeGreaterThan(0);
    expect(problems?.every((problem) => problem.length < 1000 && !problem.includes('\n'))).toBe(true);
  });

  it('keeps one line whatever its name and its keys hold', async () => {
    const path = await written('a\nb\u202e.json', JSON.stringify({ 'x\ny': 1, ['z'.repeat(1000)]: 1 }));
    const [first = '', second = ''] = (await problemsOf(path)) ?? [];
    expect(first).toBe(
      '["x\\u000ay"]: unknown key: known here are $schema, machines, defaults, services, policy',
    );
    expect(second).toMatch(/^\["z{60}…"\]: unknown key/);
    await expect(loadManifest(path)).rejects.toThrow(/^[^\n\u202e]*$/);
  });

  it('never pollutes the prototype', async () => {
    await problemsOf(join(fixtures, 'values/proto.json'));
    await problemsOf(join(fixtures, 'values/proto.yaml'));
    expect(Object.keys(Object.getPrototypeOf({}) as object)).toEqual([]);
    expect(({} as Record<string, unknown>)['host']).toBeUndefined();
  });
});
