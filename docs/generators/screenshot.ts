// npm run docs:screenshot [FOLDER]: each kind of message, on a wide screen and on a phone, as docs/images. It wants
// chromium, a font, and pngquant to make the pictures small: apt-get install chromium fonts-dejavu-core pngquant.
// FOLDER takes them instead, to look at first: what runs and where stands in some of them.
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { which } from '../../test/support/machines/system.ts';
import { startDemo } from '../../test/support/demo/demo.ts';
import { openPage, startBrowser } from '../../test/support/sandbox/browser.ts';
import { cameraInto, HEIGHT, WIDTHS } from './pictures/camera.ts';
import { posted } from './pictures/posted.ts';
import { visit } from './pictures/visit.ts';

const [, , proofs] = process.argv;
const images = proofs ?? 'docs/images';
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
  const shoot = cameraInto(images);
  await (async () => {
    await visit(page, shoot, folder);
    await posted(page, shoot);
  })().catch(async (error: unknown) => {
    if (proofs !== undefined) await page.screenshot({ path: join(images, 'failed.png') });
    throw error;
  });
} finally {
  await browser.close();
  await demo.stop('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}

const small = which('pngquant');
if (small !== null)
  execFileSync(small, ['--force', '--strip', '--ext', '.png', ...globSync(`${images}/*.png`)]);
