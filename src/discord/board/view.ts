import { altText } from '../../../embeds/history/alt-text.ts';
import { fleetChart } from '../../../embeds/history/chart.ts';
import { historyPicture } from '../../../embeds/history/picture.ts';
import type { BoardView } from '../../../embeds/board/board.ts';
import type { App } from '../../app.ts';
import { epochMs } from '../../time/instant.ts';
import { pngOf } from '../answers/png.ts';
import type { Picture } from './pages.ts';

const PICTURED_MS = 30 * 86_400_000;
const NAME = 'last-30-days.png';

/** What the board shows now. `picture` draws its picture, which takes a moment. */
export async function readBoard(
  app: App,
  nextScan: () => number | null,
  now: number,
): Promise<{ view: BoardView; draw: () => Promise<Picture | null> }> {
  const [inventory, { warning }, { audits, services }, openFindings] = await Promise.all([
    app.inventory({ service: null, machine: null }),
    app.fleet(),
    app.records.history(),
    app.records.openFindings(),
  ]);
  const recent = audits.filter(({ at }) => now - epochMs(at) < PICTURED_MS);
  const remembered = { inventory, services, openFindings, warning, watching: app.watching() };
  return {
    view: { ...remembered, nextScan: nextScan(), now, picture: recent.length > 0 ? NAME : null },
    async draw() {
      const chart = fleetChart(recent);
      const scope = 'whole fleet, last 30 days';
      const data = chart && (await pngOf(historyPicture(chart, scope, app.timezone)));
      return chart && data ? { name: NAME, data, description: altText(chart, scope, app.timezone) } : null;
    },
  };
}
