import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Report } from '../../src/report/report.ts';
import { createLedger } from '../../src/store/create-ledger.ts';
import { openState } from '../../src/store/open/open.ts';
import { builtProgram } from '../support/built/program.ts';
import { testFolder } from '../support/machines/folder.ts';
import { closedPort } from '../support/servers/http-servers.ts';
import { anOpenFinding } from '../support/report/open-finding.ts';

const since = '2026-03-01T00:00:00.000Z';

/** A fleet with one machine, which is down. */
async function aFleet() {
  const folder = await testFolder();
  const manifest = join(folder, 'manifest.yaml');
  writeFileSync(
    manifest,
    `machines: { box: { host: 127.0.0.1, port: ${await closedPort()} } }
services: [{ name: api, machine: box, risk_tier: LOW }]
`,
  );
  const state = join(folder, 'state.sqlite');
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    MANIFEST_PATH: manifest,
    STATE_URL: `sqlite://${state}`,
    SSH_KNOWN_HOSTS_PATH: join(folder, 'known_hosts'),
  };

  async function run(over: Record<string, string> = {}) {
    const child = spawn(process.execPath, [...(await builtProgram()), 'audit', '--format', 'json'], {
      env: { ...env, ...over },
      cwd: folder,
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
    await once(child, 'close');
    const { findings } = Report.parse(JSON.parse(said.out));
    return {
      findings: findings.filter(({ service }) => service === null),
      err: said.err,
      code: child.exitCode,
    };
  }
  return { folder, state, stateUrl: env.STATE_URL, run };
}

/** The bot's memory of a finding that stands since then, and the text that it is stored as. */
async function remember(
  stateUrl: string,
  finding: Report['findings'][number],
): Promise<() => Promise<string>> {
  const state = await openState(stateUrl, Date.now);
  const known = { ...finding, first_seen: since };
  const standing = [anOpenFinding(known, { told: known.severity })];
  await createLedger(state.keyv('ledger'), () => {}).update((value) => ({
    value: { ...value, standing },
    result: null,
  }));
  state.close();
  return async () => {
    const again = await openState(stateUrl, Date.now);
    const stored: unknown = await again.keyv('ledger').get('ledger');
    again.close();
    return JSON.stringify(stored);
  };
}

describe('driftwatch audit', () => {
  it('makes no state where there is none, and calls all new', async () => {
    const { run, state } = await aFleet();
    const { findings, err, code } = await run();
    expect(findings.map(({ type, status }) => [type, status])).toEqual([['machine_unreachable', 'new']]);
    expect([code, err]).toEqual([1, '']);
    expect(existsSync(state)).toBe(false);
  });

  it('tells since when the bot knows of a finding, and moves nothing', async () => {
    const { run, stateUrl } = await aFleet();
    const [finding] = (await run()).findings;
    if (!finding) throw new Error('nothing was found');
    const stored = await remember(stateUrl, finding);
    const before = await stored();
    const { findings, err } = await run();
    expect(findings).toEqual([expect.objectContaining({ status: 'ongoing', first_seen: since })]);
    expect(err).toBe('');
    expect(await stored()).toBe(before);
  });

  it('says that it could not look for a state, where it is not known to be missing', async () => {
    const { run, folder } = await aFleet();
    writeFileSync(join(folder, 'file'), '');
    const { findings, err } = await run({ STATE_URL: `sqlite://${join(folder, 'file', 'state.sqlite')}` });
    expect(findings.map(({ status }) => status)).toEqual(['new']);
    expect(err).toMatch(/^The bot’s state cannot be read, so every finding is shown as new: ENOTDIR/);
  });

  it('audits all the same where the state cannot be read, says so, and leaves it alone', async () => {
    const { run, state } = await aFleet();
    writeFileSync(state, 'not a database'.repeat(100));
    const { findings, err } = await run();
    expect(findings.map(({ status }) => status)).toEqual(['new']);
    expect(err).toMatch(/^The bot’s state cannot be read, so every finding is shown as new: .+\n$/);
    expect(readFileSync(state, 'utf8')).toMatch(/^not a database/);
  });

  it('audits all the same where the journal cannot be read, and says so', async () => {
    const { run, folder } = await aFleet();
    mkdirSync(join(folder, 'journal.jsonl'));
    const { findings, err, code } = await run();
    expect(findings.map(({ type }) => type)).toEqual(['machine_unreachable']);
    expect(err).toMatch(/^The remediation journal was not checked: .+\n$/);
    expect(code).toBe(1);
  });

  it('tells first that the journal is broken', async () => {
    const { run, folder } = await aFleet();
    writeFileSync(join(folder, 'journal.jsonl'), 'edited\n{}\n');
    const { findings, code } = await run();
    expect(findings.map(({ type }) => type)).toEqual(['journal_broken', 'machine_unreachable']);
    expect(code).toBe(1);
  });
});
