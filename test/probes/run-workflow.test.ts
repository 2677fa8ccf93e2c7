import { Keyv } from 'keyv';
import { expect, it, vi } from 'vitest';
import { createGitHubClient } from '../../src/clients/github/github.ts';
import { createRepositoryClient } from '../../src/clients/repository/repository-for.ts';
import { observe } from '../../src/probes/run.ts';
import { serveBoth } from '../support/clients/repository-clients.ts';
import { aRun } from '../support/servers/github-runs.ts';
import { aService } from '../support/facts/observed.ts';
import { aPlan, clients, limits, standInDocker } from '../support/probes/run-scene.ts';

const plans = [{ name: 'a', date: '2026-03-01T12:00:00Z', message: 'a' }];

it.each([
  ['name no commit', () => null, true],
  ['are of the head', (head: string) => head, false],
])(
  'asks for the runs of what containers are built from, once each, where images %s',
  async (_, label, asks) => {
    const { repository, server, clients: both } = await serveBoth(plans);
    server.repositories.set('knox/bare', repository);
    server.runs.set('knox/akashic-records', [aRun({ head_sha: repository.shas['a']! })]);
    const github = createGitHubClient({ token: null, baseUrl: server.url, cache: new Keyv() });
    const client = createRepositoryClient({ github, git: both.git.client, githubApiUrl: server.url });
    const service = { machine: 'box', endpoints: [] };
    const boxed = { ...service, repo: 'knox/akashic-records', docker_service: 'web' };
    const local = both.git.repo;
    const services = [
      aService({ ...service, name: 'bare', repo: 'knox/bare' }),
      aService({ ...service, name: 'beside', repo: 'knox/akashic-records' }),
      aService({ ...boxed, name: 'boxed' }),
      aService({ ...boxed, name: 'replica' }),
      aService({ ...boxed, name: 'local', repo: local }),
    ];
    await standInDocker(label(repository.shas['a']!));
    const { releases } = await observe(
      aPlan({ services }),
      clients({ repository: () => client }),
      limits,
      () => {},
    );
    vi.unstubAllEnvs();
    const run = { ok: true, value: { sha: repository.shas['a'] } };
    expect(releases).toMatchObject({
      'knox/bare#main': { ok: true, value: { last_good_run: null } },
      'knox/akashic-records#main': { value: { last_good_run: asks ? run : null } },
      [`${local}#main`]: { ok: true, value: { last_good_run: asks ? { ok: true, value: null } : null } },
    });
    const asked = server.requests.filter(({ path }) => path.includes('/actions/'));
    expect(asked).toHaveLength(Number(asks));
  },
);
