import { assert, asyncProperty, dictionary, jsonValue, oneof, string } from 'fast-check';
import { Keyv } from 'keyv';
import { describe, expect, it } from 'vitest';
import { rememberingLast } from '../../src/store/remembering.ts';
import { rounds } from '../support/property-time.ts';

const plain = new Keyv();
const long = 'x'.repeat(20_000);

describe("keyv's format, remembered", () => {
  it('is what keyv itself writes and reads', async () => {
    const colons = string().map((text) => `:${text}`);
    const value = oneof(jsonValue(), dictionary(oneof(string(), colons), oneof(string(), colons)));
    await assert(
      asyncProperty(value, async (value) => {
        const codec = rememberingLast();
        const text = await codec.serialize({ value });
        expect(text).toBe(await plain.serialize?.({ value }));
        expect(await codec.deserialize(text)).toEqual(await plain.deserialize?.(text));
      }),
      { numRuns: rounds(500) },
    );
    const bytes = { value: { bytes: Buffer.from('shiva') } };
    expect(await rememberingLast().serialize(bytes)).toBe(await plain.serialize?.(bytes));
  });

  it('does not read a large text again that it wrote or read last', async () => {
    const codec = rememberingLast();
    const data = { value: { long } };
    const text = await codec.serialize(data);
    expect(await codec.deserialize(text)).toBe(data);
    const other = text.replace('x', 'y');
    const read = await codec.deserialize(other);
    expect(read).toEqual({ value: { long: long.replace('x', 'y') } });
    expect(await codec.deserialize(other)).toBe(read);
  });
});
