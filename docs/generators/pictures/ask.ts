import type { Page } from 'playwright-core';

/** Types a command with its options as a person does, and waits for its answer. */
export async function ask(page: Page, command: string, options: Record<string, string> = {}): Promise<void> {
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
    hasText: /\d+ of \d+ answers?\b|Re-checking, in case/,
  });
  await busy.first().waitFor({ state: 'detached' });
}
