import { expect, it } from 'vitest';
import { environment } from '../../../src/doctor/checks/environment.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

it('the environment check says which feature is off, and for lack of which key', async () => {
  const lines = (await environment.examine(await aDoctorContext())).map(lineText);
  expect(lines).toContain('ok environment: every key that is set is valid');
  expect(lines).toContain('skipped HEARTBEAT_URL: not set: The heartbeat after a scan is off');
  const HEARTBEAT_URL = 'https://example.org/ping';
  const set = await environment.examine(await aDoctorContext({ env: { HEARTBEAT_URL } }));
  expect(set.map(lineText).join()).not.toContain('HEARTBEAT_URL');
});
