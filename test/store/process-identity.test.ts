import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { hasEnded, lookByPs, thisProcess } from '../../src/store/process-identity.ts';
import type { ProcessIdentity } from '../../src/store/process-identity.ts';
import { descendants, signalProcess } from '../support/machines/process-tree.ts';

let self: ProcessIdentity;
beforeAll(async () => {
  self = await thisProcess();
});

/** A pid that was used a moment ago. */
async function deadPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid!;
}

describe('thisProcess', () => {
  it('says the same each time', async () => {
    expect(await thisProcess()).toEqual(self);
    expect(self).toMatchObject({ pid: process.pid, realm: expect.any(String), started: expect.any(String) });
  });
});

describe('hasEnded', () => {
  it.each<[what: string, other: Partial<ProcessIdentity>, ended: boolean]>([
    ['itself', {}, false],
    ['one that started at another time', { started: '1' }, true],
    ['one whose start is not known', { started: null }, false],
    ['one on another machine', { machine: 'elsewhere', started: '1' }, false],
    ['one of another boot or pid namespace, which cannot be seen', { realm: 'other', started: '1' }, false],
    ['one of which nobody knows where it ran', { realm: null, started: '1' }, false],
    ['an earlier run of the same container', { realm: 'other', container: 'c' }, true],
    ['another container on the same machine', { realm: 'other', container: 'd', started: '1' }, false],
  ])('of %s', async (_, other, ended) => {
    expect(await hasEnded({ ...self, ...other }, { ...self, container: 'c' })).toBe(ended);
  });

  it('is true of a pid that nobody has, where it would be seen', async () => {
    const pid = await deadPid();
    expect(await hasEnded({ ...self, pid }, self)).toBe(true);
    expect(await hasEnded({ ...self, pid, machine: 'elsewhere' }, self)).toBe(false);
    expect(await hasEnded({ ...self, pid, realm: 'other' }, self)).toBe(false);
  });
});

describe('lookByPs', () => {
  it('tells one that runs from a zombie and from none', async () => {
    // The sleep never collects its child.
    const shell = spawn('sh', ['-c', 'sleep 999 & exec sleep 1000']);
    onTestFinished(() => void shell.kill('SIGKILL'));
    await expect.poll(() => descendants(shell.pid).length).toBe(1);
    const [child = 0] = descendants(shell.pid);
    const alive = await lookByPs(child);
    expect(alive).toEqual({
      alive: true,
      started: expect.stringMatching(/^\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}$/),
    });
    signalProcess(child, 'SIGKILL');
    await expect.poll(() => lookByPs(child)).toEqual({ ...alive, alive: false });
    expect(await lookByPs(await deadPid())).toEqual({ alive: null, started: null });
  });
});
