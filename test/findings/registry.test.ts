import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../src/comparison/index.ts';
import { catalogue, hasRole, typesRestingOn } from '../../src/findings/catalogue.ts';
import { categories } from '../../src/findings/category.ts';
import { findingTypes } from '../../src/findings/finding-types.ts';
import { severities } from '../../src/findings/severity.ts';
import { filesIn, root, sources, tests } from '../support/files.ts';

describe('the rules', () => {
  const judged = new Set(rules.flatMap(({ types }) => types));

  it.each(findingTypes)('or Driftwatch itself look for %s', (type) => {
    expect(judged.has(type)).toBe(!hasRole(type, 'of_driftwatch'));
  });

  it.each(findingTypes)('have for %s all that its catalogue entry promises', (type) => {
    const { category, severity, rests_on, cure, docs } = catalogue[type];
    expect(categories).toContain(category);
    const weighed = { tier: 'HIGH', trading: true, measured: {}, now: 0 } as const;
    const worst = typeof severity === 'function' ? severity(weighed) : severity.trading;
    expect(severities).toContain(worst);
    expect(rests_on.flatMap(typesRestingOn)).toContain(type);
    expect(cure).not.toBe('');
    expect(readFileSync(join(root, 'docs/findings.md'), 'utf8')).toContain(`\n### \`${type}\`\n`);
    expect(docs.brief).toMatch(/^\S.{5,70}[^.]$/);
  });

  it('have one file for each entry of the catalogue, in the folder of its category', () => {
    const expected = findingTypes.map(
      (type) => `${catalogue[type].category}/${type.replaceAll('_', '-')}.ts`,
    );
    const shared = ['docker/image-facts.ts', 'git/commits.ts', 'permissions/file-facts.ts'];
    expect(filesIn('src/findings/entries').toSorted()).toEqual([...expected, ...shared].toSorted());
  });

  it.each(findingTypes)('have a test that states the severities of %s by hand', (type) => {
    const stating = tests.filter(({ text }) => text.includes(`\nisRated('${type}', [`));
    expect(stating.map(({ file }) => file)).toHaveLength(1);
  });
});

// `unmanaged` is the name of a probe as well.
it.each(findingTypes.filter((type) => type !== 'unmanaged'))(
  'nothing is decided by the name %s: the catalogue says what is true of it',
  (type) => {
    const compared = new RegExp(`(?:[=!]==\\s*|has\\(|includes\\()'${type}'`);
    expect(compared.test(`type === '${type}'`)).toBe(true);
    expect(sources.filter(({ text }) => compared.test(text)).map(({ file }) => file)).toEqual([]);
  },
);
