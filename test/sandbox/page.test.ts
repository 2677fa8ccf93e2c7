import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/discord.ts';
import { lacks } from '../support/machines/system.ts';
import { startBot } from '../support/sandbox/bot.ts';
import { openPage, startBrowser } from '../support/sandbox/browser.ts';
import { answer, commands } from '../support/sandbox/page-bot.ts';

describe.skipIf(lacks(['chromium', 'chromium']))('the page in Chromium', () => {
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
    ({ page, complaints } = await openPage(browser, sandbox));
  });
  afterEach(async () => {
    await page.close();
    await bot.stop();
    await sandbox.close();
    const wrong = [...complaints, ...bot.errors.map(String), ...sandbox.unknown];
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
  });

  const items = () => page.locator('#popup [role=option] strong').allTextContents();
  const type = (text: string) => page.locator('#message-box').pressSequentially(text);
  const press = (key: string) => page.keyboard.press(key);
  async function drift(): Promise<void> {
    await type('/drift');
    await press('Enter');
    await press('Enter');
    await page.locator('[data-embed]').waitFor();
  }

  it('says that it is no Discord, and shows the channels', async () => {
    expect(await page.locator('#banner').textContent()).toContain('This is a local sandbox, not Discord.');
    expect(await page.locator('[data-channel]').allTextContents()).toEqual(['#logs', '#general', '#board']);
  });

  it('lists the commands after a slash, narrowed by what is typed', async () => {
    await type('/');
    expect(await items()).toEqual(['/drift', '/dupes', '/silent', '/admin']);
    await type('du');
    expect(await items()).toEqual(['/dupes']);
    expect(await page.locator('#popup').textContent()).toContain('Look for duplicate processes');
  });

  it('completes an option from the bot by keyboard, shows thinking, then the answer', async () => {
    await type('/dr');
    await press('Tab');
    expect(await items()).toEqual(['service', 'machine']);
    await press('Tab');
    await page.locator('.pill[data-option=service] input').pressSequentially('s');
    await page.locator('#popup [role=option]', { hasText: 'shiva' }).waitFor();
    await expect.poll(items, { timeout: 10_000 }).toEqual(['shiva']);
    await press('Enter');
    await press('Enter');
    await page.locator('.thinking', { hasText: 'Driftwatch is thinking…' }).waitFor();
    await page.locator('.embed-title', { hasText: '2 findings for shiva' }).waitFor();
    expect(await page.locator('discord-command').getByText('Knox', { exact: true }).count()).toBe(1);
  });

  it('completes with the arrows and the mouse alike', async () => {
    await type('/');
    await press('ArrowDown');
    expect(await page.locator('#popup [aria-selected=true] strong').textContent()).toBe('/dupes');
    await page.locator('#popup [role=option]', { hasText: '/drift' }).click();
    await page.locator('#popup [role=option]', { hasText: 'service' }).click();
    await page.locator('#popup [role=option]', { hasText: 'akashic-records' }).click();
    expect(await page.locator('.pill input').inputValue()).toBe('akashic-records');
    await press('Enter');
    await page.locator('.embed-title', { hasText: 'akashic-records' }).waitFor();
  });

  it('renders text of a machine as text, with markdown and without markup', async () => {
    await drift();
    const text = page.locator('.embed-text');
    expect(await text.textContent()).toBe(
      '<script>window.hacked = 1</script> <img src=x onerror="window.hacked = 1"> ' +
        'bold em code *escaped_once* commit [bad](javascript:window.hacked=1) @Ada #general',
    );
    expect(await text.locator('strong, em, code, a, .mention').allTextContents()).toEqual([
      'bold',
      'em',
      'code',
      'commit',
      '@Ada',
      '#general',
    ]);
    expect(await page.locator('.embed-text img, .embed-text script').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('.relative').textContent()).toBe('2 hours ago');
    expect(await page.locator('discord-embed-footer').textContent()).toMatch(/^audit 3f2a • Today at /);
  });

  it('presses buttons: an update, a failure, a disabled one', async () => {
    await drift();
    await page.locator('[data-custom-id=count]').click();
    await page.locator('.content', { hasText: 'report+' }).waitFor();
    await page.locator('[data-custom-id=lost]').click();
    await page.locator('.failed', { hasText: 'This interaction failed' }).waitFor();
    const before = sandbox.requests.length;
    await page.locator('[data-custom-id=off]').click({ force: true });
    expect(sandbox.requests).toHaveLength(before);
  });

  it('chooses in a select, and shows the ephemeral answer to that person only', async () => {
    await drift();
    await page.locator('[data-custom-id=pick] button').click();
    await page.locator('[data-custom-id=pick] [data-value=shiva]').click();
    const reply = page.locator('discord-message', { hasText: 'chose shiva' });
    await reply.getByText('Only you can see this').waitFor();
    await page.locator('#acting-as').selectOption('Ada');
    await reply.waitFor({ state: 'detached' });
    await page.locator('#acting-as').selectOption('Knox');
    await reply.getByText('Dismiss message').click();
    await expect.poll(() => reply.count(), { timeout: 10_000 }).toBe(0);
  });

  it('fills in a modal', async () => {
    await drift();
    await page.locator('[data-custom-id=deny]').click();
    await page.locator('dialog textarea').fill('not now');
    await page.locator('dialog [type=submit]').click();
    await page.locator('.content', { hasText: 'denied' }).waitFor();
    expect(await page.locator('.content').last().textContent()).toBe('denied: not now');
  });

  it('downloads an attachment', async () => {
    await drift();
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a.file').click()]);
    expect(download.suggestedFilename()).toBe('report.md');
  });

  it('shows a picture that came with the message, with its words, and names one from elsewhere', async () => {
    await drift();
    const picture = page.locator('.embed-picture');
    await expect
      .poll(() => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
      .toBe(1);
    expect(await picture.getAttribute('alt')).toBe('One green "dot".');
    expect(await page.locator('a.file').allTextContents()).toEqual([expect.stringContaining('report.md')]);
    expect(await page.locator('discord-embed small').allTextContents()).toContain(
      'picture: https://example.test/elsewhere.png',
    );
  });

  it('says so when the bot does not answer in time', async () => {
    await type('/silent');
    await press('Enter');
    await press('Enter');
    await expect
      .poll(() => page.locator('.pending .failed').allTextContents(), { timeout: 10_000 })
      .toEqual(['The application did not respond']);
  });

  it('offers a command only to those who may use it', async () => {
    await page.locator('#acting-as').selectOption('Guest');
    await type('/');
    expect(await items()).toEqual(['/drift', '/dupes', '/silent']);
  });

  it('comes back after a lost connection with what it missed', async () => {
    await drift();
    sandbox.dropPages();
    sandbox.say('while you were away');
    await page.locator('.content', { hasText: 'while you were away' }).waitFor();
    expect(await page.locator('#lost').isHidden()).toBe(true);
    expect(await page.locator('[data-embed]').count()).toBe(1);
  });

  it('shows each channel its own messages', async () => {
    sandbox.say('for people', { channel: sandbox.generalChannelId });
    await page.locator('[data-channel=general].unread').click();
    await page.locator('.content', { hasText: 'for people' }).waitFor();
    await type('hello');
    await press('Enter');
    await page.locator('.content', { hasText: 'hello' }).waitFor();
    expect(sandbox.messages(sandbox.generalChannelId).map(({ content }) => content)).toEqual([
      'for people',
      'hello',
    ]);
  });

  it('shows when the bot goes', async () => {
    await bot.stop();
    await expect
      .poll(() => page.locator('#bot-presence').getAttribute('data-online'), { timeout: 10_000 })
      .toBe('false');
  });
});
