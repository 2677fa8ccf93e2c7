import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { aBotProcess } from '../support/bots/bot-process.ts';
import { builtProgram } from '../support/built/program.ts';
import { freePort } from '../support/servers/free-port.ts';

const PATIENT = { timeout: 90_000, interval: 100 };

describe('driftwatch drill', () => {
  it(
    'has the running bot send an alert the whole way, and says who is to be asked where none runs',
    { timeout: 240_000 },
    async () => {
      const port = await freePort();
      const bot = await aBotProcess({
        SCAN_CRON: '0 18 29 2 *',
        TRIGGER_TOKEN: 'a-token-of-more-than-32-characters-0123456789',
        HTTP_PORT: String(port),
      });
      bot.write({
        machines: { tesseract: { host: '127.0.0.1', ssh: false } },
        services: [
          { name: 'beacon', machine: 'tesseract', risk_tier: 'LOW', health_url: 'http://127.0.0.1:9/' },
        ],
      });
      const drill = async () =>
        await promisify(execFile)(process.execPath, [...(await builtProgram()), 'drill'], {
          cwd: bot.folder,
          env: bot.env,
        }).catch(({ code, stderr }: { code: number; stderr: string }) => ({ code, stderr }));
      expect(await drill()).toMatchObject({ code: 3, stderr: expect.stringContaining('No bot answers at') });
      const { said } = bot.start();
      await expect.poll(said, PATIENT).toContain('Driftwatch is ready');
      expect(await drill()).toMatchObject({
        stdout: expect.stringContaining('The drill has started on discord: see'),
      });
      const alert = await bot.sandbox.waitFor(({ embeds }) => /DRILL/.test(embeds[0]?.title ?? ''), 60_000);
      expect(alert.mentions_pinged).toEqual([`<@&${bot.sandbox.roles.oncall}>`]);
      expect(alert.content).toContain('DRILL');
      const shown = () => bot.sandbox.messages().find(({ id }) => id === alert.id)?.embeds[0]?.title ?? '';
      await expect.poll(shown, PATIENT).toMatch(/resolved/);
    },
  );
});
