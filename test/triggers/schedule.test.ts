import { describe, expect, it, onTestFinished } from 'vitest';
import type { AuditRequest } from '../../src/report/request.ts';
import { startSchedule } from '../../src/triggers/schedule.ts';
import { aReport } from '../support/builders.ts';
import { aMemory } from '../support/bots/memory.ts';

const sunday = Date.parse('2026-03-29T18:00:00Z');
const hour = 3_600_000;

type Options = Partial<Parameters<typeof startSchedule>[0]>;

/** A schedule whose clock the test sets. An audit that ends serves its due time, as the recorder does it. */
function scene(expression = '0 18 * * 0', start = sunday - hour, memory = aMemory()) {
  const clock = { now: start };
  const requests: AuditRequest[] = [];
  const state = { beats: 0, fails: false, finish: true };
  const { ledger, records } = memory;
  const cut = Promise.withResolvers<never>();

  async function audit(request: AuditRequest) {
    requests.push(request);
    if (state.fails) throw new Error('no audit');
    if (!state.finish) await cut.promise;
    const due = request.scheduled?.due ?? null;
    const digest = request.scheduled?.report === 'full' ? new Date(clock.now).toISOString() : null;
    await ledger.update((value) => {
      const schedule = { due, digest: digest ?? value.schedule.digest, begun: null };
      return { value: { ...value, schedule }, result: null };
    });
    return aReport();
  }

  const logged: string[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: (_: unknown, said?: string) => void logged.push(said ?? ''),
  };
  const options: Options = { expression, timezone: 'UTC', now: () => clock.now, log };
  const schedule = startSchedule({
    ...options,
    app: { audit, records },
    heartbeat: async () => void (state.beats += 1),
  } as Parameters<typeof startSchedule>[0]);
  onTestFinished(() => schedule.stop());
  const at = async (now: number) => {
    clock.now = now;
    await schedule.tick();
  };
  const due = () => requests.map(({ scheduled }) => scheduled?.due);
  return { at, due, requests, state, memory, schedule, cut, logged };
}

describe('the schedule', () => {
  it('audits everything when it is due, once, and beats after it', async () => {
    const { at, requests, state } = scene();
    await at(sunday - 1);
    expect(requests).toEqual([]);
    await at(sunday);
    await at(sunday + 1);
    expect(requests).toMatchObject([
      {
        trigger: 'schedule',
        service: null,
        machine: null,
        only: 'all',
        scheduled: { report: 'full', late: null },
      },
    ]);
    expect(state.beats).toBe(1);
  });

  it('does not make up for what was due before the bot was set up', async () => {
    const { at, requests } = scene('0 18 * * 0', sunday + hour);
    await at(sunday + 2 * hour);
    expect(requests).toEqual([]);
    await at(sunday + 7 * 24 * hour);
    expect(requests).toHaveLength(1);
  });

  it('makes up for the newest of the runs that were missed while it was off, and says so', async () => {
    const before = scene();
    await before.at(sunday);
    await before.schedule.stop();
    const after = scene('0 18 * * 0', sunday + 16 * 24 * hour, before.memory);
    await after.at(sunday + 16 * 24 * hour);
    await after.at(sunday + 16 * 24 * hour + 60_000);
    expect(after.due()).toEqual(['2026-04-12T18:00:00.000Z']);
    expect(after.requests[0]?.scheduled?.late).toEqual({ due: '2026-04-12T18:00:00.000Z', why: 'missed' });
  });

  it.each([
    ['an hour', hour],
    ['a moment', 1000],
  ])('makes up for a run that a crash interrupted, and says so, after %s', async (_, later) => {
    const before = scene();
    await before.at(sunday - 1);
    before.state.finish = false;
    void before.at(sunday);
    await expect.poll(() => before.requests.length).toBe(1);
    const after = scene('0 18 * * 0', sunday + later, before.memory);
    await after.at(sunday + later);
    expect(after.requests[0]?.scheduled?.late).toEqual({
      due: '2026-03-29T18:00:00.000Z',
      why: 'interrupted',
    });
  });

  it('logs no error where a stop cuts a scan off, and makes up for it after the next start', async () => {
    const before = scene();
    await before.at(sunday - 1);
    before.state.finish = false;
    const cutOff = before.at(sunday);
    await expect.poll(() => before.requests.length).toBe(1);
    await before.schedule.stop();
    before.cut.reject(new Error('statement has been finalized'));
    await cutOff;
    await before.at(sunday + hour);
    expect([before.requests.length, before.logged]).toEqual([1, []]);
    const after = scene('0 18 * * 0', sunday + hour, before.memory);
    await after.at(sunday + hour);
    expect(after.requests[0]?.scheduled?.late?.why).toBe('interrupted');
  });

  it('does not overlap itself', async () => {
    const { at, requests, state } = scene();
    await at(sunday - 1);
    state.finish = false;
    void at(sunday);
    void at(sunday + 7 * 24 * hour);
    await expect.poll(() => requests.length).toBe(1);
  });

  it('tries again later where an audit cannot run, and does not beat', async () => {
    const { at, requests, state } = scene();
    await at(sunday - 1);
    state.fails = true;
    await at(sunday);
    await at(sunday + 60_000);
    expect([requests.length, state.beats]).toEqual([1, 0]);
    state.fails = false;
    await at(sunday + 6 * 60_000);
    expect([requests.length, state.beats]).toEqual([2, 1]);
  });

  it('runs nothing twice though the clock is set back, and goes on though it was a year ahead', async () => {
    const { at, due } = scene();
    await at(sunday - 1);
    await at(sunday);
    await at(sunday - 10 * 60_000);
    await at(sunday);
    expect(due()).toHaveLength(1);
    await at(sunday + 365 * 24 * hour);
    await at(sunday + 7 * 24 * hour);
    expect(due().at(-1)).toBe('2026-04-05T18:00:00.000Z');
  });

  it('reports everything once a day, else what changed, and damps what flaps, where it is due all the time', async () => {
    const { at, requests } = scene('*/15 * * * *', sunday);
    for (let run = 0; run <= 26; run += 1) await at(sunday + run * hour);
    const full = requests.filter(({ scheduled }) => scheduled?.report === 'full');
    expect(requests).toHaveLength(26);
    expect(full.map(({ scheduled }) => scheduled?.due)).toEqual([
      '2026-03-29T19:00:00.000Z',
      '2026-03-30T00:00:00.000Z',
    ]);
    expect(requests.every(({ scheduled }) => scheduled?.damped)).toBe(true);
  });

  it.each([
    ['0 18 * * 0', false],
    ['0 * * * *', false],
    ['*/30 * * * *', true],
  ])('%s damps: %s', async (expression, damped) => {
    const { at, requests } = scene(expression, sunday);
    await at(sunday);
    await at(sunday + 7 * 24 * hour);
    expect(requests[0]?.scheduled?.damped).toBe(damped);
  });
});
