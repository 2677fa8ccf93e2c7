import { describe, expect, it } from 'vitest';
import { watch } from '../../../src/doctor/checks/watch.ts';
import { lacks } from '../../support/machines/system.ts';
import { aMachine, doctorContextOn } from '../../support/doctor/machine-scene.ts';
import { lineText } from '../../support/doctor/scene.ts';

describe.skipIf(lacks(['sshd', 'openssh-server']))('the watch check', () => {
  it('reads what a watch reads, and compares the time with the interval', async () => {
    const patient = await doctorContextOn(await aMachine());
    const manifest = structuredClone(patient.manifest);
    if (manifest.problems !== null) throw new Error('the manifest is broken');
    for (const service of manifest.manifest.services) service.watch = true;
    const lines = async (watchIntervalMs: number) =>
      (await watch.examine({ ...patient, manifest, env: { ...patient.env, watchIntervalMs } })).map(lineText);
    expect(await lines(3_600_000)).toEqual([
      expect.stringMatching(/^ok watch: 1 service on 1 machine read in [\d.]+ s, every 1h$/),
    ]);
    expect(await lines(1)).toEqual([
      expect.stringMatching(/^warning watch: 1 service on 1 machine read in .* → raise WATCH_INTERVAL/),
    ]);
    expect(await lines(0)).toEqual(['skipped watch: off: WATCH_INTERVAL is 0']);
  });

  it('says so where no service is watched', async () => {
    const patient = await doctorContextOn(await aMachine());
    expect((await watch.examine(patient)).map(lineText)).toEqual([
      'skipped watch: no service is watched (watch: true)',
    ]);
  });
});
