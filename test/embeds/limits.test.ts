import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineFields, limits, split } from '../../embeds/limits.ts';
import { sizeOf } from '../support/embeds/size.ts';

const frame = { title: 'title', description: 'description', color: 1, footer: 'audit 7c0ffee1' };
const field = fc.record({
  name: fc.integer({ min: 1, max: 256 }).map((length) => 'n'.repeat(length)),
  value: fc
    .oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 1024 }))
    .map((length) => 'v'.repeat(length)),
});

describe('split', () => {
  it('loses no field, keeps their order and every limit of Discord', () => {
    fc.assert(
      fc.property(fc.array(field, { maxLength: 300, size: 'max' }), (fields) => {
        const parts = split(frame, fields);
        expect(parts.flat().flatMap((embed) => embed.fields ?? [])).toEqual(fields);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limits.embeds);
          expect(sizeOf(part)).toBeLessThanOrEqual(limits.embedTotal);
          for (const embed of part) expect(embed.fields?.length ?? 0).toBeLessThanOrEqual(limits.fields);
        }
      }),
    );
  });

  it('starts another message only where the next field does not fit any more', () => {
    fc.assert(
      fc.property(fc.array(field, { minLength: 1, maxLength: 120, size: 'max' }), (fields) => {
        const parts = split(frame, fields);
        for (const [index, part] of parts.slice(0, -1).entries()) {
          const next = parts[index + 1]?.[0]?.fields?.[0];
          const left = limits.embedTotal - sizeOf(part);
          const slots = part.length === limits.embeds && part.at(-1)?.fields?.length === limits.fields;
          expect(slots || left < (next?.name.length ?? 0) + (next?.value.length ?? 0) + 20).toBe(true);
        }
      }),
    );
  });

  it('fills ten embeds of 25 small fields before it starts another message', () => {
    const fields = Array.from({ length: 251 }, (_, index) => ({ name: 'n', value: String(index) }));
    expect(split(frame, fields).map((part) => part.map((embed) => embed.fields?.length))).toEqual([
      [25, 25, 25, 25, 25, 25, 25, 25, 25, 25],
      [1],
    ]);
  });

  it('numbers the footers where there is more than one message', () => {
    const long = Array.from({ length: 8 }, () => ({ name: 'n', value: 'v'.repeat(1000) }));
    expect(split(frame, long).map((part) => part.at(-1)?.footer?.text)).toEqual([
      'audit 7c0ffee1 · 1 of 2',
      'audit 7c0ffee1 · 2 of 2',
    ]);
    expect(split(frame, []).map((part) => part.at(-1)?.footer?.text)).toEqual(['audit 7c0ffee1']);
  });

  it.each([
    ['a field value', [{ name: 'n', value: 'v'.repeat(1025) }], frame, 'Received one or more errors'],
    ['a field name', [{ name: 'n'.repeat(257), value: 'v' }], frame, 'Received one or more errors'],
    ['an empty field value', [{ name: 'n', value: ' ' }], frame, 'embed field without'],
    ['a title', [], { ...frame, title: 't'.repeat(257) }, 'Received one or more errors'],
    [
      'a frame that leaves no room for a field',
      [],
      { ...frame, description: 'd'.repeat(4096), footer: 'f'.repeat(1000) },
      /embed frame of 5101 characters/,
    ],
  ])('refuses %s that breaks a limit by itself', (_, fields, frame, message) => {
    expect(() => split(frame, fields)).toThrow(message);
  });
});

describe('lineFields', () => {
  it('packs lines into fields, all of them, none torn', () => {
    const line = fc.integer({ min: 1, max: 1024 }).map((length) => 'l'.repeat(length));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60, size: 'max' }), (lines) => {
        const fields = lineFields('Services', lines);
        expect(fields.flatMap(({ value }) => value.split('\n'))).toEqual(lines);
        for (const { value } of fields) expect(value.length).toBeLessThanOrEqual(limits.fieldValue);
      }),
    );
  });

  it('says that a field goes on from the one before', () => {
    const names = lineFields('Services', ['a'.repeat(1000), 'b'.repeat(1000)]).map(({ name }) => name);
    expect(names).toEqual(['Services', 'Services (continued)']);
  });

  it('refuses a line that no field can hold', () => {
    expect(() => lineFields('Services', ['l'.repeat(1025)])).toThrow(RangeError);
  });
});
