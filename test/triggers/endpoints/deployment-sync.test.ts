import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/text/user-error.ts';
import { aReport } from '../../support/builders.ts';
import { anApp, gate } from '../../support/discord/app.ts';
import { ask, aServer, invoke, token } from '../../support/triggers/scene.ts';
import type { Answer } from '../../support/triggers/scene.ts';

const sync = JSON.stringify({ tool: 'deployment_sync', args: {} });
const report = aReport({ trigger: 'api' });

describe('the tool deployment_sync', () => {
  it.each([
    ['in args', { tool: 'deployment_sync', args: { service: 'shiva', wait: false } }],
    ['beside them', { tool: 'deployment_sync', args: { service: 'shiva' }, wait: false }],
  ])('with wait: false %s, tells the id at once, and the audit goes on', async (_, body) => {
    const held = gate<ReturnType<typeof aReport>>();
    const app = anApp({ audit: () => held.promise });
    const { port, logged } = await aServer(app);
    const answer = await invoke(port, body);
    expect(JSON.parse(answer.text)).toEqual({
      ok: true,
      result: {
        content: [{ type: 'text', text: 'Audit 7c0ffee1 of shiva has begun.\n' }],
        details: { audit_id: '7c0ffee1' },
      },
    });
    expect(app.audits).toHaveLength(1);
    held.reject(new Error('the disk is full'));
    await expect.poll(() => logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({ message: 'An audit failed', fields: { id: '7c0ffee1' } });
  });

  it('goes on with the audit when the client hangs up', async () => {
    const begun = gate<null>();
    const held = gate<ReturnType<typeof aReport>>();
    const ended: string[] = [];
    const app = anApp({
      async audit() {
        begun.resolve(null);
        const told = await held.promise;
        ended.push(told.id);
        return told;
      },
    });
    const { origin, logged, port } = await aServer(app);
    const hangUp = new AbortController();
    const asking = fetch(`${origin}/tools/invoke`, {
      method: 'POST',
      body: sync,
      headers: { authorization: `Bearer ${token}` },
      signal: hangUp.signal,
    });
    await begun.promise;
    hangUp.abort();
    await expect(asking).rejects.toThrow('abort');
    expect((await ask(port, { method: 'GET', path: '/health' })).status).toBe(200);
    held.resolve(report);
    await expect.poll(() => ended).toEqual([report.id]);
    expect(logged).toEqual([]);
  });

  it('lets a thousand requests join one audit', async () => {
    const held = gate<ReturnType<typeof aReport>>();
    let asked = 0;
    const app = anApp({ audit: () => held.promise });
    app.check = async () => {
      asked += 1;
    };
    const { port } = await aServer(app);
    const asking = Array.from({ length: 1000 }, () => ask(port, { body: sync }));
    await expect.poll(() => asked, { timeout: 20_000 }).toBe(1000);
    held.resolve(report);
    const answers = await Promise.all(asking);
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set([answers[0]?.text]));
    expect(answers[0]).toMatchObject({ status: 200, text: expect.stringContaining(report.id) });
    expect(app.audits).toHaveLength(1);
  });

  it('says what is wrong with the manifest, and hides what is wrong inside', async () => {
    const unreadable = anApp();
    unreadable.fleet = () => Promise.reject(new UserError('manifest.json: cannot be read'));
    const first = await invoke((await aServer(unreadable)).port, { tool: 'deployment_sync' });
    expect(first).toMatchObject({
      status: 500,
      text: '{"ok":false,"error":{"type":"tool_error","message":"manifest.json: cannot be read"}}',
    });

    const broken = anApp({ audit: () => Promise.reject(new Error('secret detail')) });
    const { port, logged } = await aServer(broken);
    const second = await invoke(port, { tool: 'deployment_sync' });
    expect(second.status).toBe(500);
    const id = /^\{"error":\{"message":"Internal error ([0-9a-f]{8})\./.exec(second.text)?.[1];
    expect(logged).toMatchObject([{ message: 'A request failed', fields: { id } }]);
    expect(second.text).not.toContain('secret');
  });

  it('is off without a TRIGGER_TOKEN, whatever is sent', async () => {
    const app = anApp();
    const { port } = await aServer(app, { triggerToken: null });
    const sent: Promise<Answer>[] = [null, 'Bearer ', 'Bearer null', `Bearer ${token}`].map((authorization) =>
      ask(port, { body: sync, authorization }),
    );
    for (const { status, text } of await Promise.all(sent)) {
      expect({ status, text }).toEqual({
        status: 503,
        text: '{"error":{"message":"The trigger is off: TRIGGER_TOKEN is not set","type":"unavailable"}}',
      });
    }
    expect(app.audits).toEqual([]);
  });
});
