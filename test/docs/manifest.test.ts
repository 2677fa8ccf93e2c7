import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { machineExample, policyExample, serviceExample } from '../../docs/generators/examples.ts';
import { withGenerated } from '../../docs/generators/generated-part.ts';
import { manifestReference } from '../../docs/generators/manifest.ts';
import { ManifestFile } from '../../src/inventory/manifest-file.ts';
import { resolveManifest } from '../../src/inventory/resolve.ts';
import { parse } from 'yaml';

const page = readFileSync('docs/manifest.md', 'utf8');

/** Without what the formatter lines up. */
function plain(markdown: string): string {
  return markdown.replace(/ +/g, ' ').replace(/-{3,}/g, '---').trim();
}

/** The default column of a field, in the first table that has it. */
function toldDefault(field: string): string | undefined {
  return new RegExp(`^\\| \`${field}\`[^|]*\\|(?:[^|\\\\]|\\\\.)*\\| ([^|]*?) +\\|`, 'm').exec(page)?.[1];
}

describe('docs/manifest.md', () => {
  it('is what the schema says now (npm run docs)', () => {
    expect(plain(page)).toBe(plain(withGenerated(page, manifestReference())));
  });

  it('shows examples that a manifest takes as they stand', () => {
    const other = { name: 'database', machine: 'knox-mac-mini', risk_tier: 'LOW' };
    const example = ManifestFile.parse({
      machines: { 'knox-mac-mini': machineExample, bastion: { host: 'bastion', site: 'home' } },
      services: [serviceExample, other],
      policy: policyExample,
    });
    expect(resolveManifest(example).manifest.services).toHaveLength(2);
    const [start = ''] = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text);
    expect(resolveManifest(ManifestFile.parse(parse(start))).notes).toEqual([]);
  });

  it('names true defaults', () => {
    const service = { name: 'x', machine: 'm', host: 'm', risk_tier: 'LOW' as const };
    const { manifest } = resolveManifest(ManifestFile.parse({ services: [service] }));
    const [only] = manifest.services;
    const [machine] = manifest.machines;
    const defaults = {
      branch: only?.branch,
      timeout_ms: only?.health.timeout_ms,
      expect_status: only?.health.expect_status,
      max_age_days: only?.image.max_age_days,
      deploy_grace: `${(only?.deploy_grace_ms ?? 0) / 60_000}m`,
      port: machine?.port ?? 22,
      ssh: machine?.ssh,
      four_eyes: manifest.policy.four_eyes,
      approval_ttl: `${manifest.policy.approval_ttl_ms / 60_000}m`,
    };
    const told = Object.fromEntries(Object.keys(defaults).map((field) => [field, toldDefault(field)]));
    expect(told).toEqual(Object.fromEntries(Object.entries(defaults).map(([k, v]) => [k, String(v)])));
  });
});
