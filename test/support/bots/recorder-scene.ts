import type { Bulletin } from '../../../src/report/bulletin.ts';
import type { AuditRequest } from '../../../src/report/request.ts';
import type { AuditOutcome } from '../../../src/audit/audit-outcome.ts';
import { resolveManifest } from '../../../src/inventory/resolve.ts';
import { createRecorder } from '../../../src/audit/recorder.ts';
import type { Finding } from '../../../src/findings/finding.ts';
import type { Coverage } from '../../../src/report/coverage.ts';
import { aFinding, aServiceState, headSha, runningSha } from '../builders.ts';
import { aMemory } from './memory.ts';
import { aCoverage } from '../report/coverage.ts';

const sunday = Date.parse('2026-03-29T18:00:00Z');
export const minute = 60_000;

export const { manifest } = resolveManifest({
  machines: { 'knox-mac-mini': { host: '127.0.0.1' }, tesseract: { host: '127.0.0.2' } },
  services: [
    {
      name: 'akashic-records',
      machine: 'knox-mac-mini',
      risk_tier: 'HIGH',
      maintenance: [{ cron: '0 2 * * 1', duration: '1h', reason: 'backup' }],
    },
    { name: 'shiva', machine: 'tesseract', risk_tier: 'CRITICAL' },
  ],
});

type Over = {
  findings?: Finding[];
  request?: Partial<AuditRequest>;
  coverage?: Partial<Coverage>;
  deployed?: boolean;
};

/** A recorder over a memory of its own, with a clock that the test sets. */
export function scene() {
  const clock = { now: sunday };
  const memory = aMemory(() => clock.now);
  const told: Bulletin[] = [];
  let stored = 0;
  const recorder = createRecorder({
    ...memory,
    messagesOf(bulletin, living) {
      told.push(bulletin);
      const payload = { opened: bulletin.news.opened.map(({ id }) => id) };
      return { messages: [{ channel: 'test', payload }], living };
    },
    timezone: 'UTC',
    now: () => clock.now,
    warning: async () => null,
    moves: true,
    onStored: () => void (stored += 1),
  });
  let audits = 0;

  function seen({ findings = [], request = {}, coverage = {}, deployed = false }: Over = {}): AuditOutcome {
    const state = aServiceState({
      commits_behind: deployed ? 0 : 4,
      running_sha: deployed ? headSha : runningSha,
    });
    return {
      id: `audit-${(audits += 1)}`,
      request: { trigger: 'command', service: null, machine: null, only: 'all', ...request },
      manifest,
      startedAt: clock.now,
      finishedAt: clock.now,
      comparison: { findings, services: [state], machines: [], gaps: [], coverage: aCoverage(coverage) },
    };
  }
  const audit = (over?: Over) => recorder.begin()(seen(over));
  const last = () => told.at(-1)!;
  return { clock, ...memory, recorder, audit, seen, told, last, stored: () => stored };
}

export const stale = aFinding({ id: 'stale' });
