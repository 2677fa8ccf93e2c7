import { expect, it } from 'vitest';
import { systemdJob } from '../../../src/probes/jobs/systemd-jobs.ts';

/** How often a line of the manager's answer is read for each of so many units. */
function readsFor(units: number): number {
  let reads = 0;
  const numbers = [...Array(units).keys()];
  const shown = numbers.flatMap((number) => [
    `Id=s${number}.service`,
    'LoadState=loaded',
    `MainPID=${number + 2}`,
    `ControlGroup=/system.slice/s${number}.service`,
    '',
  ]);
  const groups = numbers.map(
    (number) => `/sys/fs/cgroup/system.slice/s${number}.service/cgroup.procs:${number + 2}`,
  );
  const lines = new Proxy([...shown, ...groups], {
    get(target, key, receiver): unknown {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  const blocks = [{ manager: 'systemd', name: 'system', lines, status: 0 }];
  for (const number of numbers)
    expect(systemdJob(blocks, `s${number}.service`)).toMatchObject({
      ok: true,
      value: { pid: number + 2, pids: [number + 2] },
    });
  return reads / units;
}

it('reads what the manager said a bounded number of times, however many units it has', () => {
  expect(readsFor(400)).toBeLessThanOrEqual(readsFor(40) * 1.05);
});
