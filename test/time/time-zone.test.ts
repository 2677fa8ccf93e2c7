import { describe, expect, it } from 'vitest';
import { dayIn, instantAt, isTimeZone, zoneOffset } from '../../src/time/time-zone.ts';

const HOUR_MS = 3_600_000;

describe('a time zone', () => {
  it.each([
    ['on a plain day', Date.UTC(2026, 5, 1, 12), Date.UTC(2026, 5, 1, 10)],
    ['of two, the earlier', Date.UTC(2026, 9, 25, 2, 30), Date.UTC(2026, 9, 25, 0, 30)],
    ['set past it, as much later', Date.UTC(2026, 2, 29, 2, 30), Date.UTC(2026, 2, 29, 1, 30)],
  ])('finds the instant of a wall clock: %s', (_, wall, at) => {
    expect(instantAt(wall, 'Europe/Berlin')).toBe(at);
  });

  it('knows offsets of half hours, and UTC’s own', () => {
    expect(zoneOffset(0, 'UTC')).toBe(0);
    expect(zoneOffset(Date.UTC(2026, 0, 1), 'Asia/Kolkata')).toBe(5.5 * HOUR_MS);
    expect(zoneOffset(Date.UTC(2026, 0, 1), 'America/New_York')).toBe(-5 * HOUR_MS);
  });

  it('has a day of its own', () => {
    expect(dayIn('Pacific/Auckland', Date.UTC(2026, 2, 28, 20))).toBe('2026-03-29');
    expect(dayIn('America/Los_Angeles', Date.UTC(2026, 2, 29, 3))).toBe('2026-03-28');
  });

  it('is one that Node knows', () => {
    expect([isTimeZone('Europe/Berlin'), isTimeZone('Mars/Olympus')]).toEqual([true, false]);
  });
});
