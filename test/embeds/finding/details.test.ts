import { describe, expect, it } from 'vitest';
import { detailsEmbed } from '../../../embeds/finding/details.ts';
import { limits } from '../../../embeds/limits.ts';
import { aFinding } from '../../support/builders.ts';
import { sizeOf, textOf } from '../../support/embeds/size.ts';
import { madeOf, trap } from '../../support/embeds/trap.ts';

describe('the details of a finding', () => {
  it('have its whole sentence, what proves it, and since when', () => {
    const text = textOf([[detailsEmbed(aFinding({ summary: 'all of it', evidence: { pid: 41 } }))]]);
    expect(text).toContain('all of it');
    expect(text).toContain('• pid: 41');
    expect(text).toMatch(/since <t:\d+:R>/);
  });

  it('keep the limits and make every text inert, however long and hostile', () => {
    const long = trap.repeat(50);
    const lines = Array.from({ length: 60 }, () => long);
    const embed = detailsEmbed(
      aFinding({
        title: long,
        summary: long,
        advice: long,
        expected: long,
        actual: long,
        evidence: { [trap]: lines },
      }),
    );
    expect(sizeOf([embed])).toBeLessThanOrEqual(limits.embedTotal);
    expect(madeOf([embed])).toEqual(['subtext', 'timestamp']);
  });
});
