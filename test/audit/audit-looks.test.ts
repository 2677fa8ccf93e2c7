import { describe, expect, it } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { createGitClient } from '../../src/clients/git/git.ts';
import { createHttpClient } from '../../src/clients/http/http.ts';
import { createSshClient } from '../../src/clients/ssh/ssh.ts';
import { resolveManifest } from '../../src/inventory/resolve.ts';
import { testFolder } from '../support/machines/folder.ts';
import { serve } from '../support/servers/http-servers.ts';
import { comparing } from '../../src/comparison/index.ts';

type Said = 'up' | 'down';

/** Audits services without SSH. What each says at its first, second … look; the last holds on. */
async function audited(services: Record<string, Said[]>) {
  const asked = new Map<string, number>();
  const { origin } = await serve((request, response) => {
    const name = (request.url ?? '').slice(1);
    const nth = asked.get(name) ?? 0;
    asked.set(name, nth + 1);
    const said = services[name]?.[nth] ?? services[name]?.at(-1);
    response.writeHead(said === 'up' ? 200 : 503, { 'content-type': 'application/json' });
    response.end('{"status":"ok"}');
  });
  const { manifest } = resolveManifest({
    machines: { box: { host: '127.0.0.1', ssh: false } },
    services: Object.keys(services).map((name) => {
      return { name, machine: 'box', risk_tier: 'HIGH' as const, health_url: `${origin}/${name}` };
    }),
  });
  const folder = await testFolder();
  const knownHosts = `${folder}/known_hosts`;
  const ssh = createSshClient({ knownHosts, keyPath: null, passphrase: null, agentSocket: null });
  const git = createGitClient({ cacheFolder: folder });
  const tools = {
    clients: { ssh, http: createHttpClient(), repository: () => git },
    sshUser: 'knox',
    comparing,
    sshConcurrency: 8,
    now: Date.now,
    secondLookMs: 10,
  };
  const request = { trigger: 'cli', service: null, machine: null, only: 'all' } as const;
  const { findings } = await audit(manifest, request, tools, () => {});
  return { failing: findings.map(({ service }) => service), looks: Object.fromEntries(asked) };
}

describe('an audit', () => {
  it('looks once where all is well', async () => {
    expect(await audited({ api: ['up', 'down'] })).toEqual({ failing: [], looks: { api: 1 } });
  });

  it('reports what fails twice, and not what has passed meanwhile', async () => {
    const seen = await audited({ api: ['down'], indexer: ['down', 'up'] });
    expect(seen).toEqual({ failing: ['api'], looks: { api: 2, indexer: 2 } });
  });

  it('does not report what failed at the second look alone', async () => {
    const seen = await audited({ api: ['down'], indexer: ['up', 'down', 'up'] });
    expect(seen).toEqual({ failing: ['api'], looks: { api: 3, indexer: 3 } });
  });

  it('comes to an end where something fails anew each time', async () => {
    const seen = await audited({ api: ['down', 'up', 'down'], indexer: ['up', 'down', 'down'] });
    expect(seen).toEqual({ failing: ['api', 'indexer'], looks: { api: 3, indexer: 3 } });
  });
});
