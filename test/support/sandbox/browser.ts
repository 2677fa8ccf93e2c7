import { type Browser, chromium, type Page } from 'playwright-core';
import type { Sandbox } from '../../../sandbox/discord.ts';
import { which } from '../machines/system.ts';

// No GPU in containers, and nothing that a browser would ask of the world by itself.
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's Chromium, headless, with a profile of its own. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: which('chromium') ?? '', args: ARGUMENTS });
}

/** The sandbox's page, with every error and every outside request that it makes. */
export async function openPage(
  browser: Browser,
  sandbox: Pick<Sandbox, 'url' | 'preparePage'>,
  viewport = { width: 1280, height: 860 },
): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(sandbox.url) && !request.url().startsWith('data:'))
      complaints.push(request.url());
  });
  await page.goto(await sandbox.preparePage());
  await page.locator('#bot-presence[data-online=true]').waitFor({ state: 'attached' });
  return { page, complaints };
}
