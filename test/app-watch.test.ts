import { describe, expect, it } from 'vitest';
import { appOver } from './support/bots/app-over.ts';
import { resolveManifest } from '../src/inventory/resolve.ts';
import type { Report } from '../src/report/report.ts';
import { UserError } from '../src/text/user-error.ts';
import { aMemory } from './support/bots/memory.ts';
import { gate } from './support/discord/app.ts';
import { comparing } from '../src/comparison/index.ts';

const everything = { trigger: 'api', service: null, machine: null, only: 'all' } as const;

/** An App whose full audits wait until the test lets them go on. */
function aBusyApp() {
  const { manifest } = resolveManifest({
    services: [{ name: 'shiva', machine: 'tesseract', risk_tier: 'CRITICAL' }],
    machines: { tesseract: { host: '127.0.0.1', ssh: false } },
  });
  const held = gate<void>();
  const seen: string[] = [];
  let asks = 0;
  const app = appOver(
    { current: async () => ({ manifest, notes: [], warning: null }) },
    {
      clients: {} as never,
      sshUser: 'knox',
      comparing,
      sshConcurrency: 1,
      now: Date.now,
      // asked first by each audit
      own: {
        types: [],
        async find() {
          if ((asks += 1) === 1) await held.promise;
          return [];
        },
      },
      onReport: ({ id, trigger }: Report) => void seen.push(`${trigger} ${id}`),
      records: aMemory().records,
      timezone: 'UTC',
    },
  );
  return { app, held, seen };
}

describe('the watch beside a full audit', () => {
  it('is that audit, where it ends in time', async () => {
    const { app, held, seen } = aBusyApp();
    const { id } = app.begin(everything, () => {});
    const watched = app.watch({ within_ms: 60_000 });
    held.resolve();
    expect((await watched)?.id).toBe(id);
    expect(seen).toEqual([`api ${id}`]);
  });

  it('looks itself, where the audit hangs', async () => {
    const { app, held, seen } = aBusyApp();
    const full = app.begin(everything, () => {});
    const watched = await app.watch({ within_ms: 10 });
    expect(seen).toEqual([`watch ${watched?.id}`]);
    held.resolve();
    await full.report;
  });

  it('looks itself, where the audit fails', async () => {
    const { app, held } = aBusyApp();
    const full = app.begin(everything, () => {});
    const watched = app.watch({ within_ms: 60_000 });
    held.reject(new UserError('no state'));
    await expect(full.report).rejects.toThrow('no state');
    expect((await watched)?.trigger).toBe('watch');
  });
});
