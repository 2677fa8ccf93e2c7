import { describe, expect, it } from 'vitest';
import { resolvedLine, unwatchedLine } from '../../embeds/announcement.ts';

describe('a line for what is over', () => {
  const stalled = { type: 'watch_stalled', service: null, machine: null, first_seen: '2026-03-30T09:00:00Z' };

  it('names the fleet where a finding is on nothing of it', () => {
    expect(resolvedLine(stalled)).toMatch(/^🟢 fleet · watch stalled, open since /u);
    expect(unwatchedLine(stalled)).toMatch(/^\S+ fleet · watch stalled, no longer/u);
  });

  it('names service and machine', () => {
    const line = resolvedLine({ ...stalled, service: 'shiva', machine: 'tesseract' });
    expect(line).toContain('shiva on tesseract · watch stalled');
  });
});
