import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { open, seal, OPENED_BYTES, SEALED_BYTES } from '../../../src/sites/sealing/seal.ts';
import { siteKey } from '../../support/sites/keys.ts';

const key = siteKey();
const request = { site: 'home', job: 'a1', answers: null };
const answer = { site: 'home', job: 'a1', answers: 'nonce 1' };
const value = { processes: ['shiva --wallet secret'] };

describe('a sealed text', () => {
  it('opens for what it was sealed for, and says when', async () => {
    const text = await seal(value, request, key, 1234);
    expect(await open(text, request, [siteKey('other'), key])).toEqual({ ok: true, value, sealed_at: 1234 });
  });

  it('shows nothing of what is in it, and never twice the same', async () => {
    const [one, other] = [await seal(value, request, key, 1), await seal(value, request, key, 1)];
    expect(Buffer.from(one.split('.')[3] ?? '', 'base64url').toString('latin1')).not.toMatch(
      /shiva|processes/,
    );
    expect(one).not.toBe(other);
    expect(one).not.toContain(key.secret.export().toString('base64url'));
  });

  it('opens where the first release sealed it: the form stays', async () => {
    const text = 'dw1.039920e4.1234.lQs-6wZcZRVQhVZ61LyLx9dBhKqHBiGybLE7OPmym1ELsfjJj3kgNYiYv7YRuq-Clv_DG-s';
    expect(await open(text, answer, [key])).toEqual({
      ok: true,
      value: { processes: ['shiva'] },
      sealed_at: 1234,
    });
  });

  it.each([
    ['another site', { ...request, site: 'office' }],
    ['another job: a replay', { ...request, job: 'a2' }],
    ['an answer', answer],
  ])('does not open for %s', async (_, other) => {
    const text = await seal(value, request, key, 1);
    expect(await open(text, other, [key])).toEqual({ ok: false, refusal: 'tampered' });
  });

  it('does not open as the answer to another request of the same name', async () => {
    const text = await seal(value, answer, key, 1);
    expect(await open(text, { ...answer, answers: 'nonce 2' }, [key])).toMatchObject({ refusal: 'tampered' });
  });

  it('does not open with any bit of it turned', async () => {
    const text = await seal({ small: true }, request, key, 1_790_000_000_000);
    const [head = '', id = '', time = '', body = ''] = text.split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const turned = Buffer.from(bytes);
      turned.writeUInt8(turned.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const altered = [head, id, time, turned.toString('base64url')].join('.');
      expect(await open(altered, request, [key])).toEqual({ ok: false, refusal: 'tampered' });
    }
    const later = [head, id, '1790000000001', body].join('.');
    expect(await open(later, request, [key])).toEqual({ ok: false, refusal: 'tampered' });
  });

  it('does not open where it was cut short, at any place', async () => {
    const text = await seal({ small: true }, request, key, 1);
    for (let length = 0; length < text.length; length += 1)
      expect(await open(text.slice(0, length), request, [key])).toMatchObject({ ok: false });
  });

  it('names what is wrong where a key or a version is', async () => {
    const text = await seal(value, request, key, 1);
    expect(await open(text, request, [siteKey('other')])).toEqual({ ok: false, refusal: 'key' });
    expect(await open(text, request, [])).toEqual({ ok: false, refusal: 'key' });
    expect(await open(text.replace('dw1', 'dw2'), request, [key])).toEqual({ ok: false, refusal: 'version' });
  });

  it.each([
    ['nothing', undefined],
    ['an object', { v: 1 }],
    ['an empty text', ''],
    ['some text', 'hello'],
    ['something without a body', `dw1.${key.id}.1.`],
  ])('is refused where it is %s', async (_, text) => {
    expect(await open(text, request, [key])).toEqual({ ok: false, refusal: 'malformed' });
  });

  it('is refused by its size before and after it is unpacked', async () => {
    expect(await open('x'.repeat(SEALED_BYTES + 1), request, [key])).toMatchObject({ refusal: 'too_large' });
    const bomb = await seal('0'.repeat(OPENED_BYTES), request, key, 1);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await open(bomb, request, [key])).toMatchObject({ refusal: 'too_large' });
  });

  it('that nobody sealed is never taken', async () => {
    for (let round = 0; round < 200; round += 1) {
      const body = randomBytes(10 + round).toString('base64url');
      expect(await open(`dw1.${key.id}.1.${body}`, request, [key])).toMatchObject({ ok: false });
    }
  });
});
