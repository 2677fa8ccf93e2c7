import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../support/machines/folder.ts';

const main = resolve('src/main.ts');
const watcher = resolve('test/support/cli/loaded-packages.mjs');

/** The packages that a verb loads, in order of their names. */
async function loadedBy(...verb: string[]): Promise<string[]> {
  const folder = await testFolder();
  const list = join(folder, 'packages');
  writeFileSync(list, '');
  const machines = { tower: { host: '127.0.0.1', port: 1 } };
  const services = [
    { name: 'beacon', machine: 'tower', risk_tier: 'LOW', health_url: 'http://127.0.0.1:1/' },
  ];
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ machines, services }));
  const env = { PATH: process.env['PATH'], HOME: folder, LOADED_PACKAGES: list };
  const given = ['--import', watcher, main, ...verb];
  await promisify(execFile)(process.execPath, given, { cwd: folder, env }).catch(() => null);
  return readFileSync(list, 'utf8').split('\n').filter(Boolean).toSorted();
}

describe('what a verb loads', () => {
  it.each([['--help'], ['--version'], ['guard']])('%s: nothing but the command line', async (verb) => {
    expect(await loadedBy(verb)).toEqual(['commander']);
  });

  it('check: nothing that reaches a machine, GitHub or Discord', async () => {
    const loaded = await loadedBy('check', '--manifest', 'manifest.json');
    expect(loaded).toContain('zod');
    expect(
      loaded.filter((name) => /^(?:ssh2|undici|keyv|hono|pino|discord|@discord|@octokit|@resvg)/.test(name)),
    ).toEqual([]);
  });

  it('audit: no Discord, and no client of GitHub where no repository is there', async () => {
    const loaded = await loadedBy('audit', '--manifest', 'manifest.json');
    expect(loaded).toContain('ssh2');
    expect(loaded.filter((name) => /^(?:hono|pino|discord|@discord|@octokit|@resvg)/.test(name))).toEqual([]);
  });

  it('discover: no Discord, no GitHub, no state', async () => {
    const loaded = await loadedBy('discover', 'x@127.0.0.1', '--port', '1');
    expect(loaded).toContain('ssh2');
    expect(
      loaded.filter((name) => /^(?:keyv|hono|pino|discord|@discord|@octokit|@resvg)/.test(name)),
    ).toEqual([]);
  });
});
