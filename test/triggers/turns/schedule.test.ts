import { getTasks } from 'node-cron';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { AuditRequest } from '../../../src/report/request.ts';
import { startSchedule } from '../../../src/triggers/schedule.ts';
import { aMemory } from '../../support/bots/memory.ts';
import { aReport } from '../../support/builders.ts';

const minute = 60_000;

describe('the schedule', () => {
  const sunday = Date.parse('2026-03-29T18:00:00Z');

  function scheduled(now: number, memory = aMemory()) {
    const log = { info: vi.fn<() => void>(), warn: vi.fn<() => void>(), error: vi.fn<() => void>() };
    const audits: AuditRequest[] = [];
    const fails: { why: Error | null } = { why: null };
    const schedule = startSchedule({
      expression: '0 * * * *',
      timezone: 'UTC',
      now: () => now,
      log,
      app: {
        async audit(request) {
          audits.push(request);
          if (fails.why) throw fails.why;
          await memory.ledger.update((value) => {
            const due = request.scheduled?.due ?? null;
            const digest = value.schedule.digest ?? new Date(now).toISOString();
            return { value: { ...value, schedule: { due, digest, begun: null } }, result: null };
          });
          return aReport();
        },
        records: memory.records,
      },
      heartbeat: async () => {},
    });
    onTestFinished(() => schedule.stop());
    return { schedule, log, audits, memory, fails };
  }

  it('looks when it is started, and logs what it runs, and that it comes late', async () => {
    const first = scheduled(sunday - 1);
    await first.schedule.tick();
    const next = scheduled(sunday + 1000, first.memory);
    await expect.poll(() => next.log.info.mock.calls.length).toBe(1);
    expect([next.audits[0]?.scheduled?.report, next.log.warn.mock.calls.length]).toEqual(['full', 0]);
    const late = scheduled(sunday + 3_600_000 + 5 * minute, first.memory);
    await late.schedule.tick();
    expect([late.audits[0]?.scheduled?.report, late.log.warn.mock.calls.length]).toEqual(['changes', 1]);
  });

  it('logs a scan that could not run', async () => {
    const first = scheduled(sunday - 1);
    await first.schedule.tick();
    const { schedule, log, fails } = scheduled(sunday, first.memory);
    fails.why = new Error('no state');
    await schedule.tick();
    expect(log.error).toHaveBeenCalledTimes(1);
  });

  it('leaves no timer behind', async () => {
    const before = getTasks().size;
    const { schedule } = scheduled(sunday);
    expect(getTasks().size).toBe(before + 2);
    await schedule.stop();
    expect(getTasks().size).toBe(before);
  });
});
