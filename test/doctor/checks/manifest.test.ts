import { expect, it } from 'vitest';
import { manifest } from '../../../src/doctor/checks/manifest.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

it('the manifest check counts what it names', async () => {
  const [line] = (await manifest.examine(await aDoctorContext())).map(lineText);
  expect(line).toMatch(/^ok .*manifest\.json: machines: 1, services: 1$/);
});

it.each(['{', { services: [{ name: 'api' }] }])('the manifest check names the cure of %j', async (text) => {
  const lines = (await manifest.examine(await aDoctorContext({ manifest: text }))).map(lineText);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) expect(line).toMatch(/^broken .* → Correct .*; driftwatch check reads it/);
});
