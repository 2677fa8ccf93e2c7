import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repoOfRemote } from '../../../src/discover/survey/remote.ts';

const token = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';

describe("a checkout's remote", () => {
  it.each([
    ['git@github.com:Invictus-Labs/shiva.git', 'Invictus-Labs/shiva'],
    ['ssh://git@ssh.github.com:443/Invictus-Labs/shiva.git', 'Invictus-Labs/shiva'],
    ['https://github.com/Invictus-Labs/akashic-records', 'Invictus-Labs/akashic-records'],
    [`https://x-access-token:${token}@github.com/Invictus-Labs/shiva.git/`, 'Invictus-Labs/shiva'],
    [`https://${token}@github.com/Invictus-Labs/shiva.git`, 'Invictus-Labs/shiva'],
    [`https://oauth2:${token}@gitlab.com/a/b/c.git`, 'https://gitlab.com/a/b/c.git'],
    ['https://knox:hunter2@git.example.org/x.git?token=abc#frag', 'https://git.example.org/x.git'],
    ['ssh://git:secret@git.example.org:2222/x.git', 'ssh://git@git.example.org:2222/x.git'],
    ['git@git.example.org:team/x.git', 'git@git.example.org:team/x.git'],
    ['git://git.example.org/x.git', 'git://git.example.org/x.git'],
  ])('%s is %s', (origin, repo) => {
    expect(repoOfRemote(origin)).toEqual({ repo, problem: null });
  });

  it.each([
    ['/srv/git/shiva.git', /path on the machine/],
    ['file:///srv/git/shiva.git', /path on the machine/],
    ['../shiva.git', /path on the machine/],
    ['ext::sh -c whoami', /path on the machine|helper/],
    ['s3://bucket/x', /helper/],
    [`https://git.example.org/${token}/x.git`, /hold a secret/],
    ['-oProxyCommand=x', /path on the machine/],
  ])('%s is nothing to write', (origin, problem) => {
    expect(repoOfRemote(origin)).toEqual({ repo: null, problem: expect.stringMatching(problem) });
  });

  it('never carries a password, whatever the rest is', () => {
    const word = fc.stringMatching(/^[a-z0-9.-]{1,12}$/);
    const scheme = fc.constantFrom('https', 'http', 'ssh', 'git');
    fc.assert(
      fc.property(scheme, word, word, word, (name, user, host, path) => {
        const { repo } = repoOfRemote(`${name}://${user}:S3cretPassw0rd@${host}/${path}`);
        expect(repo ?? '').not.toContain('S3cretPassw0rd');
      }),
    );
  });
});
