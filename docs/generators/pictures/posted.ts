import type { Page } from 'playwright-core';
import { startSandbox } from '../../../sandbox/discord.ts';
import { discordChannel } from '../../../src/alerting/logs-channel/channel.ts';
import { logsRest } from '../../../src/alerting/logs-channel/place.ts';
import type { Bulletin } from '../../../src/report/bulletin.ts';
import { aBulletin } from '../../../test/support/alerting/bulletin.ts';
import { composed } from '../../../test/support/alerting/composed.ts';
import { aFleetDown, aScan } from './bulletins.ts';
import { HEIGHT, UNASKED, WIDTHS } from './camera.ts';
import type { Camera } from './camera.ts';

/** What the demo does not come to within minutes, posted by the real channel into a sandbox without a bot. */
export async function posted(page: Page, shoot: Camera): Promise<void> {
  const sandbox = await startSandbox();
  try {
    const rest = logsRest(sandbox.api, sandbox.token);
    const channel = discordChannel({
      rest,
      channelId: sandbox.logsChannelId,
      oncallRoleId: sandbox.roles.oncall,
    });
    await page.setViewportSize({ width: WIDTHS.wide, height: HEIGHT });
    await page.goto(await sandbox.preparePage());
    for (const [kind, bulletin] of Object.entries(bulletins())) {
      const { alerts, living } = composed(bulletin, [], channel);
      for (const alert of alerts) await channel.deliver(alert, living);
      await page.locator(UNASKED).filter({ hasText: bulletin.report.id }).last().waitFor();
      await shoot(page, kind, UNASKED);
    }
  } finally {
    await sandbox.close();
  }
}

function bulletins(): Record<string, Bulletin> {
  return { storm: aBulletin(aFleetDown()), scheduled: aBulletin({ ...aScan(), kind: 'scan' }) };
}
