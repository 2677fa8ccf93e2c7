// npm run docs:screenshot: what /drift answers in the demo, as docs/images/drift.png. It wants chromium and an emoji
// font: apt-get install chromium fonts-dejavu-core fonts-noto-color-emoji
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo } from '../../test/support/demo/demo.ts';
import { openPage, startBrowser } from '../../test/support/sandbox/browser.ts';

const path = process.argv[2] ?? 'docs/images/drift.png';
const folder = mkdtempSync(join(tmpdir(), 'driftwatch-screenshot-'));
const demo = await startDemo(folder, '--port', '0');
const browser = await startBrowser();
try {
  const { page } = await openPage(browser, { url: demo.url, preparePage: async () => demo.url });
  await page.setViewportSize({ width: 1000, height: 2400 });
  await page.locator('#message-box').pressSequentially('/drift');
  await page.locator('#popup [role=option]', { hasText: '/drift' }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.locator('[data-embed]', { hasText: 'Whole fleet' }).waitFor();
  // not the alert, which says the same once more to whoever was not there
  const answer = page.locator('discord-message', { hasText: 'Whole fleet' });
  await answer.screenshot({ path, animations: 'disabled' });
} finally {
  await browser.close();
  await demo.stop('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}
