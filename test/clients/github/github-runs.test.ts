import { Keyv } from 'keyv';
import { describe, expect, it } from 'vitest';
import { goodRunOf } from '../../../src/clients/github/answers.ts';
import { aRun } from '../../support/servers/github-runs.ts';
import type { WorkflowRunEntry } from '../../support/servers/github-runs.ts';
import { refusal, repo, scene } from '../../support/clients/github-scene.ts';
import { soon } from '../../support/clients/repository-clients.ts';

const sha = 'b'.repeat(40);
const good = aRun({ head_sha: sha, created_at: '2026-03-28T10:00:00Z' });

async function served(runs: WorkflowRunEntry[]) {
  const { server, connect } = await scene();
  server.runs.set(repo, runs);
  const ask = async () => await connect().lastGoodRun?.(repo, 'main', soon());
  return { server, connect, ask };
}

describe("the last good run of a branch's CI", () => {
  const newer = { created_at: '2026-03-29T10:00:00Z' };
  it.each([
    ['a push that failed', aRun({ ...newer, conclusion: 'failure' })],
    ['one that still runs', aRun({ ...newer, status: 'in_progress', conclusion: null })],
    ['one of another event', aRun({ ...newer, event: 'schedule' })],
    ["a pull request's", aRun({ ...newer, event: 'pull_request' })],
    ['one of another branch', aRun({ ...newer, head_branch: 'next' })],
    ['a tag without a branch', aRun({ ...newer, head_branch: null })],
  ])('is not %s', async (_, other) => {
    const { server, ask } = await served([other, good]);
    expect(await ask()).toEqual({ sha, started_at: '2026-03-28T10:00:00.000Z', url: good.html_url });
    expect(server.requests.map(({ path }) => path)).toEqual([
      `/repos/${repo}/actions/runs?branch=main&status=success&event=push&per_page=1`,
    ]);
  });

  it.each([{ event: 'schedule' }, { conclusion: 'failure' }, { head_branch: 'next' }])(
    'is never %j, whatever a server filters by',
    (over) => {
      expect(goodRunOf({ workflow_runs: [aRun(over)] }, 'main')).toBeNull();
      expect(goodRunOf({ workflow_runs: [aRun(over), good] }, 'main')).toMatchObject({ sha });
    },
  );

  it('started when it was first started, however often it was run again', async () => {
    const { ask } = await served([{ ...good, run_attempt: 3, run_started_at: '2026-03-29T23:00:00Z' }]);
    expect(await ask()).toMatchObject({ started_at: '2026-03-28T10:00:00.000Z' });
  });

  it('is none in a repository without runs', async () => {
    const { ask } = await served([]);
    expect(await ask()).toBeNull();
  });

  it('costs no rate when nothing has changed', async () => {
    const { server, connect } = await served([good]);
    const cache = new Keyv();
    for (const client of [connect({ cache }), connect({ cache })]) {
      expect(await client.lastGoodRun?.(repo, 'main', soon())).toMatchObject({ sha });
    }
    expect(server.requests.map(({ status }) => status)).toEqual([200, 304]);
  });

  it.each([
    [
      { kind: 'status', status: 403, message: 'Resource not accessible' },
      'unsupported',
      /access to its actions/,
    ],
    [{ kind: 'status', status: 404, message: 'Not Found' }, 'unsupported', /access to its actions/],
    [{ kind: 'status', status: 503, message: 'Unicorn' }, 'unreachable', /answered 503/],
    [{ kind: 'rate_limit', resetIn: 1800 }, 'denied', /rate limit is used up/],
    [{ kind: 'html' }, 'malformed', /GITHUB_API_URL/],
  ] as const)('is not seen for %j', async (fault, kind, message) => {
    const { server, ask } = await served([good]);
    server.fault = () => fault;
    await expect(ask()).rejects.toMatchObject(refusal(kind, message));
  });

  it('is not seen without a date', async () => {
    const { ask } = await served([{ ...good, created_at: 'soon' }]);
    await expect(ask()).rejects.toMatchObject(refusal('malformed', /no date/));
  });
});
