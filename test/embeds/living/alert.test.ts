import { describe, expect, it } from 'vitest';
import { alertEmbeds } from '../../../embeds/living/alert.ts';
import { shades } from '../../../embeds/severity.ts';
import type { Ending } from '../../../src/report/living/living-alert.ts';
import { shivaTwice } from '../../support/alerting/bulletin.ts';
import { aFinding } from '../../support/builders.ts';
import { textOf } from '../../support/embeds/size.ts';
import { aFix, anAlertOf } from '../../support/report/living.ts';

const at = '2026-03-29T18:12:00.000Z';
const time = `<t:${Date.parse(at) / 1000}:t>`;
const low = aFinding({ id: 'low', severity: 'LOW' });

function shown(change: (entry: ReturnType<typeof anAlertOf>['entries'][number]) => object) {
  const alert = anAlertOf([shivaTwice, low]);
  const entries = alert.entries.map((entry) => ({ ...entry, ...change(entry) }));
  const { embeds } = alertEmbeds({ ...alert, entries });
  return { text: textOf([embeds]), colour: embeds[0]?.color, title: embeds[0]?.title };
}
const ended = (over: Partial<Ending> = {}) => ({
  ended: { at, trigger: 'schedule' as const, fix: null, ...over },
});

describe('the message of an alert', () => {
  it('has the colour of the worst that stands', () => {
    expect(shown(() => ({}))).toMatchObject({
      colour: shades.CRITICAL.colour,
      title: '🔴 1 new critical · 🟡 1 new low',
    });
    expect(shown(({ id }) => (id === 'dup' ? ended() : {}))).toMatchObject({
      colour: shades.LOW.colour,
      title: '🟡 1 new low · 🟢 1 resolved',
    });
    expect(shown(() => ended())).toMatchObject({ colour: shades.in_sync.colour, title: '🟢 2 resolved' });
  });

  it.each<[string, Partial<Ending>, string]>([
    ['the scan', {}, `gone as of the scan at ${time}`],
    ['a restart', { fix: aFix() }, 'fixed by the restart that <@1100000000000000008> approved'],
    ['a restart for something else', { fix: aFix({ verified: false }) }, 'gone after the restart that'],
    ['the manifest', { trigger: null }, 'no longer in the manifest'],
  ])('strikes through what %s ended, and says how long it stood', (_, over, words) => {
    const { text } = shown(({ id }) => (id === 'dup' ? ended(over) : {}));
    expect(text).toContain('~~shiva on tesseract · duplicate process~~ · open for 12m, ');
    expect(text).toContain(words);
  });

  it('says who has acknowledged what until when, and is coloured by the rest', () => {
    const known = { acknowledged: { by: '@everyone', until: at } };
    const { text, colour } = shown(({ id }) => (id === 'dup' ? known : {}));
    expect(text).toMatch(
      /shiva on tesseract · duplicate process · acknowledged by @\u200Beveryone until <t:/,
    );
    expect(colour).toBe(shades.LOW.colour);
  });
});
