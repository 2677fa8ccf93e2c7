// npm run docs:screenshot [FOLDER]: each kind of message in the demo, on a wide screen and on a phone, as docs/images. It
// wants chromium and a font: apt-get install chromium fonts-dejavu-core. FOLDER takes them instead, to
// look at first: what runs and where stands in some of them.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startDemo } from '../../test/support/demo/demo.ts';
import { openPage, startBrowser } from '../../test/support/sandbox/browser.ts';

const [, , proofs] = process.argv;
const images = proofs ?? 'docs/images';
const WIDTHS = { wide: 1200, phone: 390 };
const HEIGHT = 3000;
/** An answer may wait for machines, on a busy computer too. */
const PATIENCE = 180_000;

const folder = mkdtempSync(join(tmpdir(), 'driftwatch-screenshot-'));
mkdirSync(images, { recursive: true });
const demo = await startDemo(folder, '--port', '0');
const browser = await startBrowser();
try {
  const { page } = await openPage(browser, { url: demo.url, preparePage: async () => demo.url });
  page.setDefaultTimeout(PATIENCE);
  await page.setViewportSize({ width: WIDTHS.wide, height: HEIGHT });
  await page.locator('.tour-close').click();
  await visit(page).catch(async (error: unknown) => {
    if (proofs !== undefined) await page.screenshot({ path: join(images, 'failed.png') });
    throw error;
  });
} finally {
  await browser.close();
  await demo.stop('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}

/** What is asked, in an order in which each has something to show. */
async function visit(page: Page): Promise<void> {
  const keep = (kind: string) => shoot(page, kind);
  // What is asked elsewhere is announced in #logs; a report that is shown there is its own announcement.
  await page.locator('[data-channel=general]').click();
  await ask(page, '/drift');
  await keep('drift');
  await page.locator('[data-channel=logs]').click();
  await page.locator('discord-message:not(:has(discord-command)) [data-embed]').first().waitFor();
  await shoot(page, 'alert', 'discord-message:not(:has(discord-command))');
  await ask(page, '/drift', { service: 'shiva' });
  await keep('service');
  await ask(page, '/dupes');
  await keep('dupes');
  await ask(page, '/services');
  await keep('services');
  await ask(page, '/ack', {
    finding: 'log-shipper',
    reason: 'gets its SHA with the next release',
    until: 'fri 25:00',
  });
  await keep('mistyped');
  await ask(page, '/ack', {
    finding: 'log-shipper',
    reason: 'gets its SHA with the next release',
    until: 'friday 9:00',
  });
  await keep('acknowledged');
  await ask(page, '/unack', { finding: 'log-shipper' });
  await keep('told-again');
  await ask(page, '/silence', { for: '2h', reason: 'new disks', machine: 'tesseract' });
  await keep('silenced');
  await ask(page, '/remediate', { service: 'event-relay', action: 'restart container' });
  await page.locator('[data-custom-id^="approve:"]').last().waitFor();
  await shoot(page, 'request', 'discord-message:has([data-custom-id^="approve:"])');
  await page.locator('[data-custom-id^="approve:"]').last().click();
  const refusal = 'discord-message[ephemeral]:not(:has(discord-command))';
  await page.locator(refusal).last().waitFor();
  await shoot(page, 'refused', refusal);
  await page.locator('#acting-as').selectOption('Ada');
  await page.locator('[data-custom-id^="approve:"]').last().click();
  const done = page.locator('discord-message', { hasText: 'Done, and verified' }).last();
  await done.waitFor();
  await mark(page, 'Done, and verified');
  await shoot(page, 'done', '[data-shot]');
  await ask(page, '/history');
  await keep('history');
}

/** Marks the last message that holds a text, so that a selector finds it. */
async function mark(page: Page, text: string): Promise<void> {
  await page
    .locator('discord-message', { hasText: text })
    .last()
    .evaluate((message) => message.setAttribute('data-shot', ''));
}

/** Types a command with its options as a person does, and waits for its answer. */
async function ask(page: Page, command: string, options: Record<string, string> = {}): Promise<void> {
  const answers = page.locator('discord-message:has(discord-command):not(.pending)');
  const before = await answers.count();
  // What is under the mouse would be chosen, and a message that comes in may take the focus.
  await page.mouse.move(0, 0);
  await page.locator('#message-box').click();
  await page.locator('#message-box').pressSequentially(command);
  await page.locator('#popup [role=option]', { hasText: command }).first().waitFor();
  await page.keyboard.press('Enter');
  for (const [name, text] of Object.entries(options)) {
    const input = page.locator(`.pill[data-option="${name}"] input`);
    // Optional ones are chosen first, required ones are there.
    if ((await input.count()) === 0)
      await page.locator('#popup [role=option]', { hasText: name }).first().click();
    await input.pressSequentially(text);
    const offered = page.locator('#popup [aria-selected=true]', { hasText: text });
    await offered.or(page.locator('#popup .popup-note')).waitFor();
    await page.keyboard.press((await offered.count()) > 0 ? 'Enter' : 'Tab');
  }
  await page.keyboard.press('Enter');
  await page.locator('.command-chip').waitFor({ state: 'hidden' });
  await answers.nth(before).waitFor();
  await page.locator('.thinking').waitFor({ state: 'detached' });
  const busy = page.locator('[data-embed]', {
    hasText: /^\s*(\d+ of \d+ machines? answered|Looking again)/,
  });
  await busy.first().waitFor({ state: 'detached' });
}

/** The last message that fits, at both widths. */
async function shoot(
  page: Page,
  kind: string,
  selector = 'discord-message:has(discord-command)',
): Promise<void> {
  for (const [name, width] of Object.entries(WIDTHS)) {
    await page.setViewportSize({ width, height: HEIGHT });
    const message = page.locator(selector).last();
    await message.scrollIntoViewIfNeeded();
    await message.screenshot({ path: join(images, `${kind}-${name}.png`), animations: 'disabled' });
  }
  await page.setViewportSize({ width: WIDTHS.wide, height: HEIGHT });
}
