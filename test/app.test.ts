import { describe, expect, it } from 'vitest';
import { appOver } from './support/bots/app-over.ts';
import type { AuditRequest } from '../src/report/request.ts';
import { resolveManifest } from '../src/inventory/resolve.ts';
import type { Report } from '../src/report/report.ts';
import { UserError } from '../src/text/user-error.ts';
import { aMemory } from './support/bots/memory.ts';
import { comparing } from '../src/comparison/index.ts';

const everything: AuditRequest = { trigger: 'api', service: null, machine: null, only: 'all' };
const nobody = () => {};
const unused = () => Promise.reject(new Error('nothing here is asked over the network'));

function anApp(onReport: (report: Report) => void = nobody, repo?: string) {
  const { manifest } = resolveManifest({
    services: [
      { name: 'docs', machine: 'knox-mac-mini', risk_tier: 'LOW', ...(repo === undefined ? {} : { repo }) },
    ],
    machines: { 'knox-mac-mini': { host: '127.0.0.1', ssh: false } },
  });
  const tools = {
    clients: { ssh: { run: unused }, http: { get: unused }, repository: unused } as never,
    sshUser: 'knox',
    comparing,
    sshConcurrency: 1,
    now: Date.now,
    onReport,
    records: aMemory().records,
    timezone: 'UTC',
    webOf: (repo: string) => (repo.startsWith('/') ? null : `https://github.com/${repo}`),
  };
  return appOver({ current: async () => ({ manifest, notes: [], warning: null }) }, tools);
}

describe('the App', () => {
  it('tells the id of an audit before its report, and the same to who joins it', async () => {
    const app = anApp();
    const [first, second] = [app.begin(everything, nobody), app.begin(everything, nobody)];
    expect(second.id).toBe(first.id);
    expect((await first.report).id).toBe(first.id);
    expect(await second.report).toBe(await first.report);
    expect(app.begin(everything, nobody).id).not.toBe(first.id);
  });

  it('shows each report once, however many asked for it', async () => {
    const seen: string[] = [];
    const app = anApp((report) => seen.push(report.id));
    const reports = await Promise.all([app.audit(everything, nobody), app.audit(everything, nobody)]);
    expect(seen).toEqual([reports[0].id]);
  });

  it('begins anew after an audit that failed', async () => {
    const app = anApp();
    const wrong = { ...everything, service: 'dosc' };
    const first = app.begin(wrong, nobody);
    await expect(first.report).rejects.toThrow(UserError);
    const second = app.begin(wrong, nobody);
    expect(second.id).not.toBe(first.id);
    await expect(second.report).rejects.toThrow('the manifest has docs');
  });

  it.each([
    [undefined, undefined],
    ['/srv/git/docs', undefined],
    ['knox/docs', 'https://github.com/knox/docs'],
  ])('lists its services with where people read the repository %s: %s', async (repo, web) => {
    const [docs] = await anApp(nobody, repo).inventory({ service: 'docs', machine: null });
    expect(docs).toEqual({
      name: 'docs',
      machine: 'knox-mac-mini',
      trading: false,
      watched: false,
      ...(web === undefined ? {} : { web }),
    });
  });
});
