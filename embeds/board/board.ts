import type { APIEmbed, APIEmbedField } from 'discord.js';
import type { Finding } from '../../src/findings/finding.ts';
import { isoInstant } from '../../src/time/instant.ts';
import { acknowledgement } from '../finding/finding.ts';
import { relative } from '../finding/instants.ts';
import { inert } from '../escape.ts';
import { lineFields } from '../limits.ts';
import { fleetParts } from '../services/fleet.ts';
import type { Remembered } from '../services/fleet.ts';
import { shades } from '../severity.ts';

const NAME_MAX = 60;

export type BoardView = Remembered & {
  /** ms since the epoch; null if no scan is scheduled */
  nextScan: number | null;
  /** ms since the epoch: when this board is written */
  now: number;
  /** the picture's file name; null if there is none */
  picture: string | null;
};

/** The board, one page per message. The bot recognises a page by its footer. */
export function boardPages(view: BoardView): APIEmbed[][] {
  const { nextScan, now, picture } = view;
  const parts = fleetParts({
    ...view,
    lines: [
      `Updated ${relative(isoInstant(now))}: at each change, and every hour`,
      ...(nextScan === null ? [] : [`Next scan ${relative(isoInstant(nextScan))}`]),
    ],
    fields: acknowledged(view.openFindings),
  });
  return parts.map((embeds, index) =>
    embeds.map((embed, at) => ({
      ...embed,
      ...(picture !== null && index === 0 && at === 0 ? { image: { url: `attachment://${picture}` } } : {}),
      ...(at === embeds.length - 1 ? { footer: { text: pageFooter(index, parts.length) } } : {}),
    })),
  );
}

/** What counts as a change of the board: everything but uptimes and the times of the last checks. */
export function essenceOf(view: BoardView): string {
  const services: BoardView['services'] = {};
  for (const [name, seen] of Object.entries(view.services)) {
    const state = { ...seen.state, uptime_seconds: null, pid: null };
    services[name] = { ...seen, at: seen.since, state };
  }
  const watching = view.watching && { ...view.watching, last_at: null, silent_ms: 0 };
  return JSON.stringify(boardPages({ ...view, services, watching, now: 0, picture: null }));
}

export function pageFooter(index: number, pages: number): string {
  return `board · page ${index + 1} of ${pages}`;
}

export function isPage(footer: string, index: number): boolean {
  return footer.startsWith(`board · page ${index + 1} of `);
}

function acknowledged(openFindings: Finding[]): APIEmbedField[] {
  const lines = openFindings
    .filter(({ status }) => status === 'acknowledged')
    .map((finding) => {
      const who = [finding.service, finding.machine].filter((name) => name !== null);
      const place = who.map((name) => inert(name, NAME_MAX)).join(' on ') || 'fleet';
      const known = (acknowledgement(finding) ?? []).join('');
      return `${shades[finding.severity].dot} ${place} · ${finding.type.replaceAll('_', ' ')}: ${known}`;
    });
  return lineFields('Acknowledged', lines);
}
