import { logsRest } from '../alerting/logs-channel/place.ts';
import type { App } from '../app.ts';
import { Board, startBoard } from '../discord/board/board.ts';
import type { Env } from '../env/env.ts';
import { createDocument } from '../store/document.ts';
import type { State } from '../store/state.ts';
import { nextDue } from '../time/cron-times.ts';
import type { Logger } from 'pino';

type Parts = {
  env: Env;
  token: string;
  state: Pick<State, 'keyv'>;
  app: App;
  holdsState: () => boolean;
  log: Pick<Logger, 'warn'>;
  onBroken: (keptAs: string) => void;
};

/** The board in the channel of the environment; null if none is set. */
export function wireBoard({ env, token, state, app, holdsState, log, onBroken }: Parts) {
  const channelId = env.discordBoardChannelId;
  if (channelId === null) return null;
  const empty = { pages: [], essence: null, written_at: 0 };
  const document = createDocument({
    keyv: state.keyv('board'),
    key: channelId,
    schema: Board,
    empty,
    onBroken,
  });
  return startBoard({
    rest: logsRest(env.discordApiUrl, token),
    channelId,
    app,
    memory: {
      read: () => document.read(),
      write: async (board) => await document.update(() => ({ value: board, result: undefined })),
    },
    nextScan: () => nextDue(env.scanCron, env.scanTimezone, Date.now()),
    now: Date.now,
    holdsState,
    log,
  });
}
