import { describe, expect, it } from 'vitest';
import { github } from '../../../src/doctor/checks/github.ts';
import type { GitHubServer } from '../../support/servers/github-server.ts';
import { serve } from '../../support/servers/http-servers.ts';
import { aGitHub, servicesOf, token } from '../../support/doctor/github-scene.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

const now = Date.parse('2026-11-24T12:00:00Z');

async function examine(
  url: string,
  env: Record<string, string> = { GITHUB_TOKEN: token },
  repo = 'knox/api',
) {
  const patient = await aDoctorContext({ manifest: servicesOf(repo), env: { GITHUB_API_URL: url, ...env } });
  return (await github.examine({ ...patient, now: () => now })).map(lineText);
}

describe('the github check', () => {
  it('says until when the token is good, and what is left of the rate', async () => {
    const { server } = await aGitHub();
    server.token.expires = '2027-03-01 08:30:00 UTC';
    expect(await examine(server.url)).toEqual([
      'ok GITHUB_TOKEN: GitHub accepts it until 2027-03-01 08:30 UTC',
      'ok GitHub rate: 4321 of 5000 requests left, reset at 2026-03-30 20:00 UTC',
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
      /^broken GitHub rate: 0 of 5000 requests left, reset at .* → Wait/,
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
