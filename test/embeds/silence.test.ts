import { describe, expect, it } from 'vitest';
import { limits } from '../../embeds/limits.ts';
import { muteEndedEmbed, silenceChoice, silenceEmbed } from '../../embeds/silence.ts';
import { sizeOf, textOf } from '../support/embeds/size.ts';
import { madeOf, trap } from '../support/embeds/trap.ts';

const nas = {
  service: null,
  machine: 'nas',
  by: 'Ada',
  reason: 'new disks',
  until: '2026-12-01T18:00:00.000Z',
  trading: [],
};

describe('what tells of a silence', () => {
  it('names the machine with its services, and the trading services that it leaves out', () => {
    expect(textOf([[silenceEmbed(nas)]])).toContain('for the machine nas and its services.');
    const trading = Array.from({ length: 7 }, (_, index) => `bot-${index}`);
    expect(textOf([[silenceEmbed({ ...nas, trading })]])).toContain(
      'CRITICAL findings of bot-0, bot-1, bot-2, bot-3, bot-4, 2 more',
    );
    expect(silenceChoice(nas)).toBe('silence of machine nas, until 2026-12-01 18:00 UTC: new disks');
  });

  it('keeps the limits and makes every text inert, however long and hostile', () => {
    const long = trap.repeat(50);
    const trading = Array.from({ length: 60 }, () => long);
    const silenced = silenceEmbed({ ...nas, service: long, by: long, reason: long, trading });
    const ended = muteEndedEmbed(long, { by: long, reason: long }, long);
    for (const embed of [silenced, ended]) {
      expect(sizeOf([embed])).toBeLessThanOrEqual(limits.embedTotal);
      for (const { value } of embed.fields ?? []) expect(value.length).toBeLessThanOrEqual(limits.fieldValue);
    }
    expect(madeOf([silenced])).toEqual(['inline code', 'timestamp']);
    expect(madeOf([ended])).toEqual(['bold or italic']);
    expect(silenceChoice({ ...nas, reason: long }).length).toBeLessThanOrEqual(limits.choice);
  });
});
