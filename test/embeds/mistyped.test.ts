import { describe, expect, it } from 'vitest';
import { limits } from '../../embeds/limits.ts';
import { mistypedAnswer } from '../../embeds/mistyped.ts';
import { madeOf, trap } from '../support/embeds/trap.ts';

const typed = { finding: 'stale', reason: 'known', until: 'fri 25:00' };

describe('what tells of a mistyped time', () => {
  it('has a button that carries what was typed, and remembers the reason', () => {
    const { embeds, components } = mistypedAnswer('No such time', typed);
    expect(embeds[0]).toMatchObject({ description: '⛔ No such time', footer: { text: 'known' } });
    expect(components[0]?.components[0]).toMatchObject({ custom_id: 'correct:stale:fri 25:00' });
  });

  it('keeps the limits and makes the error inert, however long and hostile', () => {
    const { embeds, components } = mistypedAnswer(trap.repeat(200), { ...typed, until: trap.repeat(9) });
    expect(madeOf(embeds)).toEqual([]);
    expect(embeds[0]?.description?.length).toBeLessThanOrEqual(limits.description);
    expect(components[0]?.components[0]).toMatchObject({
      custom_id: expect.stringMatching(/^correct:stale:[^]{86}$/) as string,
    });
    expect(mistypedAnswer('x', { ...typed, finding: 'f'.repeat(100) }).components).toEqual([]);
  });
});
