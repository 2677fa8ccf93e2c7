import { describe, expect, it } from 'vitest';
import { followed } from '../../src/report/living/follow.ts';
import { withThreadStep } from '../../src/store/living-alerts.ts';
import { aFinding, aReport } from '../support/builders.ts';
import { aBulletin, shivaTwice } from '../support/alerting/bulletin.ts';
import { anOutbox } from '../support/alerting/outbox-scene.ts';
import { anOpenFinding } from '../support/report/open-finding.ts';

const SLOW = { timeout: 120_000 };
const now = '2026-03-29T18:12:00.000Z';
const until = '2026-03-30T18:00:00.000Z';
const moment = { resolved: [], trigger: 'watch', fixes: [], now, numbers: true } as const;

async function told() {
  const scene = await anOutbox({ threads: true });
  const outbox = scene.open();
  await scene.tell(aBulletin());
  outbox.wake();
  const { sandbox } = scene;
  await expect.poll(() => sandbox.messages()[0]?.thread?.name, SLOW).toBe('shiva: duplicate process');
  const id = sandbox.messages()[0]?.id ?? '';
  const said = () => sandbox.messages(id).map(({ content }) => content.replace(/^.* · /, ''));
  return { ...scene, outbox, said, id };
}

describe('an alert of something CRITICAL, where threads are on', () => {
  it('opens a thread that is told each step once, and is closed when all is over', async () => {
    const { sandbox, outbox, said, living, change, id } = await told();
    await expect.poll(said, SLOW).toEqual(['shiva: seen']);
    const acknowledged = {
      by: 'Ada',
      reason: 'x',
      at: now,
      until,
      severity: 'CRITICAL' as const,
      copies: null,
    };
    await living((alerts) =>
      followed(alerts, { ...moment, openFindings: [anOpenFinding(shivaTwice, { acknowledged })] }),
    );
    await change((value) =>
      withThreadStep(value, 'dup', { at: now, what: 'approved', by: 'Bo', about: 'shiva' }),
    );
    outbox.wake();
    const known = ['shiva: seen', 'shiva: acknowledged by Ada', 'shiva: the remediation was approved by Bo'];
    await expect.poll(said, SLOW).toEqual(known);
    await living((alerts) => followed(alerts, { ...moment, openFindings: [], resolved: [shivaTwice] }));
    outbox.wake();
    await expect.poll(said, SLOW).toEqual([...known, 'shiva: resolved']);
    const isClosed = () => {
      const thread = sandbox.messages()[0]?.thread;
      return thread && 'thread_metadata' in thread && thread.thread_metadata?.archived;
    };
    await expect.poll(isClosed, SLOW).toBe(true);
    // A crash between the post and the note of it: the same steps again are not said twice.
    await living((alerts) =>
      alerts.map((alert) => ({
        ...alert,
        thread: alert.thread && { ...alert.thread, told: 0, state: 'none' as const },
      })),
    );
    outbox.wake();
    await expect.poll(isClosed, SLOW).toBe(true);
    expect(said()).toHaveLength(4);
    expect(sandbox.messages().map((message) => message.id)).toEqual([id]);
    expect(sandbox.unknown).toEqual([]);
  });

  it('opens none for what is not CRITICAL', async () => {
    const { sandbox, tell, open } = await anOutbox({ threads: true });
    const high = aFinding({ id: 'high' });
    await tell(
      aBulletin({
        report: aReport({ findings: [high] }),
        news: { opened: [high], worsened: [], resolved: [] },
      }),
    );
    const outbox = open();
    await expect.poll(outbox.depth, SLOW).toBe(0);
    expect(sandbox.messages()[0]?.thread).toBeUndefined();
  });
});
