import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { github } from '../../../src/doctor/checks/github.ts';
import { repositories } from '../../../src/doctor/checks/repositories.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { startGitHubServer } from '../../support/servers/github-server.ts';
import type { GitHubServer } from '../../support/servers/github-server.ts';
import { serve } from '../../support/servers/http-servers.ts';
import { createRepository } from '../../support/repositories.ts';
import type { Repository } from '../../support/repositories.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const token = 'github_pat_0123456789abcdefghijklmnop';

async function aGitHub(): Promise<{ server: GitHubServer; repository: Repository }> {
  const plans = [{ name: 'a', date: '2026-03-01T12:00:00Z', message: 'a' }];
  const repository = await createRepository(join(await testFolder(), 'origin.git'), plans);
  const server = await startGitHubServer({ 'knox/api': repository });
  onTestFinished(() => server.close());
  server.tokens.add(token);
  return { server, repository };
}

function services(...repos: (string | [repo: string, over: object])[]) {
  return {
    services: repos.map((each, at) => {
      const [repo, over] = typeof each === 'string' ? [each, {}] : each;
      return { name: `api-${at}`, machine: 'box', host: '127.0.0.1', risk_tier: 'LOW', repo, ...over };
    }),
  };
}

async function examine(
  url: string,
  env: Record<string, string> = { GITHUB_TOKEN: token },
  repo = 'knox/api',
) {
  const patient = await aDoctorContext({ manifest: services(repo), env: { GITHUB_API_URL: url, ...env } });
  return (await github.examine({ ...patient, now: () => now })).map(lineText);
}

describe('the github check', () => {
  it('says until when the token is good, and what is left of the rate', async () => {
    const { server } = await aGitHub();
    server.token.expires = '2027-03-01 08:30:00 UTC';
    expect(await examine(server.url)).toEqual([
      'ok GITHUB_TOKEN: GitHub accepts it until 2027-03-01 08:30 UTC',
      'ok GitHub rate: 4321 of 5000 requests left, full again at 2026-03-30 20:00 UTC',
    ]);
  });

  it.each<[string, Partial<GitHubServer['token']>, RegExp]>([
    [
      'that expires soon',
      { expires: '2026-11-30 00:00:00 UTC' },
      /^warning GITHUB_TOKEN: it expires in 5 days, at 2026-11-30 00:00 UTC → Make a fine-grained token/,
    ],
    [
      'that expires soon, said with an offset',
      { expires: '2026-11-30 02:00:00 +0200' },
      /^warning GITHUB_TOKEN: it expires in 5 days, at 2026-11-30 00:00 UTC → /,
    ],
    [
      'that may do too much',
      { scopes: 'repo, workflow, read:org' },
      /^warning GITHUB_TOKEN: it is a classic token that may do more than read \(repo, workflow\) → /,
    ],
    [
      'whose rate is used up',
      { remaining: 0 },
      /^broken GitHub rate: 0 of 5000 requests left, full again at .* → Wait/,
    ],
    ['whose rate is nearly used up', { remaining: 50 }, /^warning GitHub rate: 50 of 5000 /],
  ])('warns of a token %s', async (_, said, line) => {
    const { server } = await aGitHub();
    Object.assign(server.token, said);
    const bad = (await examine(server.url)).filter((text) => !text.startsWith('ok '));
    expect(bad).toEqual([expect.stringMatching(line)]);
  });

  it('names the cure of an expired token in one line, and never the token', async () => {
    const { server } = await aGitHub();
    const expired = 'github_pat_expired_0123456789abcdef';
    const lines = await examine(server.url, { GITHUB_TOKEN: expired });
    expect(lines).toEqual([
      expect.stringMatching(
        /^broken GITHUB_TOKEN: GitHub does not accept it: it has expired or was revoked → Make a fine-grained token .* and set GITHUB_TOKEN\.$/,
      ),
    ]);
    expect(lines.join('')).not.toContain(expired);
  });

  it('tells a server without limits, one that is no GitHub, and none at all', async () => {
    const enterprise = await serve((_, response) => response.writeHead(404).end('{}'));
    expect(await examine(enterprise.origin)).toContain('ok GitHub rate: the server sets no limit');
    const portal = await serve((_, response) => response.end('<p>Log in to the network'));
    expect(await examine(portal.origin)).toContainEqual(
      expect.stringMatching(/^broken GITHUB_API_URL: .*HTTP 200\) → .*\/api\/v3/),
    );
    expect(await examine('http://127.0.0.1:9')).toEqual([
      expect.stringMatching(/^broken GITHUB_API_URL: GitHub cannot be reached \(connection refused/),
    ]);
  });

  it('asks nobody where the manifest names no repository on GitHub', async () => {
    const { server } = await aGitHub();
    const lines = await examine(server.url, {}, 'https://git.example.org/api.git');
    expect(lines).toEqual([expect.stringMatching(/^skipped GITHUB_TOKEN: /)]);
    expect(server.requests).toEqual([]);
  });
});

describe('the repositories check', () => {
  async function read(manifest: object, url: string, key = token) {
    const patient = await aDoctorContext({ manifest, env: { GITHUB_API_URL: url, GITHUB_TOKEN: key } });
    return (await repositories.examine(patient)).map(lineText);
  }

  it('reads every branch once, on GitHub and by git', async () => {
    const { server, repository } = await aGitHub();
    const sha = repository.shas['a']?.slice(0, 7);
    const manifest = services('knox/api', 'knox/api', repository.folder, ['knox/api', { branch: 'gone' }]);
    expect(await read(manifest, server.url)).toEqual([
      `ok knox/api main: its head is ${sha}`,
      `ok ${repository.folder} main: its head is ${sha}`,
      expect.stringMatching(
        /^broken knox\/api gone: knox\/api has no branch gone → Was it renamed or deleted\?$/,
      ),
    ]);
  });

  it('says one line of a token that every repository refuses', async () => {
    const { server } = await aGitHub();
    const lines = await read(services('knox/api', 'knox/a', 'knox/b', 'knox/c'), server.url, 'ghp_expired');
    expect(lines).toEqual([
      expect.stringMatching(
        /^broken knox\/api main, knox\/a main, knox\/b main and 1 more: GitHub refuses the token → Renew GITHUB_TOKEN \(Bad credentials.*\)$/,
      ),
    ]);
  });

  it('warns where the CI runs of an image may not be read, and asks for no others', async () => {
    const { server } = await aGitHub();
    server.fault = (path) =>
      path.endsWith('/actions/runs')
        ? { kind: 'status', status: 403, message: 'Resource not accessible' }
        : null;
    const image = await read(services(['knox/api', { docker_service: 'api' }]), server.url);
    expect(image).toEqual([
      expect.stringMatching(/^ok /),
      expect.stringMatching(
        /^warning knox\/api main: GitHub shows no workflow runs .* → Give GITHUB_TOKEN read access to its actions/,
      ),
    ]);
    const native = await read(services('knox/api'), server.url);
    expect(native).toEqual([expect.stringMatching(/^ok /)]);
  });

  it('names a remote that is not there, without the password in its address', async () => {
    const { server } = await aGitHub();
    const lines = await read(services('http://knox:hunter22@127.0.0.1:9/api.git'), server.url);
    expect(lines).toEqual([
      expect.stringMatching(/^broken http:\/\/127\.0\.0\.1:9\/api\.git main: .* → Check that/),
    ]);
    expect(lines.join('')).not.toContain('hunter22');
  });
});
