import { describe, expect, it } from 'vitest';
import { aServiceState, headSha, runningSha } from '../support/builders.ts';
import { manifest, minute, scene, stale } from '../support/bots/recorder-scene.ts';

describe('a merge', () => {
  const push = { delivery: 'd1', repo: 'Invictus-Labs/akashic-records', branch: 'main', commit: headSha };
  const merge = { trigger: 'merge' as const, service: 'akashic-records' };

  async function merged() {
    const made = scene();
    const services = manifest.services.filter(({ name }) => name === 'akashic-records');
    expect(await made.records.watchMerge(push, services)).toBe(true);
    expect(await made.records.watchMerge(push, services)).toBe(false);
    return { ...made, notes: () => made.last().merges.map(({ state }) => state) };
  }

  it('is told once that it waits, and keeps its drift quiet meanwhile', async () => {
    const { audit, notes, last } = await merged();
    await audit({ findings: [stale], request: merge });
    expect([notes(), last().news.opened]).toEqual([['waiting'], []]);
    await audit({ findings: [stale], request: merge });
    expect(notes()).toEqual([]);
  });

  it('ends when its service runs it', async () => {
    const { audit, notes, records } = await merged();
    await audit({ findings: [stale], request: merge });
    await audit({ request: merge, deployed: true });
    expect([notes(), await records.merges()]).toEqual([['deployed'], []]);
  });

  it('is told at the end of its grace time, and the drift with it', async () => {
    const { audit, notes, clock, last, records } = await merged();
    await audit({ findings: [stale], request: merge });
    clock.now += 15 * minute;
    await audit({ findings: [stale], request: merge });
    expect([notes(), await records.merges()]).toEqual([['overdue'], []]);
    expect(last().news.opened.map(({ id }) => id)).toEqual(['stale']);
  });

  it('is not called deployed while the ground truth may not know of it yet', async () => {
    const { audit, notes, clock, seen, recorder } = await merged();
    const old = seen({ request: merge, deployed: true });
    old.comparison.services = [
      aServiceState({ commits_behind: 0, running_sha: runningSha, expected_sha: runningSha }),
    ];
    await recorder.begin()(old);
    expect(notes()).toEqual(['waiting']);
    clock.now += 2 * minute;
    await audit({ request: merge, deployed: true });
    expect(notes()).toEqual(['deployed']);
  });

  it('is unknown where nobody could see what runs', async () => {
    const { notes, clock, seen, recorder } = await merged();
    clock.now += 15 * minute;
    const blind = seen({ request: merge });
    blind.comparison.services = [aServiceState({ running_sha: null, commits_behind: null })];
    await recorder.begin()(blind);
    expect(notes()).toEqual(['unknown']);
  });

  it('is another one where a newer push takes its place: told anew, with a grace time of its own', async () => {
    const { audit: auditOld, notes, clock, last, records, seen, recorder } = await merged();
    await auditOld({ findings: [stale], request: merge });
    clock.now += 10 * minute;
    const newer = { ...push, delivery: 'd2', commit: 'e'.repeat(40) };
    const audit = async (over: Parameters<typeof seen>[0]) => {
      const now = seen(over);
      now.comparison.services = [aServiceState({ expected_sha: newer.commit })];
      await recorder.begin()(now);
    };
    const services = manifest.services.filter(({ name }) => name === 'akashic-records');
    expect(await records.watchMerge(newer, services)).toBe(true);
    await audit({ findings: [stale], request: merge });
    expect(last().merges).toMatchObject([{ commit: newer.commit, state: 'waiting' }]);
    clock.now += 10 * minute;
    await audit({ findings: [stale], request: merge });
    expect([notes(), last().news.opened]).toEqual([[], []]);
    clock.now += 5 * minute;
    await audit({ findings: [stale], request: merge });
    expect(last().merges).toMatchObject([{ commit: newer.commit, state: 'overdue' }]);
    expect(await records.watchMerge(push, services)).toBe(false);
  });

  it('is none where the same commit is pushed to the same branch again, under whatever id', async () => {
    const { records } = await merged();
    const services = manifest.services.filter(({ name }) => name === 'akashic-records');
    expect(await records.watchMerge({ ...push, delivery: 'captured' }, services)).toBe(false);
    expect(await records.watchMerge({ ...push, delivery: 'other', branch: 'next' }, services)).toBe(true);
  });

  it.each([
    ['pushed back to it from another head', { before: 'e'.repeat(40) }],
    ['pushed back to it from the same head at another time', { at: '1774972800' }],
  ])('counts anew where a branch is %s, and each of them once', async (_, over) => {
    const { records } = await merged();
    const services = manifest.services.filter(({ name }) => name === 'akashic-records');
    const back = { ...push, ...over };
    expect(await records.watchMerge({ ...back, delivery: 'd2' }, services)).toBe(true);
    expect(
      await records.watchMerge({ ...back, delivery: 'd3', repo: push.repo.toUpperCase() }, services),
    ).toBe(false);
    expect(await records.watchMerge({ ...push, delivery: 'd4' }, services)).toBe(false);
  });

  it('excuses nothing while the branch is at neither its commit nor the one that it replaced', async () => {
    const { audit, clock, last, records } = scene();
    const services = manifest.services.filter(({ name }) => name === 'akashic-records');
    const withheld = { ...push, commit: 'd'.repeat(40), before: 'c'.repeat(40) };
    expect(await records.watchMerge(withheld, services)).toBe(true);
    clock.now += 1000;
    await audit({ findings: [stale], request: merge });
    expect(last().news.opened.map(({ id }) => id)).toEqual(['stale']);
  });

  it('excuses what runs while the ground truth still shows the head that it replaced', async () => {
    const { audit, clock, last, records } = scene();
    const services = manifest.services.filter(({ name }) => name === 'akashic-records');
    await records.watchMerge({ ...push, commit: 'd'.repeat(40), before: headSha }, services);
    clock.now += 1000;
    await audit({ findings: [stale], request: merge });
    expect(last().news.opened).toEqual([]);
  });

  it('keeps nothing quiet that is not the head of the branch', async () => {
    const { audit, clock, last, records, notes } = await merged();
    const services = manifest.services.filter(({ name }) => name === 'akashic-records');
    const replayed = { ...push, delivery: 'd3', commit: 'd'.repeat(40) };
    expect(await records.watchMerge(replayed, services)).toBe(true);
    clock.now += 2 * minute;
    await audit({ findings: [stale], request: merge });
    expect(last().news.opened.map(({ id }) => id)).toEqual(['stale']);
    expect([notes(), await records.merges()]).toEqual([[], []]);
  });

  it('that is deployed after its grace time closes the drift, and is no news by itself', async () => {
    const { audit, notes, clock, last } = await merged();
    clock.now += 15 * minute;
    await audit({ findings: [stale], request: merge });
    clock.now += minute;
    await audit({ deployed: true });
    expect([notes(), last().news.resolved.map(({ id }) => id)]).toEqual([[], ['stale']]);
  });

  it('says nothing by an audit of processes alone', async () => {
    const { audit, notes, records } = await merged();
    await audit({ request: { only: 'processes' } });
    expect(notes()).toEqual([]);
    expect(await records.merges()).toHaveLength(1);
  });
});
