import { describe, expect, it, onTestFinished } from 'vitest';
import { startSandbox } from '../../../sandbox/discord.ts';
import { logsRest } from '../../../src/alerting/logs-channel/place.ts';
import { startBoard } from '../../../src/discord/board/board.ts';
import type { Board } from '../../../src/discord/board/board.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import { aFinding, aServiceState, auditedAt } from '../../support/builders.ts';
import { anApp } from '../../support/discord/app.ts';
import { remembering } from '../../support/discord/remembered.ts';
import { anOpenFinding } from '../../support/report/open-finding.ts';
import { call } from '../../support/sandbox/rest.ts';

const SLOW = { timeout: 120_000 };
const hour = 3_600_000;

async function scene(names = ['akashic-records', 'shiva']) {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const channelId = sandbox.generalChannelId;
  const services = names.map((name) => aServiceState({ name, machine: 'tesseract', status: 'in_sync' }));
  const { records, ledger } = await remembering({ audits: [{ services, at: auditedAt }] });
  const app = anApp({ services: names, machines: ['tesseract'], records });
  let now = Date.parse(auditedAt) + hour;
  let stored: Board = { pages: [], essence: null, written_at: 0 };

  function start() {
    const board = startBoard({
      rest: logsRest(sandbox.api, sandbox.token),
      channelId,
      app,
      memory: { read: async () => stored, write: async (next) => void (stored = next) },
      nextScan: () => now + hour,
      now: () => now,
      holdsState: () => true,
      log: { warn() {} },
    });
    onTestFinished(() => board.close());
    return board;
  }

  async function stand(findings: Finding[]) {
    await ledger.update((value) => ({
      value: { ...value, standing: findings.map((finding) => anOpenFinding(finding)) },
      result: null,
    }));
  }

  return {
    sandbox,
    start,
    stand,
    records,
    pages: () => sandbox.messages(channelId),
    said: () => JSON.stringify(sandbox.messages(channelId).map(({ embeds }) => embeds)),
    sent: (method: string) =>
      sandbox.requests.filter((each) => each.method === method && each.status < 300).length,
    pass: (ms: number) => void (now += ms),
    forget: () => void (stored = { pages: [], essence: null, written_at: 0 }),
    remove: async (id: string) =>
      void (await call(sandbox, 'DELETE', `/channels/${channelId}/messages/${id}`)),
  };
}

const shiva = aFinding({ id: 'dup', service: 'shiva', machine: 'tesseract', severity: 'CRITICAL' });

describe('the board', () => {
  it('is one message with a picture, edited when something has changed and not else', async () => {
    const { start, pages, said, stand, sent, records } = await scene();
    const board = start();
    await expect.poll(() => pages().length, SLOW).toBe(1);
    expect(said()).toMatch(/2 in sync.*board · page 1 of 1/);
    expect(pages()[0]?.attachments).toHaveLength(1);
    board.wake();
    await stand([shiva]);
    board.wake();
    await expect.poll(said, SLOW).toContain('1 in drift');
    expect([sent('POST'), sent('PATCH')]).toEqual([1, 1]);
    expect(pages()[0]?.attachments).toHaveLength(1);
    await records.acknowledge('dup', 'Ada', 'known', Date.now() + hour);
    board.wake();
    await expect.poll(said, SLOW).toContain('acknowledged by Ada');
    expect(pages()).toHaveLength(1);
  });

  it('is written again after an hour', async () => {
    const { start, pages, pass, sent } = await scene();
    const board = start();
    await expect.poll(() => pages().length, SLOW).toBe(1);
    pass(hour);
    board.wake();
    await expect.poll(() => sent('PATCH'), SLOW).toBe(1);
  });

  it('is made again where somebody deleted it, its pages in their order', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `service-${index}`);
    const { start, pages, stand, remove, said } = await scene(names);
    const board = start();
    const footers = () => pages().map(({ embeds }) => embeds.at(-1)?.footer?.text);
    const isWhole = () => footers().at(-1) === `board · page ${footers().length} of ${footers().length}`;
    await expect.poll(isWhole, SLOW).toBe(true);
    const whole = footers();
    expect(whole.length).toBeGreaterThan(2);
    expect(whole).toEqual(whole.map((_, index) => `board · page ${index + 1} of ${whole.length}`));
    for (const name of names) expect(said()).toContain(`**${name}**`);
    await remove(pages()[1]?.id ?? '');
    await stand([{ ...shiva, service: 'service-7' }]);
    board.wake();
    await expect.poll(said, SLOW).toContain('1 in drift');
    await expect.poll(footers, SLOW).toEqual(whole);
  });

  it('is found again by a bot that died before it could take note of it', async () => {
    const { start, pages, forget, sent } = await scene();
    const first = start();
    await expect.poll(() => pages().length, SLOW).toBe(1);
    await first.close();
    forget();
    start();
    await expect.poll(() => sent('PATCH'), SLOW).toBe(1);
    expect(pages()).toHaveLength(1);
  });
});
