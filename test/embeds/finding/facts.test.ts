import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { areFactsWhole, factLines } from '../../../embeds/finding/facts.ts';
import { findingField } from '../../../embeds/finding/finding.ts';
import { catalogue } from '../../../src/findings/catalogue.ts';
import { findingTypes } from '../../../src/findings/finding-types.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { aFinding } from '../../support/builders.ts';
import { recognised } from '../../support/embeds/recogniser.ts';

const trap = '@everyone <@1> [x](https://evil.example) ```code``` ||s|| _u_ \u202E\n# big';

/** Evidence that has something, of the worst kind, at each path that the catalogue names. */
function evidenceOf(type: Finding['type'], value: string): Finding['evidence'] {
  const paths = catalogue[type].facts.flatMap((fact) => [...fact.matchAll(/\{([^}]+)\}/g)].map(([, p]) => p));
  const names = paths.flatMap((path = '') => path.split('|'));
  const evidence: Finding['evidence'] = {};
  for (const [name = '', ...rest] of names.map((path) => path.split(/[.?]/))) {
    const keys = rest.filter((key) => !/^\d+$/.test(key));
    const known = evidence[name];
    const item = { ...(Array.isArray(known) ? (known[0] as object) : {}), extra: true };
    evidence[name] =
      keys.length === 0 ? value : [{ ...item, ...Object.fromEntries(keys.map((k) => [k, value])) }];
  }
  return evidence;
}

/** All that the rules write into evidence, as text. */
const sources = ['src/comparison', 'src/remediation/journal', 'src/audit']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
  )
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');

describe('what people decide by', () => {
  it.each(findingTypes)('is asked of evidence that a rule writes: %s', (type) => {
    const paths = catalogue[type].facts.flatMap((fact) => [...fact.matchAll(/\{([^}]+)\}/g)]);
    const names = paths.flatMap(([, path = '']) => path.split(/[.?|]/)).filter((name) => !/^\d+$/.test(name));
    const unknown = names.filter(
      (name) => name !== 'sentence' && !new RegExp(`\\b${name}(:|,| \\})`).test(sources),
    );
    expect(unknown).toEqual([]);
  });

  it.each(findingTypes)('is at most three short lines, all of them known: %s', (type) => {
    const word = 'x'.repeat(8);
    const finding = aFinding({
      type,
      summary: word,
      expected: word,
      actual: word,
      evidence: evidenceOf(type, word),
    });
    const lines = factLines(finding);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(3);
    expect(lines.filter((line) => /[{}]/.test(line) || line.length > 90)).toEqual([]);
    expect(areFactsWhole(finding)).toBe(true);
  });

  it.each(findingTypes)('makes nothing of what was observed, and keeps to the limits: %s', (type) => {
    const long = trap.repeat(60);
    const name = '_*`'.repeat(70);
    const finding = aFinding({
      type,
      service: name,
      machine: name,
      summary: long,
      advice: `${long} ${trap}`,
      expected: long,
      actual: long,
      evidence: evidenceOf(type, long),
    });
    const field = findingField(finding);
    expect(field.name.length).toBeLessThanOrEqual(256);
    expect(field.value.length).toBeLessThanOrEqual(1024);
    const found = [field.name, ...field.value.split('\n')].flatMap(recognised);
    expect(found.filter((mark) => !['inline code', 'subtext'].includes(mark))).toEqual([]);
  });

  it('falls back to the sentence where an older version kept less', () => {
    const finding = aFinding({
      type: 'orphan_process',
      summary: 'An old process.',
      actual: null,
      evidence: {},
    });
    expect(factLines(finding)).toEqual(['An old process.']);
  });

  it('shows commits short, times on the reader’s clock, and of a long list three', () => {
    const evidence = {
      copied: '2026-03-25T19:00:00.000Z',
      commit: '57c26830a1b2c3d4e5f60718293a4b5c6d7e8f90',
    };
    expect(factLines(aFinding({ type: 'cached_layer', evidence }))).toEqual([
      'Files copied <t:1774465200:R>, before `57c2683`',
    ]);
    const files = ['a', 'b', 'c', 'd', 'e'];
    const dirty = aFinding({
      type: 'checkout_dirty',
      actual: '5 files',
      evidence: { checkout: '/srv', files },
    });
    expect(factLines(dirty)).toEqual(['5 files in /srv', 'Changed: a, b, c and 2 more']);
  });
});
