import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEvidence } from '../../../src/remediation/guard/evidence.ts';
import { actScript, REFUSED } from '../../../src/remediation/guard/program.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { lacksLands, lands } from '../../support/remediation/guard-lands.ts';
import { guardIn, wished } from '../../support/remediation/guard-verdict.ts';
import { dockerSays, systemctlSays, unitBlock } from '../../support/remediation/guard-stand-ins.ts';

const trading = { name: 'alpha', kind: 'trading', risk_tier: 'CRITICAL' } as const;

const FREE = 'free of trading';

describe.skipIf(lacksLands).each(lands)('the guard in $name', (land) => {
  async function aUnit(units: Record<string, string[]>) {
    const folder = await testFolder();
    const start = join(folder, 'start');
    writeFileSync(start, '#!/bin/sh\nexec /opt/shiva/run\n', { mode: 0o755 });
    writeFileSync(join(folder, 'unit'), '[Service]\n');
    writeFileSync(join(folder, 'other-unit'), '[Service]\n');
    for (const unit of ['app.service', 'mid.service', 'alpha.service', 'other.service']) {
      const lines = (units[unit] ?? []).map((line) => line.replaceAll('START', start));
      writeFileSync(
        join(folder, unit),
        unitBlock(unit, join(folder, unit.startsWith('app') ? 'unit' : 'other-unit'), lines),
      );
    }
    const run = await guardIn(land, { systemctl: systemctlSays(folder) });
    const argv = ['systemctl', 'restart', 'app.service'];
    const services = [
      { name: 'app', systemd_unit: 'app' },
      { ...trading, systemd_unit: 'alpha' },
    ];
    return { folder, argv, run, ...wished({ action: 'restart-systemd-unit', argv, services }) };
  }

  async function aContainer(says: Parameters<typeof dockerSays>[1]) {
    const folder = await testFolder();
    mkdirSync(join(folder, 'alpha'));
    const run = await guardIn(land, { docker: dockerSays(folder, says) });
    const argv = ['docker', 'restart', 'app'];
    const services = [
      { name: 'app', docker_service: 'app' },
      { ...trading, checkout: join(folder, 'alpha') },
    ];
    return { folder, argv, run, ...wished({ action: 'restart-container', argv, services }) };
  }

  it.each<[string, Record<string, string[]>, string]>([
    ['alone', {}, FREE],
    [
      'tied to a trading bot’s by way of another',
      { 'app.service': ['Wants=mid.service'], 'mid.service': ['Requires=alpha.service'] },
      'alpha.service',
    ],
    [
      'needed by a trading bot’s by way of another',
      { 'app.service': ['WantedBy=mid.service'], 'mid.service': ['WantedBy=alpha.service'] },
      'alpha.service',
    ],
    [
      'called otherwise',
      { 'app.service': ['Names=app.service other.service', 'Id=other.service'] },
      'another name of other.service',
    ],
    [
      'with a script that names a trading bot',
      {
        'app.service': [
          'ExecStart={ path=START ; argv[]=START ; ignore_errors=no ; start_time=[n/a] ; pid=0 }',
        ],
      },
      'names a trading bot',
    ],
    [
      'with an unread drop-in',
      { 'app.service': ['DropInPaths=/nowhere/x.conf'] },
      '/nowhere/x.conf could not be read',
    ],
  ])('reads a unit that is %s', async (_, units, expected) => {
    const { run, look, why } = await aUnit(units);
    expect(why(run(look).printed) ?? FREE).toContain(expected);
  });

  it('restarts a unit only where its file has not changed since', async () => {
    const { run, look, claims, folder, argv } = await aUnit({});
    const approved = readEvidence(run(look).printed)?.approved ?? [];
    writeFileSync(join(folder, 'unit'), '[Service]\nUser=root\n');
    expect(run(actScript(claims, approved, 'id-1'), argv)).toMatchObject({
      status: REFUSED,
      printed: 'driftwatch changed unit files\n',
    });
    writeFileSync(join(folder, 'unit'), '[Service]\n');
    expect(run(actScript(claims, approved, 'id-2'), argv).status).toBe(0);
    expect(readFileSync(join(folder, 'ran'), 'utf8')).toBe('restart app.service\n');
  });

  it.each<[string, Parameters<typeof dockerSays>[1], string]>([
    ['alone', {}, FREE],
    ['of a trading command', { own: ['args ["-c",": shiva"]'] }, 'trading bot shiva'],
    ['with a trading variable', { own: ['env "BOT=shiva"'] }, 'variable BOT'],
    [
      'with a script that names a trading bot',
      { own: ['args ["/start.sh"]'], script: 'exec /opt/shiva/run' },
      'which names a trading bot',
    ],
    ['with a trading bot’s folder', { own: ['mount "ALPHA" "/data"'] }, 'belongs to a trading service'],
    [
      'linked with a trading bot by way of another',
      { links: { app: 'mid', mid: 'shiva-1' } },
      'trading bot shiva',
    ],
    [
      'needed by a trading bot by way of another',
      { links: { 'shiva-1': 'mid', mid: 'app' } },
      'trading bot shiva',
    ],
    ['whose network another has', { network: { other: 'app' } }, 'other shares its network'],
  ])('reads a container that is %s', async (_, says, expected) => {
    const { run, look, why } = await aContainer(says);
    expect(why(run(look).printed) ?? FREE).toContain(expected);
  });

  it('restarts a container by its id, and only where nothing of it has changed since', async () => {
    const { run, look, claims, folder, argv } = await aContainer({});
    const approved = readEvidence(run(look).printed)?.approved ?? [];
    const shown = readFileSync(join(folder, 'shown'), 'utf8');
    writeFileSync(join(folder, 'shown'), shown.replace('"app:1"', '"app:2"'));
    expect(run(actScript(claims, approved, 'id-3'), argv)).toMatchObject({
      status: REFUSED,
      printed: 'driftwatch changed container\n',
    });
    writeFileSync(join(folder, 'shown'), shown);
    expect(run(actScript(claims, approved, 'id-4'), argv)).toMatchObject({ status: 0, printed: 'app\n' });
    expect(readFileSync(join(folder, 'ran'), 'utf8')).toMatch(/^restart [0-9a-f]{64}\n$/);
  });
});
