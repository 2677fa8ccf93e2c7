import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app.ts';
import { UserError } from '../../../src/text/user-error.ts';
import { anApp } from '../../support/discord/app.ts';
import { aServer, invoke } from '../../support/triggers/scene.ts';

async function scene(drill: () => Promise<string[]> = async () => ['discord', 'openclaw']) {
  const asked: Parameters<App['drill']>[0][] = [];
  const app = {
    ...anApp(),
    drill: async (by: Parameters<App['drill']>[0]) => {
      asked.push(by);
      return await drill();
    },
  };
  const { port } = await aServer(app);
  const call = async (args?: object) => {
    const { status, text } = await invoke(port, { tool: 'drill', args });
    return [status, JSON.parse(text) as unknown];
  };
  return { asked, call };
}

describe('the tool drill', () => {
  it('begins a drill, in the name of the command line', async () => {
    const { asked, call } = await scene();
    expect(await call({})).toEqual([
      200,
      { ok: true, result: { started: true, channels: ['discord', 'openclaw'] } },
    ]);
    expect(asked).toEqual([{ name: 'the command line', roles: null }]);
  });

  it('takes no arguments', async () => {
    const { asked, call } = await scene();
    expect(await call({ service: 'shiva' })).toEqual([
      400,
      { ok: false, error: { type: 'tool_error', message: 'drill takes no arguments' } },
    ]);
    expect(asked).toEqual([]);
  });

  it('says in words why there can be none, and hides what is an error of its own', async () => {
    const off = await scene(() => Promise.reject(new UserError('A drill is running')));
    expect(await off.call()).toEqual([
      400,
      { ok: false, error: { type: 'tool_error', message: 'A drill is running' } },
    ]);
    const broken = await scene(() => Promise.reject(new Error('no state')));
    expect(await broken.call()).toEqual([
      500,
      { error: expect.objectContaining({ type: 'internal_error' }) },
    ]);
  });
});
