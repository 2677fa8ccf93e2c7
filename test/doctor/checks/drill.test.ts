import { describe, expect, it } from 'vitest';
import { drill } from '../../../src/doctor/checks/drill.ts';
import { aDoctorContext } from '../../support/doctor/scene.ts';

const over = { id: '1', by: 'Ada', at: '2026-03-29T18:00:00.000Z', over_at: '2026-03-29T18:00:20.000Z' };

/** What the doctor says where the bot remembers this drill. */
async function said(
  last: object | null,
  env: Record<string, string> = { OPENCLAW_URL: 'http://127.0.0.1:9', OPENCLAW_HOOK_TOKEN: 'token' },
) {
  const patient = await aDoctorContext({ env });
  const state = await patient.openState();
  await state.keyv('ledger').set('ledger', { drill: last }, 60_000);
  await state.close();
  const now = () => Date.parse('2026-04-01T18:00:00Z');
  return (await drill.examine({ ...patient, now })).map((line) => JSON.stringify(line)).join('\n');
}

describe('the doctor, of drills', () => {
  it.each([
    [
      'when the last one was and whom it reached',
      { ...over, arrived: ['discord', 'openclaw'] },
      /3d.*Ada.*discord and openclaw/,
    ],
    ['that the last one reached nobody', { ...over, arrived: [] }, /warning.*reached nobody/],
    ['that one is in progress', { ...over, over_at: null, arrived: [] }, /in progress/],
    ['that there was none', null, /none has run yet.*\/drill/],
  ])('says %s', async (_, last, words) => {
    expect(await said(last)).toMatch(words);
  });

  it('says nothing where no alert goes anywhere', async () => {
    expect(await said(null, {})).toBe('');
    expect(await said(null, { OPENCLAW_URL: 'http://127.0.0.1:9' })).toBe('');
  });
});
