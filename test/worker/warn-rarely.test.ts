import { expect, it } from 'vitest';
import { warnRarely } from '../../src/worker/warn-rarely.ts';

it('logs a text once a minute, with how often it was held back; each text for itself', () => {
  let time = 0;
  const logged: [object, string][] = [];
  const warn = warnRarely(
    (fields, text) => void logged.push([fields, text]),
    () => time,
  );
  for (let at = 0; at < 1000; at += 1) warn({ reason: 'key' }, 'refused');
  warn({ reason: 'host' }, 'refused: WORKER_HOSTS');
  time = 60_000;
  warn({ reason: 'key' }, 'refused');
  expect(logged).toEqual([
    [{ reason: 'key' }, 'refused'],
    [{ reason: 'host' }, 'refused: WORKER_HOSTS'],
    [{ reason: 'key', times_more: 999 }, 'refused'],
  ]);
});

it('forgets texts rather than to grow with them', () => {
  const logged: string[] = [];
  const warn = warnRarely(
    (_, text) => void logged.push(text),
    () => 0,
  );
  for (let at = 0; at < 101; at += 1) warn({}, String(at));
  warn({}, '0');
  expect(logged).toHaveLength(102);
});
