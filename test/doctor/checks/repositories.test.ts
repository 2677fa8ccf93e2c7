import { describe, expect, it } from 'vitest';
import { repositories } from '../../../src/doctor/checks/repositories.ts';
import { aGitHub, servicesOf, token } from '../../support/doctor/github-scene.ts';
import { aDoctorContext, lineText } from '../../support/doctor/scene.ts';

describe('the repositories check', () => {
  async function read(manifest: object, url: string, key = token) {
    const patient = await aDoctorContext({ manifest, env: { GITHUB_API_URL: url, GITHUB_TOKEN: key } });
    return (await repositories.examine(patient)).map(lineText);
  }

  it('reads every branch once, on GitHub and by git', async () => {
    const { server, repository } = await aGitHub();
    const sha = repository.shas['a']?.slice(0, 7);
    const manifest = servicesOf('knox/api', 'knox/api', repository.folder, ['knox/api', { branch: 'gone' }]);
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
    const lines = await read(servicesOf('knox/api', 'knox/a', 'knox/b', 'knox/c'), server.url, 'ghp_expired');
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
    const image = await read(servicesOf(['knox/api', { docker_service: 'api' }]), server.url);
    expect(image).toEqual([
      expect.stringMatching(/^ok /),
      expect.stringMatching(
        /^warning knox\/api main: GitHub shows no workflow runs .* → Give GITHUB_TOKEN read access to its actions/,
      ),
    ]);
    const native = await read(servicesOf('knox/api'), server.url);
    expect(native).toEqual([expect.stringMatching(/^ok /)]);
  });

  it('names a remote that is not there, without the password in its address', async () => {
    const { server } = await aGitHub();
    const lines = await read(servicesOf('http://knox:hunter22@127.0.0.1:9/api.git'), server.url);
    expect(lines).toEqual([
      expect.stringMatching(/^broken http:\/\/127\.0\.0\.1:9\/api\.git main: .* → Check that/),
    ]);
    expect(lines.join('')).not.toContain('hunter22');
  });
});
