import { execFile, execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtProgram } from '../support/built/program.ts';
import { testFolder } from '../support/machines/folder.ts';
import { openPage, startBrowser } from '../support/sandbox/browser.ts';
import { lacks } from '../support/machines/system.ts';
import { startDemo } from '../support/demo/demo.ts';

const akashic =
  /akashic-records on knox-mac-mini is running commit [0-9a-f]{7} \(2026-03-27\), main is [0-9a-f]{7} \(2026-03-29\)\. 4 commits behind\. Last changed: indexer\.py — reindex logic updated\./;
const shiva = 'shiva on tesseract runs more than once (2 running, expected 1)';
const cached =
  /codex on knox-mac-mini runs an image .* came from the build cache\.[^]*? docker build --no-cache/;
const nameless = 'log-shipper on knox-mac-mini reports version 1.4.2, not a commit';

function processesIn(folder: string): string[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=', '-o', 'args='], { encoding: 'utf8' });
  return table.split('\n').filter((line) => line.includes(folder));
}

describe('demo', () => {
  it('--once prints the incident of 29 March and leaves nothing behind', async () => {
    const folder = await testFolder();
    const env = { ...process.env, TMPDIR: folder };
    const args = [...(await builtProgram()), 'demo', '--once'];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env });
    expect(stdout).toMatch(akashic);
    expect(stdout).toContain(shiva);
    expect(stdout).toContain(nameless);
    expect(stdout).toMatch(cached);
    expect(stdout).toMatch(/oracle on knox-mac-mini +interface_mismatch/);
    expect(stdout).toMatch(/on tailscale .+ listens on 127\.0\.0\.1:\d+ only, not on 127\.0\.0\.2/);
    expect(stdout).toMatch(/oracle on knox-mac-mini .*127\.0\.0\.2.*tailscale/);
    expect(stdout).toContain('In sync: foresight, metrics-collector');
    expect(stdout).toMatch(/listeners \(address 127\.0\.0\.1, port \d+, pid \d+, process /);
    expect(stdout).not.toMatch(/\[\{|":/);
    expect(readdirSync(folder)).toEqual([]);
    expect(processesIn(folder)).toEqual([]);
  });

  it.each([
    ['abc', 'A port is a number from 0 to 65535.'],
    ['70000', 'A port is a number from 0 to 65535.'],
    ['-1', 'A port is a number from 0 to 65535.'],
    ['4650.5', 'A port is a number from 0 to 65535.'],
  ])('--port %s is a usage error', async (port, words) => {
    const args = [...(await builtProgram()), 'demo', `--port=${port}`];
    await expect(promisify(execFile)(process.execPath, args)).rejects.toMatchObject({
      code: 3,
      stderr: expect.stringContaining(words),
    });
  });

  it('leaves nothing behind when its terminal is closed', async () => {
    const folder = await testFolder();
    const demo = await startDemo(folder, '--port', '0');
    expect(await demo.stop('SIGHUP')).toBe(0);
    expect(processesIn(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes the next free port where its own is taken, and Ctrl-C leaves nothing behind', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as AddressInfo;
    const folder = await testFolder();
    const demo = await startDemo(folder, '--port', String(port));
    const chosen = Number(new URL(demo.url).port);
    expect(chosen).toBeGreaterThan(port);
    expect(chosen).toBeLessThanOrEqual(port + 20);
    expect(processesIn(folder).length).toBeGreaterThanOrEqual(7);
    expect(await demo.stop('SIGINT')).toBe(0);
    expect(processesIn(folder)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.skipIf(lacks(['chromium', 'chromium']))('the page of the demo', () => {
  it('answers /drift with the incident, as Discord would show it', async () => {
    const demo = await startDemo(await testFolder(), '--port', '0');
    onTestFinished(async () => void (await demo.stop('SIGTERM')));
    const browser = await startBrowser();
    onTestFinished(() => browser.close());
    const { page, complaints } = await openPage(browser, {
      url: demo.url,
      preparePage: async () => demo.url,
    });

    await page.locator('#message-box').pressSequentially('/dri');
    await page.locator('#popup [role=option]', { hasText: '/drift' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.locator('[data-embed]', { hasText: 'akashic-records' }).first().waitFor();

    const answer = page.locator('[data-embed]', { hasText: 'akashic-records' }).first();
    const text = (await answer.innerText()).replaceAll(/\s+/g, ' ');
    expect(text).toContain('2 services need you now, 4 can wait; 2 in sync, 0 unknown');
    expect(text).toMatch(akashic);
    expect(text).toMatch(/2 instances of shiva are running Pid \d+, \d+; expected 1 instance/);
    expect(text).toContain('log-shipper reports no commit');
    expect(text).toContain('The image of codex contains old files');
    expect(text).toContain('oracle answers on one interface only');
    // It took 2,600 characters once, of which people read the first hundred.
    expect(text.length).toBeLessThan(1300);
    const screenshot = process.env['DRIFTWATCH_SCREENSHOT'];
    if (screenshot) await page.screenshot({ path: screenshot });
    expect(complaints).toEqual([]);
  });
});
