import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { ask } from './ask.ts';
import { messageWith, UNASKED } from './camera.ts';
import type { Camera } from './camera.ts';

const PRIVATE = 'discord-message[ephemeral]:not(:has(discord-command))';

/** What is asked, in an order in which each has something to show. */
export async function visit(page: Page, shoot: Camera, folder: string): Promise<void> {
  const keep = (kind: string) => shoot(page, kind);
  // What is asked elsewhere is announced in #logs; a report that is shown there is its own announcement.
  await page.locator('[data-channel=general]').click();
  await ask(page, '/drift');
  await keep('drift');
  await page.locator('[data-channel=logs]').click();
  await shoot(page, 'hello', await messageWith(page, 'Watching'));
  await shoot(page, 'alert', await messageWith(page, 'new critical'));
  await page.locator('[data-custom-id^="details:"]').last().click();
  await page.locator(`${PRIVATE} [data-embed]`).last().waitFor();
  await shoot(page, 'details', PRIVATE);
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
  await shoot(page, 'refused', await messageWith(page, 'your own request'));
  await page.locator('#acting-as').selectOption('Ada');
  await page.locator('[data-custom-id^="approve:"]').last().click();
  await shoot(page, 'done', await messageWith(page, 'Done and verified'));
  await ask(page, '/history');
  await keep('history');
  const thread = page.locator('discord-thread').first();
  await thread.click();
  await messageWith(page, ': seen');
  await shoot(page, 'thread', 'discord-messages');
  await page.locator('[data-channel=board]').click();
  await page.locator(`${UNASKED} [data-embed]`).last().waitFor();
  await shoot(page, 'board', UNASKED);
  await page.locator('[data-channel=logs]').click();
  await ask(page, '/drill');
  await shoot(page, 'drill', await messageWith(page, 'DRILL'));
  await shoot(page, 'drill-over', await messageWith(page, 'the drill is over'));
  await breakManifest(folder);
  await shoot(page, 'manifest-broken', await messageWith(page, 'edit of the manifest'));
}

/** As a slip in an editor does. @param folder that the demo makes its own in */
async function breakManifest(folder: string): Promise<void> {
  const [path = ''] = (await readdir(folder, { recursive: true })).filter(
    (path) => basename(path) === 'manifest.json',
  );
  const file = join(folder, path);
  await writeFile(file, (await readFile(file, 'utf8')).replace('"shiva"', '"shiva",,'));
}
