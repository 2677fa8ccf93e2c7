import { describe, expect, it } from 'vitest';
import { historyEmbeds } from '../../../embeds/history/history.ts';
import type { HistoryView } from '../../../embeds/history/history.ts';
import { shades } from '../../../embeds/severity.ts';
import { isoInstant } from '../../../src/time/instant.ts';
import { aFinding, aServiceState, auditedAt } from '../../support/builders.ts';
import { textOf } from '../../support/embeds/size.ts';
import { anAudit, DAY, HOUR, start } from '../../support/embeds/history/audits.ts';

const inSync = {
  state: aServiceState({ name: 'shiva', machine: 'tesseract', status: 'in_sync' }),
  at: auditedAt,
};

function aView(over: Partial<HistoryView> = {}): HistoryView {
  return {
    service: null,
    inventory: [{ name: 'shiva', machine: 'tesseract', trading: true, watched: true }],
    services: { shiva: inSync },
    points: [anAudit(start), anAudit(start + HOUR)],
    openFindings: [],
    closings: [],
    warning: null,
    picture: 'history.png',
    ...over,
  };
}

describe('the embed of /history', () => {
  it('is green only where all was seen and nothing stands', () => {
    const colourOf = (over: Partial<HistoryView>) => historyEmbeds(aView(over))[0]?.color;
    expect(colourOf({})).toBe(shades.in_sync.colour);
    expect(colourOf({ services: {} })).toBe(shades.unknown.colour);
    expect(colourOf({ points: [] })).toBe(shades.unknown.colour);
    const unseen = { ...inSync, state: { ...inSync.state, status: 'unknown' as const } };
    expect(colourOf({ services: { shiva: unseen } })).toBe(shades.unknown.colour);
    const elsewhere = { ...inSync, state: { ...inSync.state, machine: 'other' } };
    expect(colourOf({ services: { shiva: elsewhere } })).toBe(shades.unknown.colour);
    expect(colourOf({ openFindings: [aFinding({ severity: 'LOW' })] })).toBe(shades.LOW.colour);
  });

  it('counts what stands by severity, and how much of it is acknowledged', () => {
    const openFindings = [
      aFinding({ severity: 'HIGH', status: 'acknowledged' }),
      aFinding({ severity: 'HIGH' }),
      aFinding({ severity: 'CRITICAL', service: null }),
    ];
    expect(textOf([historyEmbeds(aView({ openFindings }))])).toContain(
      '🔴 **1** critical · 🟠 **2** high (1 acknowledged)',
    );
    const own = historyEmbeds(aView({ openFindings, service: 'akashic-records', inventory: [] }));
    expect(textOf([own])).toContain('🟠 **2** high (1 acknowledged)');
    expect(textOf([own])).not.toContain('critical');
  });

  it('says that the picture is left out where nothing can draw it, and names none', () => {
    const [embed] = historyEmbeds(aView({ picture: null }));
    expect(embed?.description).toContain('No picture');
    expect(embed?.image).toBeUndefined();
    expect(historyEmbeds(aView({ picture: null, points: [] }))[0]?.description).not.toContain('left out');
  });

  it('takes a service with the name of what every object has for one that nobody looked at', () => {
    const inventory = [{ name: 'constructor', machine: 'tesseract', trading: false, watched: false }];
    const text = textOf([historyEmbeds(aView({ inventory }))]);
    expect(text).toContain('⚪ **1** service unknown');
  });

  it('says since when a service is as it is', () => {
    const [embed] = historyEmbeds(aView({ service: 'shiva', points: [anAudit(start)] }));
    expect(embed?.description).toContain(`have not changed since <t:${start / 1000}:R>`);
    expect(textOf([[embed!]])).not.toContain('Trend');
  });

  it('shows the last five that were resolved', () => {
    const closings = Array.from({ length: 9 }, (_, index) => ({
      type: 'git_drift',
      service: `s${index}`,
      machine: null,
      severity: 'LOW' as const,
      first_seen: isoInstant(start),
      resolved_at: isoInstant(start + index * DAY),
    }));
    const text = textOf([historyEmbeds(aView({ closings }))]);
    expect([...text.matchAll(/s(\d) · git drift/g)].map(([, index]) => index)).toEqual([
      '8',
      '7',
      '6',
      '5',
      '4',
    ]);
    expect(text).toContain('🟡 low **4d**, from 9 resolved');
  });
});
