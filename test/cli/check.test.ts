import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runCheck } from '../../src/cli/check.ts';
import { readEnv } from '../../src/env/env.ts';

const fixtures = join(import.meta.dirname, '../inventory/fixtures');

async function check(manifestPath: string) {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  const code = await runCheck({ manifestPath, env: readEnv({}), write });
  return { code, lines: stripVTControlCharacters(text).trimEnd().split('\n') };
}

describe('driftwatch check', () => {
  it('sums up a good manifest and says what is off', async () => {
    const { code, lines } = await check('manifest.example.json');
    expect(code).toBe(0);
    expect(lines.slice(0, 2)).toEqual([
      'manifest.example.json is good: 2 machines, 2 services (1 trading, 1 stateful)',
      'The environment is valid.',
    ]);
    expect(lines).toContain('  The heartbeat after a scan is off: HEARTBEAT_URL is not set.');
  });

  it('says which severities are lowered, and for whom they are not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'driftwatch-check-'));
    const path = join(folder, 'manifest.yaml');
    writeFileSync(
      path,
      `policy: { severity: { LOW: { health_check_failed: HIGH, uptime_high: HIGH } } }
defaults: { machine: attic, host: 192.0.2.1, risk_tier: LOW }
services: [{ name: plex }, { name: music }, { name: shiva }]
`,
    );
    const { code, lines } = await check(path);
    rmSync(folder, { recursive: true });
    expect(code).toBe(0);
    expect(lines).toContain('  lowered: health_check_failed is HIGH instead of CRITICAL for plex, music');
    expect(lines).toContain(
      '  note: shiva is a trading service: policy and defaults do not lower its health_check_failed',
    );
  });

  it('lists every problem of a broken manifest, one a line with its place, and exits 3', async () => {
    const path = join(fixtures, 'entries/unknown-nested-key.yaml');
    expect(await check(path)).toEqual({
      code: 3,
      lines: [
        expect.stringMatching(
          /:\d+: \S+: services\[0\]\.health\.timeout: unknown key — did you mean timeout_ms\?$/,
        ),
        expect.stringMatching(
          /: services\[0\]\.files\[0\]\.colour: unknown key: known here are path, in, mode, /,
        ),
        expect.stringMatching(
          /: services\[0\]\.severity\.git_drfit: unknown key — did you mean git_drift\?$/,
        ),
      ],
    });
  });

  const broken = `machines:
  attic: { host: 192.0.2.1, ssh: false }
services:
  - { name: plex, machine: attic, risk_teir: LOW }
  - name: shiva
    machine: attic
    risk_tier: CRITICAL
    severity: { git_drift: LOW }
    depends_on: [plex, musik]
  - name: music
    machine: attic
    risk_tier: LOW
    port: eighty
  - { name: music, machine: attic, risk_tier: LOW, systemd_unit: music }
`;

  it.each([
    ['manifest.yaml', [4, 13, 14, 8, 14, 9]],
    ['manifest.json', [12, 30, 33, 19, 34, 21]],
  ])('tells all errors at once, in %s', async (name, at) => {
    const folder = mkdtempSync(join(tmpdir(), 'driftwatch-check-'));
    const path = join(folder, name);
    const value: unknown = parse(broken);
    writeFileSync(path, name.endsWith('.json') ? JSON.stringify(value, null, 2) : broken);
    const { code, lines } = await check(path);
    rmSync(folder, { recursive: true });
    expect(code).toBe(3);
    expect(lines.map((line) => line.slice(path.length).replace(/^:\d+/, ':LINE'))).toEqual([
      expect.stringMatching(
        /^:LINE: plex: services\[0\]\.risk_teir: unknown key — did you mean risk_tier\?$/,
      ),
      expect.stringMatching(/^:LINE: music: services\[2\]\.port: unknown key/),
      expect.stringMatching(
        /^:LINE: music: services\[3\]\.name: "music" is the name of services\[2\] already$/,
      ),
      expect.stringMatching(/^:LINE: shiva: services\[1\]\.severity\.git_drift: /),
      expect.stringMatching(/^:LINE: music: services\[3\]\.machine: "attic" has ssh: false/),
      expect.stringMatching(/^:LINE: shiva: services\[1\]\.depends_on: there is no service "musik"/),
    ]);
    const line = (text: string) => Number(/^:(\d+)/.exec(text.slice(path.length))?.[1]);
    expect(lines.map(line)).toEqual(at);
  });

  it('tells what is wrong with the environment beside what is wrong with the manifest', async () => {
    let text = '';
    const manifestPath = join(fixtures, 'entries/unknown-nested-key.yaml');
    const write = (part: string) => void (text += part);
    expect(await runCheck({ manifestPath, env: 'HTTP_PORT: must be a number', write })).toBe(3);
    expect(text).toMatch(/unknown key[^]*\nHTTP_PORT: must be a number\n$/);
  });
});
