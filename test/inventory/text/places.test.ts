import { expect, it } from 'vitest';
import { placesOf } from '../../../src/inventory/text/places.ts';

const text = `machines:
  "the attic":
    host: 10.0.0.1
    jump: nowhere
services:
  - name: plex
    machine: the attic
`;

it.each<[string, PropertyKey[] | null, { line: number | null; service: string | null }]>([
  ['below a name with a blank', ['machines', 'the attic', 'jump'], { line: 4, service: null }],
  ['of a service', ['services', 0, 'machine'], { line: 7, service: 'plex' }],
  ['that is not there', ['services', 0, 'risk_tier'], { line: 6, service: 'plex' }],
  ['the whole file', [], { line: null, service: null }],
  ['a file that could not be read', null, { line: null, service: null }],
])('the place of a field %s', (_, path, expected) => {
  expect(placesOf([{ path, text: 'wrong' }], text)).toEqual([expected]);
});
