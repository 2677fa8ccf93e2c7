import { join } from 'node:path';
import type { Page } from 'playwright-core';

export const WIDTHS = { wide: 1200, phone: 390 };
export const HEIGHT = 3000;
/** The typed command is not the answer. */
export const UNASKED = 'discord-message:not(:has(discord-command))';

/** Takes the last message that fits, at both widths, into a folder. */
export function cameraInto(images: string) {
  return async (
    page: Page,
    kind: string,
    selector = 'discord-message:has(discord-command)',
  ): Promise<void> => {
    for (const [name, width] of Object.entries(WIDTHS)) {
      await page.setViewportSize({ width, height: HEIGHT });
      const message = page.locator(selector).last();
      await message.screenshot({ path: join(images, `${kind}-${name}.png`), animations: 'disabled' });
    }
    await page.setViewportSize({ width: WIDTHS.wide, height: HEIGHT });
  };
}
export type Camera = ReturnType<typeof cameraInto>;

/** The last message that holds a text, once it is there, as a selector: it finds this one whatever comes later. */
export async function messageWith(page: Page, text: string | RegExp): Promise<string> {
  const message = page.locator('discord-message', { hasText: text }).last();
  const id = await message.getAttribute('data-message-id');
  return `discord-message[data-message-id="${id}"]`;
}
