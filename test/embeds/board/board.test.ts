import { describe, expect, it } from 'vitest';
import { boardPages, essenceOf, isPage } from '../../../embeds/board/board.ts';
import type { BoardView } from '../../../embeds/board/board.ts';
import { limits } from '../../../embeds/limits.ts';
import { aFinding, aServiceState, auditedAt } from '../../support/builders.ts';
import { sizeOf, textOf } from '../../support/embeds/size.ts';
import { madeOf, trap } from '../../support/embeds/trap.ts';

const now = Date.parse(auditedAt);

function view(names: string[], over: Partial<BoardView> = {}): BoardView {
  const state = (name: string) => aServiceState({ name, machine: 'nas', status: 'in_sync' });
  return {
    inventory: names.map((name) => ({ name, machine: 'nas', trading: false, watched: false })),
    services: Object.fromEntries(
      names.map((name) => [name, { state: state(name), at: auditedAt, since: auditedAt }]),
    ),
    openFindings: [],
    warning: null,
    watching: null,
    nextScan: null,
    now,
    picture: null,
    ...over,
  };
}

describe('the board', () => {
  it('is as many pages as it takes, each known again by its footer, with the picture on the first', () => {
    const names = Array.from({ length: 500 }, (_, index) => `service-${index}`);
    const pages = boardPages(view(names, { picture: 'month.png' }));
    expect(pages.length).toBeGreaterThan(1);
    for (const [index, embeds] of pages.entries()) {
      expect(sizeOf(embeds)).toBeLessThanOrEqual(limits.embedTotal);
      expect(isPage(embeds.at(-1)?.footer?.text ?? '', index)).toBe(true);
    }
    const pictured = pages.flat().map(({ image }) => image?.url);
    expect(pictured.filter((url) => url !== undefined)).toEqual(['attachment://month.png']);
    for (const name of names) expect(textOf(pages)).toContain(name);
  });

  it('has not changed where only time has passed', () => {
    const seen = view(['webapp'], { nextScan: now });
    expect(essenceOf({ ...seen, now: now + 60_000 })).toBe(essenceOf(seen));
    expect(essenceOf({ ...seen, warning: 'broken' })).not.toBe(essenceOf(seen));
  });

  it('makes every text inert, however long and hostile', () => {
    const acknowledged = { by: trap.repeat(9), reason: trap.repeat(9), until: auditedAt };
    const finding = aFinding({ service: trap, status: 'acknowledged', evidence: { acknowledged } });
    const openFindings = Array.from({ length: 60 }, (_, index) => ({ ...finding, id: `${index}` }));
    const pages = boardPages(view([trap], { openFindings, warning: trap.repeat(99) }));
    for (const embeds of pages) expect(sizeOf(embeds)).toBeLessThanOrEqual(limits.embedTotal);
    expect(madeOf(pages.flat())).toEqual(['bold or italic', 'inline code', 'timestamp']);
  });
});
