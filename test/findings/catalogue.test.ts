import { describe, expect, it } from 'vitest';
import { catalogue, typesAnsweredBy } from '../../src/findings/catalogue.ts';
import { findingTypes } from '../../src/findings/finding-types.ts';
import { actionNames } from '../../src/findings/action-name.ts';
import { cureOf, titleOf } from '../../src/findings/wording.ts';
import { aFinding } from '../support/builders.ts';

describe('the catalogue', () => {
  it('has an entry for each type of the list, and no other', () => {
    expect(Object.keys(catalogue).toSorted()).toEqual([...findingTypes].toSorted());
  });

  it.each(findingTypes)('gives %s a title that fits, whatever its names', (type) => {
    for (const service of ['shiva', 'x'.repeat(200), null]) {
      const title = titleOf(aFinding({ type, service, machine: 'tesseract', actual: '12 instances' }));
      expect(title.length).toBeLessThanOrEqual(60);
      expect(title).not.toMatch(/[{}\n]|\.$/);
      expect(title.includes('…') && service?.length !== 200).toBe(false);
    }
  });

  it.each(findingTypes)('gives %s a title for several of them', (type) => {
    const { titles } = catalogue[type];
    expect(titles).toMatch(/^\{who\} [a-z][^{}\n.]+$/);
    expect(titles.length).toBeLessThanOrEqual(50);
  });

  it.each(findingTypes)('gives %s a cure of one imperative line', (type) => {
    const cure = cureOf(aFinding({ type, expected: 'main' }), false);
    expect(cure).toMatch(/^[A-Z][a-z]+ [^{}\n]+\.$/);
    expect(cure.split(/\s+/).length).toBeLessThanOrEqual(25);
  });

  it.each(findingTypes)('tells nobody to touch what trades because of %s', (type) => {
    expect(cureOf(aFinding({ type }), true)).not.toMatch(
      /^(?:restart|deploy|kill|stop|start)|, then (?:re)?start|\bstop\b/i,
    );
  });

  it('answers two running copies by their number', () => {
    const finding = aFinding({ type: 'duplicate_process', service: 'shiva', actual: '2 instances' });
    expect(titleOf(finding)).toBe('2 instances of shiva are running');
  });

  it.each(actionNames)('has something that %s answers', (action) => {
    expect(typesAnsweredBy(action).length).toBeGreaterThan(0);
  });
});
