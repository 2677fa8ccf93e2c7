import { expect, it } from 'vitest';
import { remembered } from '../../../src/text/kept/remembered.ts';

it('makes nothing of a text twice while no more than its number of others came, and keeps no more than twice as many', () => {
  const made: string[] = [];
  const length = remembered(2, (text) => {
    made.push(text);
    return text.length;
  });
  const asked = ['a', 'bb', 'a', 'ccc', 'a', 'bb', 'dddd', 'a', 'bb', 'eeeee', 'ffffff', 'gg', 'ccc'];
  expect(asked.map(length)).toEqual(asked.map((text) => text.length));
  expect(made).toEqual(['a', 'bb', 'ccc', 'dddd', 'eeeee', 'ffffff', 'gg', 'ccc']);
});
