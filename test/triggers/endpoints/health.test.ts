import { expect, it } from 'vitest';
import type { WatchState } from '../../../src/report/watch-state.ts';
import { anApp } from '../../support/discord/app.ts';
import { ask, aServer } from '../../support/triggers/scene.ts';

const state: WatchState = {
  interval_ms: 60_000,
  last_at: 0,
  duration_ms: 1234,
  failures: 1,
  silent_ms: 1600,
  stalled: false,
};
const shown = { interval_seconds: 60, age_seconds: 2, duration_seconds: 1.234, failures: 1, stalled: false };

it.each<[string, Partial<WatchState>, object]>([
  ['is well', {}, { status: 'ok', watch: shown }],
  [
    'has not looked yet',
    { duration_ms: null },
    { status: 'ok', watch: { ...shown, duration_seconds: null } },
  ],
  ['has stalled', { stalled: true }, { status: 'warn', watch: { ...shown, stalled: true } }],
])('GET /health tells of a watch that %s', async (_, over, expected) => {
  const { port } = await aServer({ ...anApp(), watching: () => ({ ...state, ...over }) });
  const { text } = await ask(port, { method: 'GET', path: '/health' });
  expect(JSON.parse(text)).toMatchObject(expected);
});
