import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { secretKeys } from '../../src/env/env-keys.ts';
import { clockLines } from '../../src/doctor/clock.ts';
import { renderJson, renderText } from '../../src/doctor/render.ts';
import { broken, ok, skipped, warning } from '../../src/doctor/result.ts';
import type { Line, Result } from '../../src/doctor/result.ts';
import { inTurns } from '../../src/doctor/checks/machines.ts';
import { examineAll } from '../../src/doctor/run.ts';
import { aDoctorContext } from '../support/doctor/scene.ts';
import { keyText } from '../support/sites/keys.ts';

function aCheck(name: string, examine: () => Promise<Line[]>) {
  return { name, examine };
}

describe('examineAll', () => {
  it('runs side by side, so that all that hang cost one timeout, and keeps the order', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const patient = await aDoctorContext();
    const hang = () => new Promise<Line[]>(() => {});
    const good = async () => [ok('x', 'good')];
    const results = examineAll([aCheck('a', hang), aCheck('b', good), aCheck('c', hang)], patient);
    await vi.advanceTimersByTimeAsync(90_000);
    expect((await results).map(({ check, status, detail }) => [check, status, detail])).toEqual([
      ['a', 'broken', 'no answer within 90 s'],
      ['b', 'ok', 'good'],
      ['c', 'broken', 'no answer within 90 s'],
    ]);
  });

  it('is as patient as a check asks, so that a large fleet that is down is told machine by machine', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const slow = () => new Promise<Line[]>((done) => setTimeout(() => done([ok('x', 'late')]), 300_000));
    const patient = await aDoctorContext();
    const results = examineAll([{ ...aCheck('a', slow), deadlineMs: () => 300_001 }], patient);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(await results).toMatchObject([{ check: 'a', status: 'ok', detail: 'late' }]);
    const names = Array.from({ length: 33 }, (_, index) => `m${index}`);
    const machines = Object.fromEntries(names.map((name) => [name, { host: '127.0.0.1' }]));
    const services = [{ name: 'api', machine: 'm0', risk_tier: 'LOW' }];
    const large = await aDoctorContext({ manifest: { machines, services }, env: { SSH_CONCURRENCY: '16' } });
    expect(inTurns(large, 1000)).toBe(3000);
    expect(inTurns(large, 1000, 8)).toBe(5000);
  });

  it('makes of a check that throws a broken one', async () => {
    const crash = aCheck('a', () => Promise.reject(new Error('x is not a function')));
    expect(await examineAll([crash], await aDoctorContext())).toEqual([
      {
        check: 'a',
        status: 'broken',
        subject: 'a',
        detail: 'internal error: x is not a function',
        cure: 'Please report it.',
      },
    ]);
  });

  it('shows no secret of the environment, whoever quotes it, and nothing that moves a cursor', async () => {
    const words = secretKeys.filter((key) => !['QUEUE_URL', 'SITE_KEY'].includes(key));
    const secrets = {
      ...Object.fromEntries(words.map((key, at) => [key, `plain-${at}-secret`])),
      QUEUE_URL: 'redis://:plain-queue-secret@localhost',
      SITE_KEY: keyText(),
      HEARTBEAT_URL: 'https://example.org/plain-heartbeat-secret',
      STATE_URL: 'redis://knox:plain-state-secret@localhost/0',
    };
    const patient = await aDoctorContext({ env: secrets });
    const said = `${Object.values(secrets).join(' ')} plain-state-secret plain-queue-secret \u001B[2J`;
    const results = await examineAll([aCheck('a', async () => [broken(said, said, said)])], patient);
    expect(JSON.stringify(results)).not.toMatch(/plain-\w+-secret/);
    expect(JSON.stringify(results)).not.toContain(secrets.SITE_KEY);
    expect(renderText(results, { color: false })).not.toContain('\u001B');
  });

  it('tells its progress', async () => {
    const told: string[] = [];
    const checks = [aCheck('a', async () => []), aCheck('b', async () => [])];
    await examineAll(checks, await aDoctorContext(), ({ done, total }) => told.push(`${done}/${total}`));
    expect(told).toEqual(['0/2', '1/2', '2/2']);
  });
});

const results: Result[] = [
  { check: 'discord', ...ok('DISCORD_TOKEN', 'belongs to Driftwatch') },
  { check: 'discord', ...broken('slash', 'may not', 'Invite it.') },
  { check: 'state', ...warning('STATE_URL', 'held', 'See to it.') },
  { check: 'state', ...skipped('x', 'not set') },
];

describe('the output', () => {
  it('is grouped and aligned, one line a result, and ends with the sum', () => {
    expect(renderText(results, { color: false }).split('\n')).toEqual([
      'discord',
      '  ok       DISCORD_TOKEN  belongs to Driftwatch',
      '  broken   slash          may not → Invite it.',
      '',
      'state',
      '  warning  STATE_URL  held → See to it.',
      '  skipped  x          not set',
      '',
      'Something is broken: 1 broken, 1 warning, 1 ok, 1 skipped.',
      '',
    ]);
  });

  it('is coloured where it is asked for', () => {
    expect(renderText(results, { color: true })).toContain('\u001B[31mbroken \u001B[0m');
  });

  it('is driftwatch/doctor@1 as JSON', () => {
    expect(JSON.parse(renderJson(results))).toEqual({
      schema: 'driftwatch/doctor@1',
      verdict: 'broken',
      counts: { broken: 1, warning: 1, ok: 1, skipped: 1 },
      results,
    });
  });
});

describe('clockLines', () => {
  it.each<[string, number, number, number, string]>([
    ['the same', 1000, 1_000_000, 1_000_100, 'ok'],
    ['30 s ahead', 1030, 1_000_000, 1_000_000, 'ok'],
    ['31 s ahead', 1031, 1_000_000, 1_000_000, 'warning'],
    ['5 minutes behind', 700, 1_001_000, 1_001_000, 'warning'],
    ['over 5 minutes behind', 698, 1_000_000, 1_000_000, 'broken'],
    ['nobody knows, for a slow answer', 1040, 1_000_000, 1_060_000, 'ok'],
  ])('%s', (_, machine, asked, answered, status) => {
    expect(clockLines('box', machine, { asked, answered }).map((line) => line.status)).toEqual([status]);
  });
});
