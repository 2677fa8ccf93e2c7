import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';
import { lacks } from '../support/machines/system.ts';
import { startBot } from '../support/sandbox/bot.ts';
import { openPage, startBrowser } from '../support/sandbox/browser.ts';
import { answer, commands } from '../support/sandbox/page-bot.ts';

describe.skipIf(lacks(['chromium', 'chromium']))('the page on a phone', () => {
  let browser: Browser;
  let sandbox: Sandbox;
  let page: Page;
  let complaints: string[];
  let bot: Awaited<ReturnType<typeof startBot>>;

  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    sandbox = await startSandbox();
    bot = await startBot(sandbox, answer, commands);
    ({ page, complaints } = await openPage(browser, sandbox, { width: 390, height: 844 }));
  });
  afterEach(async () => {
    await page.close();
    await bot.stop();
    await sandbox.close();
    if (complaints.length > 0) throw new Error(complaints.join('\n'));
  });

  it('gives messages the width, and the channels a drawer', async () => {
    sandbox.say('a line that is long enough to want all of the width that a phone has for it');
    const message = page.locator('discord-message', { hasText: 'a line' });
    await message.waitFor();
    expect((await message.locator('.content').boundingBox())?.width).toBeGreaterThan(280);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);

    const general = page.locator('[data-channel=general]');
    await expect.poll(() => general.isVisible()).toBe(false);
    await page.locator('#open-drawer').click();
    await general.click();
    await page.locator('.channel-title', { hasText: 'general' }).waitFor();
    await expect.poll(() => general.isVisible()).toBe(false);

    await page.locator('#open-drawer').click();
    await page.locator('#acting-as').selectOption('Ada');
    await page.keyboard.press('Escape');
    await expect.poll(() => general.isVisible()).toBe(false);
  });

  it('says what to try next', async () => {
    const tour = page.locator('#tour');
    expect(await tour.textContent()).toContain('Type /drift');
    await page.locator('#message-box').pressSequentially('/drift');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.locator('#tour', { hasText: '/remediate' }).waitFor();
    for (const wide of ['discord-message', 'discord-embed', '.select', 'a.file']) {
      const box = await page.locator(wide).last().boundingBox();
      const right = (box?.x ?? 999) + (box?.width ?? 999);
      expect([wide, right <= 390]).toEqual([wide, true]);
    }
    await tour.locator('button').click();
    expect(await tour.count()).toBe(0);
  });

  it('draws our emoji without a font for them, and leaves what it does not know to the font', async () => {
    sandbox.say('🔴 critical, 🦥 sloth');
    const emoji = page.locator('.content .emoji');
    await emoji.waitFor();
    expect(await emoji.getAttribute('alt')).toBe('🔴');
    await expect
      .poll(() => emoji.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBeGreaterThan(0);
    expect(await page.locator('.content').textContent()).toBe(' critical, 🦥 sloth');
  });

  it('renders struck-through, small, timed and hidden text, and code', async () => {
    sandbox.say(
      '~~**gone** is over~~\n-# small, <t:1700000000:D>\n||secret||\n```\nsystemctl restart relay\n```',
    );
    const content = page.locator('.content');
    await content.waitFor();
    expect(await content.locator('s').textContent()).toBe('gone is over');
    expect(await content.locator('small').textContent()).toBe('small, November 14, 2023');
    expect(await content.locator('pre').textContent()).toBe('systemctl restart relay');
    const spoiler = content.locator('.spoiler');
    expect(await spoiler.getAttribute('class')).toBe('spoiler');
    await spoiler.click();
    expect(await spoiler.getAttribute('class')).toBe('spoiler shown');
  });

  it("jumps to a message by Discord's own address, inside the page", async () => {
    const { id } = sandbox.say('what is meant');
    const address = `https://discord.com/channels/${sandbox.guildId}/${sandbox.logsChannelId}/${id}`;
    sandbox.say(`it is here: ${address}`, { channel: sandbox.generalChannelId });
    await page.locator('#open-drawer').click();
    await page.locator('[data-channel=general]').click();
    await page.locator('.content a.mention').click();
    await page.locator('.channel-title', { hasText: 'logs' }).waitFor();
    await page.locator('discord-message.jumped', { hasText: 'what is meant' }).waitFor();
    expect(page.url()).toBe(`${sandbox.url}/`);
  });
});
