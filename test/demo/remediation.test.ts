import { execFileSync } from 'node:child_process';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../support/machines/folder.ts';
import { openPage, startBrowser } from '../support/sandbox/browser.ts';
import { lacks } from '../support/machines/system.ts';
import { startDemo } from '../support/demo/demo.ts';

/** The pid of a service of the demo fleet, by its command line. */
function pidOf(folder: string, service: string): number {
  const table = execFileSync('ps', ['-A', '-o', 'pid=', '-o', 'args='], { encoding: 'utf8' });
  const row = table
    .split('\n')
    .find((line) => line.includes(folder) && line.includes(`/opt/${service}/main.mjs`));
  return Number(row?.trim().split(' ')[0] ?? 0);
}

/** Uses a command as a person does, with the keyboard and what the page proposes. */
async function use(page: Page, command: string, options: Record<string, string> = {}): Promise<void> {
  await page.locator('#message-box').pressSequentially(command);
  await page.locator('#popup [role=option]').first().waitFor();
  await page.keyboard.press(Object.keys(options).length === 0 ? 'Enter' : 'Tab');
  for (const [name, text] of Object.entries(options)) {
    const input = page.locator(`.pill[data-option=${name}] input`);
    // Optional ones are chosen first, required ones are there.
    if ((await input.count()) === 0)
      await page.locator('#popup [role=option]', { hasText: name }).first().click();
    await input.pressSequentially(text);
    await page.locator('#popup [aria-selected=true]', { hasText: text }).waitFor();
    await page.keyboard.press('Enter');
  }
  await page.keyboard.press('Enter');
}

async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['DRIFTWATCH_SCREENSHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

describe.skipIf(lacks(['chromium', 'chromium']))('remediation in the page of the demo', () => {
  it(
    'goes from the report over request and approval to a new process and a clean report',
    { timeout: 180_000 },
    async () => {
      const folder = await testFolder();
      const demo = await startDemo(folder, '--port', '0');
      onTestFinished(async () => void (await demo.stop('SIGTERM')));
      const browser = await startBrowser();
      onTestFinished(() => browser.close());
      const { page, complaints } = await openPage(browser, {
        url: demo.url,
        preparePage: async () => demo.url,
      });
      page.setDefaultTimeout(60_000);
      const before = pidOf(folder, 'event-relay');
      expect(before).toBeGreaterThan(0);
      const card = (title: string) => page.locator('[data-embed]', { hasText: title }).last();

      await use(page, '/drift');
      const select = page.locator('[data-custom-id^="remediate:"]').last();
      await select.locator('button').click();
      await shot(page, '1-select');
      const offered = await select.locator('[data-value]').allTextContents();
      expect(offered.join()).toContain('event-relay: restart the container');
      expect(offered.join()).not.toMatch(/shiva|foresight/);
      await select.locator('[data-value]', { hasText: 'event-relay' }).click();
      await card('Approval needed').waitFor();
      await shot(page, '2-card');

      // Knox asked, so Knox may not approve.
      await page.locator('[data-custom-id^="approve:"]').last().click();
      await page.locator('discord-message', { hasText: 'approve your own request' }).waitFor();
      expect(pidOf(folder, 'event-relay')).toBe(before);

      await page.locator('#acting-as').selectOption('Ada');
      await page.locator('[data-custom-id^="approve:"]').last().click();
      await card('Done and verified').waitFor();
      await shot(page, '3-done');
      const done = (await card('Done and verified').innerText()).replaceAll(/\s+/g, ' ');
      for (const part of ['docker restart event-relay', 'exit status 0', 'fixed: the finding is gone', 'Ada'])
        expect(done).toContain(part);
      const after = pidOf(folder, 'event-relay');
      expect(after).toBeGreaterThan(0);
      expect(after).not.toBe(before);
      expect(done).toContain(`its pid was ${before}, and is ${after} now`);
      expect(await page.locator('[data-custom-id^="approve:"]').count()).toBe(0);

      // Everybody is told that it is over, and the next report knows nothing of it any more.
      await page
        .locator('[data-embed]', { hasText: 'event-relay on knox-mac-mini · container unhealthy' })
        .last()
        .waitFor();
      await use(page, '/drift', { service: 'event-relay' });
      await page
        .locator('[data-embed]', { hasText: /^\W*In sync/ })
        .last()
        .waitFor();
      await shot(page, '4-in-sync');

      // It is not offered; somebody types it all the same.
      await page.locator('#message-box').pressSequentially('/remediate');
      await page.locator('#popup [role=option]').first().waitFor();
      await page.keyboard.press('Tab');
      for (const [name, text] of Object.entries({ service: 'shiva', action: 'restart-container' })) {
        await page.locator(`.pill[data-option=${name}] input`).pressSequentially(text);
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
      await card('Not done').waitFor();
      await shot(page, '5-shiva');
      const shiva = (await card('Not done').innerText()).replaceAll(/\s+/g, ' ');
      expect(shiva).toContain('Shiva is a trading service: nothing is ever run on one');
      expect(shiva).toContain('Check its open orders');
      expect(await page.locator('[data-custom-id^="approve:"]').count()).toBe(0);
      expect(complaints).toEqual([]);
    },
  );
});
