import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { installService, uninstallService } from '../../../src/cli/service/install.ts';
import { ownManager } from '../../../src/cli/service/manager.ts';
import type { Manager } from '../../../src/cli/service/manager.ts';
import { testFolder } from '../../support/machines/folder.ts';

const packaged = readFileSync('packaging/systemd/driftwatch.service', 'utf8');
const place = { command: ['/n', '/d'], folder: '/srv/bot', user: 'ada', writable: [] } as const;

/** systemd's text, and a manager that does as it is told. */
async function installing(own: Partial<Manager> = {}) {
  const path = join(await testFolder(), 'driftwatch.service');
  const { unitFor } = await import('../../../src/cli/service/unit.ts');
  const manager: Manager = {
    name: 'systemd',
    path,
    packaged: 'systemd/driftwatch.service',
    text: unitFor,
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    state: () => Promise.resolve({ pid: 7, ended: null }),
    log: () => 'journalctl -u driftwatch',
    ...own,
  };
  const said: string[] = [];
  const healthUrl = await answering(JSON.stringify({ pid: 7 }));
  return {
    path,
    said,
    manager,
    packaged,
    write: (text: string) => void said.push(text),
    healthUrl,
    patienceMs: 0,
  };
}

async function answering(body: string): Promise<string> {
  const server = createServer((_request, response) => response.end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
}

describe('service install', () => {
  it('writes a file that all may read and root alone may write, also in the place of its own', async () => {
    const to = await installing();
    for (let times = 0; times < 2; times += 1) expect(await installService(place, to)).toBe(0);
    expect(statSync(to.path).mode & 0o777).toBe(0o644);
    expect(readFileSync(to.path, 'utf8')).toContain('User=ada');
    expect(to.said.at(-1)).toBe('It is ready, and starts at each boot. The log: journalctl -u driftwatch\n');
  });

  it.each([
    ['a file', (path: string) => writeFileSync(path, '[Service]\nExecStart=/opt/own\n')],
    ['a link', (path: string) => symlinkSync('/dev/null', path)],
  ])('leaves %s of somebody else as it is', async (_what, put) => {
    const to = await installing({ start: () => Promise.reject(new Error('was started')) });
    put(to.path);
    const before = readFileSync(to.path, 'utf8');
    await expect(installService(place, to)).rejects.toThrow('did not write it: move it away first');
    await expect(uninstallService(to)).rejects.toThrow('did not write it');
    expect(readFileSync(to.path, 'utf8')).toBe(before);
  });

  it.each([
    ['ended', { pid: null, ended: 'exit code 3' }, 'It ended (exit code 3), and is not ready.'],
    ['has not come up', { pid: null, ended: null }, 'It runs, but is not ready yet.'],
    ['is not what answers at its port', { pid: 8, ended: null }, 'It runs, but is not ready yet.'],
  ])('says that the bot %s, and where to look', async (_what, state, outcome) => {
    const to = await installing({ state: () => Promise.resolve(state) });
    expect(await installService(place, to)).toBe(1);
    expect(to.said.at(-1)).toBe(`${outcome} The log: journalctl -u driftwatch\n`);
  });

  it('says in one line why the manager refuses', async () => {
    const failure = Object.assign(new Error('Command failed'), { stderr: 'Unit is masked.\nmore\n' });
    const to = await installing({ start: () => Promise.reject(failure) });
    await expect(installService(place, to)).rejects.toThrow(/^systemd cannot start it: Unit is masked\.$/);
  });
});

describe('service uninstall', () => {
  it('stops it before its file goes', async () => {
    const order: boolean[] = [];
    const to = await installing();
    await installService(place, to);
    to.manager.stop = () => Promise.resolve(void order.push(existsSync(to.path)));
    expect(await uninstallService(to)).toBe(0);
    expect(order).toEqual([true]);
    expect(existsSync(to.path)).toBe(false);
    await uninstallService(to);
    expect(to.said.at(-1)).toContain('Nothing to remove');
  });

  it('keeps the file of what it cannot stop', async () => {
    const to = await installing({ stop: () => Promise.reject(new Error('no bus')) });
    await installService(place, to);
    await expect(uninstallService(to)).rejects.toThrow('systemd cannot stop it: no bus');
    expect(existsSync(to.path)).toBe(true);
  });
});

describe('the service manager', () => {
  it('is launchd on a Mac', () => {
    expect(ownManager('darwin').path).toBe('/Library/LaunchDaemons/driftwatch.plist');
  });
});
