import { describe, expect, it } from 'vitest';
import { openWindow } from '../../src/inventory/maintenance.ts';

const sundays = { cron: '0 2 * * 0', duration: '2h', reason: 'kernel updates' };
const at = (instant: string) => Date.parse(instant);

describe('a maintenance window', () => {
  it.each([
    ['as it opens', '2026-03-29T02:00:00Z', true],
    ['before it opens', '2026-03-29T01:59:59Z', false],
    ['at its end', '2026-03-29T04:00:00Z', false],
    ['just before its end', '2026-03-29T03:59:59Z', true],
    ['on another day', '2026-03-30T03:00:00Z', false],
  ])('%s', (_, now, open) => {
    const window = openWindow({ maintenance: [sundays] }, 'UTC', at(now));
    expect(window).toEqual(open ? { reason: 'kernel updates', until: at('2026-03-29T04:00:00Z') } : null);
  });

  it('goes by its own time zone, else by that of the schedule', () => {
    const tokyo = { ...sundays, timezone: 'Asia/Tokyo' };
    const now = at('2026-03-28T18:00:00Z');
    expect(openWindow({ maintenance: [tokyo] }, 'UTC', now)).not.toBeNull();
    expect(openWindow({ maintenance: [sundays] }, 'Asia/Tokyo', now)).not.toBeNull();
    expect(openWindow({ maintenance: [sundays] }, 'UTC', now)).toBeNull();
  });

  it('that ends last counts where two are open', () => {
    const long = { cron: '30 2 * * 0', duration: '1d', reason: 'move' };
    const window = openWindow({ maintenance: [sundays, long] }, 'UTC', at('2026-03-29T03:00:00Z'));
    expect(window?.reason).toBe('move');
  });
});
