import { describe, expect, it } from 'vitest';
import { heartbeat } from '../../../src/doctor/checks/heartbeat.ts';
import { serve } from '../../support/servers/http-servers.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

describe('the heartbeat check', () => {
  it('asks nobody, since that would count as a sign of life', async () => {
    const monitor = await serve((_, response) => response.end());
    const env = { HEARTBEAT_URL: `${monitor.origin}/ping/0f1e2d3c` };
    const lines = (await heartbeat.examine(await aDoctorContext({ env }))).map(lineText);
    expect(lines).toEqual([
      expect.stringMatching(/^ok HEARTBEAT_URL: an address at 127\.0\.0\.1:\d+; not called/),
    ]);
    expect(lines.join('')).not.toContain('0f1e2d3c');
    expect(monitor.requests).toEqual([]);
  });
});
