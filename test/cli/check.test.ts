import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
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
      'The environment is good.',
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

  it('lists every problem of a broken manifest, one a line, and exits 3', async () => {
    const path = join(fixtures, 'unknown-nested-key.yaml');
    expect(await check(path)).toEqual({
      code: 3,
      lines: [
        `${path}: services[0].health.timeout: unknown key — did you mean timeout_ms?`,
        `${path}: services[0].files[0].colour: unknown key: known here are path, in, mode, owner, sha256, repo_path, secret`,
        `${path}: services[0].severity.git_drfit: unknown key — did you mean git_drift?`,
      ],
    });
  });
});
