import { expect, it } from 'vitest';
import { remembered } from '../../../src/text/kept/remembered.ts';

it('makes nothing of a text twice while no more than its number of others came, and keeps no more than twice as many', () => {
  const made: string[] = [];
  const length = remembered({ count: 2, longest: 100 }, (text) => {
    made.push(text);
    return text.length;
  });
  const asked = ['a', 'bb', 'a', 'ccc', 'a', 'bb', 'dddd', 'a', 'bb', 'eeeee', 'ffffff', 'gg', 'ccc'];
  expect(asked.map(length)).toEqual(asked.map((text) => text.length));
  expect(made).toEqual(['a', 'bb', 'ccc', 'dddd', 'eeeee', 'ffffff', 'gg', 'ccc']);
});

it('keeps no text that is longer than it says', () => {
  const made: string[] = [];
  const length = remembered({ count: 9, longest: 3 }, (text) => made.push(text) && text.length);
  expect(['abc', 'abcd', 'abc', 'abcd'].map(length)).toEqual([3, 4, 3, 4]);
  expect(made).toEqual(['abc', 'abcd', 'abcd']);
});
