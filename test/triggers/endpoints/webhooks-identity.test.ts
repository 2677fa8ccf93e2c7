import { sign } from '@octokit/webhooks-methods';
import { expect, it } from 'vitest';
import type { App } from '../../../src/app.ts';
import { anApp } from '../../support/discord/app.ts';
import { ask, aServer, secret } from '../../support/triggers/scene.ts';

const push = { ref: 'refs/heads/main', after: 'b'.repeat(40), repository: { full_name: 'knox/shiva' } };
const before = 'e'.repeat(40);

it.each([
  ['all of it', { before, pushed_at: 1774972800 }, [before, '1774972800']],
  ['a date', { before, pushed_at: '2026-03-31T16:00:00Z' }, [before, '2026-03-31T16:00:00Z']],
  ['rubbish', { before: 'x', pushed_at: {} }, [undefined, undefined]],
  ['nothing', {}, [undefined, undefined]],
])('hands on what tells one push from another, where it says %s', async (_, said, known) => {
  const taken: Parameters<App['pushed']>[0][] = [];
  const app = anApp();
  app.pushed = async (each) => {
    taken.push(each);
    return [];
  };
  const { port } = await aServer(app);
  const { pushed_at, ...rest } = { pushed_at: undefined, ...said };
  const body = JSON.stringify({ ...push, ...rest, repository: { ...push.repository, pushed_at } });
  const headers = {
    'x-github-event': 'push',
    'x-github-delivery': 'd',
    'x-hub-signature-256': await sign(secret, body),
  };
  await ask(port, { path: '/webhooks/github', authorization: null, headers, body });
  expect(taken.map((each) => [each.before, each.at])).toEqual([known]);
});
