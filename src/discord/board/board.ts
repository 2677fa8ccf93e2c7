import { createHash } from 'node:crypto';
import { RateLimitError } from 'discord.js';
import type { REST } from 'discord.js';
import type { Logger } from 'pino';
import { z } from 'zod';
import { boardPages, essenceOf } from '../../../embeds/board/board.ts';
import type { App } from '../../app.ts';
import { editPage, postPage, removePage } from './pages.ts';
import { readBoard } from './view.ts';

/** The board's messages and a hash of their content. */
export const Board = z.strictObject({
  pages: z.array(z.string()),
  /** a hash of what counts as a change; null if the board was never written */
  essence: z.string().nullable(),
  written_at: z.number(),
});
export type Board = z.infer<typeof Board>;

/** The board is rewritten at least this often. */
const HOURLY_MS = 3_600_000;
const RETRY_MS = 60_000;
/** Events within this time count as one change. */
const SETTLE_MS = 500;

export type BoardOptions = {
  rest: REST;
  channelId: string;
  app: App;
  memory: { read(): Promise<Board>; write(board: Board): Promise<void> };
  /** ms since the epoch */
  nextScan: () => number | null;
  now: () => number;
  holdsState: () => boolean;
  log: Pick<Logger, 'warn'>;
};

/** Keeps the board current: rewrites it soon after `wake` if something has changed, and every hour. */
export function startBoard(options: BoardOptions) {
  const { app, memory, nextScan, now, holdsState, log, ...place } = options;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let again = false;
  let closed = false;
  wake();
  return { wake, close };

  /** Something may have changed. */
  function wake(): void {
    again = true;
    if (running === null) after(SETTLE_MS);
  }

  function after(ms: number): void {
    if (closed) return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(() => void run(), ms);
    timer.unref();
  }

  async function run(): Promise<void> {
    if (running) return;
    again = false;
    running = refresh().then(
      () => after(again ? SETTLE_MS : HOURLY_MS),
      (error: unknown) => {
        const ms = error instanceof RateLimitError ? error.retryAfter : RETRY_MS;
        log.warn({ err: error, wait_ms: ms }, 'The board could not be written');
        after(ms);
      },
    );
    await running;
    running = null;
  }

  async function refresh(): Promise<void> {
    if (!holdsState()) return;
    const board = await memory.read();
    const { view, draw } = await readBoard(app, nextScan, now());
    const essence = createHash('sha256').update(essenceOf(view)).digest('hex');
    const isDue = now() - board.written_at >= HOURLY_MS - RETRY_MS;
    if (essence === board.essence && !isDue) return;
    const picture = view.picture === null ? null : await draw();
    const embeds = boardPages({ ...view, picture: picture?.name ?? null });
    const pages = await write(board, embeds, picture);
    await memory.write({ pages, essence, written_at: now() });
  }

  /** From the first missing page on, posts all pages again, so that they stay in order. */
  async function write(
    board: Board,
    embeds: ReturnType<typeof boardPages>,
    picture: Parameters<typeof editPage>[3],
  ): Promise<string[]> {
    const pages: string[] = [];
    let isWhole = true;
    for (const [index, page] of embeds.entries()) {
      const drawn = index === 0 ? picture : null;
      const known = board.pages[index];
      if (isWhole && known !== undefined && (await editPage(place, known, page, drawn))) {
        pages.push(known);
        continue;
      }
      if (!isWhole && known !== undefined) await removePage(place, known);
      isWhole = false;
      pages.push(await postPage(place, index, [...board.pages, ...pages], page, drawn));
      // Stored now, so that the bot finds it after a crash.
      await memory.write({ ...board, pages: [...pages, ...board.pages.slice(pages.length)], essence: null });
    }
    for (const left of board.pages.slice(embeds.length)) await removePage(place, left);
    return pages;
  }

  async function close(): Promise<void> {
    closed = true;
    if (timer) clearTimeout(timer);
    await Promise.race([running, new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
  }
}
