import { attribute } from '../../../src/comparison/readings/processes/table-instances.ts';
import { createHttpClient } from '../../../src/clients/http/http.ts';
import { createSshClient } from '../../../src/clients/ssh/ssh.ts';
import { audit } from '../../../src/audit/audit.ts';
import { draftYaml } from '../../../src/discover/draft/draft-yaml.ts';
import { entryOf, machineEntry } from '../../../src/discover/draft/draft-entry.ts';
import type { Draft } from '../../../src/discover/draft/draft-entry.ts';
import { discover } from '../../../src/discover/discover.ts';
import { ManifestFile } from '../../../src/inventory/manifest-file.ts';
import { resolveManifest } from '../../../src/inventory/resolve.ts';
import type { SystemdMachine } from '../servers/systemd-machine.ts';
import { comparing } from '../../../src/comparison/index.ts';

/** One set for all tests: each makes an image of its own. */
export const packages = ['gunicorn', 'nginx-light', 'nodejs', 'postgresql', 'redis-server', 'supervisor'];

const limits = { connectMs: 30_000, sectionMs: 40_000, machineMs: 240_000, sectionCapBytes: 8_000_000 };

const server = (name: string) =>
  `require('http').createServer((q, r) => { r.setHeader('content-type', 'application/json'); r.end(JSON.stringify({ status: 'ok', service: '${name}' })) }).listen(+process.argv[2] || 8090, '0.0.0.0')\n`;

const setup = `set -e
git config --global user.email x@example.org; git config --global user.name x
for each in shop/releases/20260301 bots site dash; do
  mkdir -p /srv/$each && cd /srv/$each && git init -q -b main && git commit -q --allow-empty -m one
done
ln -s releases/20260301 /srv/shop/current
printf 'def app(env, start):\\n    start("200 OK", [("content-type", "application/json")])\\n    return [b"{\\\\"status\\\\": \\\\"ok\\\\"}"]\\n' >/srv/site/wsgi.py
cp /srv/site/wsgi.py /srv/dash/wsgi.py
printf 'import time\\nwhile True: time.sleep(1)\\n' | tee /srv/bots/alpha.py >/srv/bots/omega.py
printf 'import time\\ntime.sleep(3000)\\n' >/srv/bots/cleanup.py
printf '[program:alpha]\\ncommand=python3 /srv/bots/alpha.py\\n[program:omega]\\ncommand=python3 /srv/bots/omega.py\\nnumprocs=2\\nprocess_name=omega_%%(process_num)s\\n' >/etc/supervisor/conf.d/bots.conf
printf '* * * * * root cd /srv/bots && python3 cleanup.py\\n' >/etc/cron.d/cleanup
chmod -R a+rX /srv
`;

const unit = (folder: string, start: string) =>
  `[Service]\nUser=deploy\nWorkingDirectory=${folder}\nExecStart=${start}\nRestart=always\n[Install]\nWantedBy=multi-user.target\n`;

/** A machine as people have them: packages' daemons, own units, a supervisor, a clock, and two of one server. */
export async function furnish(machine: SystemdMachine): Promise<void> {
  await machine.run(setup);
  await machine.writeFile('/srv/shop/releases/20260301/server.js', server('shop'));
  await machine.writeFile('/srv/bots/hand/server.js', server('hand'));
  await machine.run('cd /srv/bots/hand && git init -q -b main && git add -A && git commit -q -m one');
  await machine.writeUnit('shop.service', unit('/srv/shop/current', '/usr/bin/node server.js 8091'), {
    reload: false,
  });
  const gunicorn = (name: string, port: number) =>
    unit(`/srv/${name}`, `/usr/bin/gunicorn wsgi:app -w 2 -b 0.0.0.0:${port}`);
  await machine.writeUnit('site.service', gunicorn('site', 8092), { reload: false });
  await machine.writeUnit('dash.service', gunicorn('dash', 8093));
  await machine.run(
    'systemctl enable -q --now shop site dash; systemctl restart supervisor; systemctl start nginx redis-server postgresql || true',
  );
  await startByHand(machine);
  // a checkout without a listener counts after a minute
  await machine.run('sleep 65');
}

export async function startByHand(machine: SystemdMachine): Promise<void> {
  const start = 'cd /srv/bots/hand && setsid nohup node server.js 8094 >/dev/null 2>&1 </dev/null &';
  await machine.run(`runuser -u deploy -- sh -c '${start}'`);
}

/** What discover drafts as a user, and what the audits of the unedited draft say. */
export async function lookAt(machine: SystemdMachine, user: string) {
  const ssh = createSshClient({
    knownHosts: machine.knownHostsPath,
    keyPath: machine.keyPath,
    passphrase: null,
    agentSocket: null,
  });
  const http = createHttpClient();
  const host = { host: machine.host, port: 22, user, jump: null };
  const pinning = {
    knownHosts: [machine.knownHostsPath] as [string],
    yes: false,
    ask: null,
    tell: () => {},
    timeoutMs: 30_000,
  };
  const { draft } = await discover(host, { user, host: machine.host, port: null, name: 'box' }, null, {
    attribute,
    ssh,
    http,
    pinning,
    limits,
    now: Date.now,
  });
  return {
    draft,
    yaml: draftYaml(draft, []),
    report: (only: 'all' | 'processes') => reportOn(draft, only, { ssh, http }),
    close: async () => {
      ssh.close();
      await http.close();
    },
  };
}

type Clients = { ssh: ReturnType<typeof createSshClient>; http: ReturnType<typeof createHttpClient> };

async function reportOn(draft: Draft, only: 'all' | 'processes', { ssh, http }: Clients) {
  const value = {
    machines: { [draft.machine.name]: machineEntry(draft.machine) },
    services: draft.services.map(entryOf),
  };
  const { manifest } = resolveManifest(ManifestFile.parse(value));
  const repository = () => {
    throw new Error('no repository is asked');
  };
  const tools = {
    clients: { ssh, http, repository },
    sshUser: 'nobody',
    comparing,
    sshConcurrency: 4,
    now: Date.now,
  };
  const request = { trigger: 'cli', service: null, machine: null, only } as const;
  return audit(manifest, request, tools, () => {});
}
