import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { state } from '../../../src/doctor/checks/state.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

describe('the state check', () => {
  it('writes, reads, and leaves nothing behind', async () => {
    const patient = await aDoctorContext();
    expect((await state.examine(patient)).map(lineText)).toEqual([
      expect.stringMatching(/^ok STATE_URL: .*driftwatch\.sqlite can be read and written$/),
    ]);
    const store = await patient.openState();
    const left: string[] = [];
    const keyv = store.keyv('doctor') as unknown as {
      iterator: (namespace: string) => AsyncIterable<[string]>;
    };
    for await (const [key] of keyv.iterator('doctor')) left.push(key);
    await store.close();
    expect(left).toEqual([]);
  });

  it('names the cure where it cannot be opened', async () => {
    const file = join(await testFolder(), 'file');
    writeFileSync(file, '');
    const patient = await aDoctorContext({ env: { STATE_URL: `sqlite://${file}/state.sqlite` } });
    expect((await state.examine(patient)).map(lineText)).toEqual([
      expect.stringMatching(
        /^broken STATE_URL: The folder of the state file .* cannot be made .* → Change STATE_URL\.$/,
      ),
    ]);
  });

  it('only warns of a bot that holds it, and closes it again', async () => {
    const patient = await aDoctorContext();
    let closed = 0;
    const openState = async () => {
      const store = await patient.openState();
      const keyv = (namespace: string) => store.keyv(namespace);
      return { keyv, holder: async () => 'pid 4182 on tesseract', close: () => (closed += 1) };
    };
    const lines = await state.examine({ ...patient, openState });
    expect(lines.map(({ status }) => status)).toEqual(['ok', 'warning']);
    expect(lineText(lines[1]!)).toContain('a bot holds it (pid 4182 on tesseract)');
    expect(closed).toBe(1);
  });
});
