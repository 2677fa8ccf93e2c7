import { expect, it } from 'vitest';
import { alertsOf } from '../../src/audit/alerts-of.ts';

it("numbers messages so that an id belongs to one channel, and fits Discord's nonce", () => {
  const messages = ['discord', 'discord', 'dingtalk'].map((channel) => ({ channel, payload: null }));
  // a drill's end has the longest
  const ids = alertsOf(messages, '7c0ffee1-over', 0).map(({ id }) => id);
  expect(ids).toEqual(['7c0ffee1-over-discord0', '7c0ffee1-over-discord1', '7c0ffee1-over-dingtalk0']);
  expect(Math.max(...ids.map(({ length }) => length))).toBeLessThanOrEqual(25);
});
