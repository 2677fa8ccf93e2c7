import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePlaces } from '../../../src/probes/workloads/checkouts.ts';
import { SEARCHED_PLACES } from '../../../src/probes/workloads/checkouts-script.ts';
import { LOCAL_HEALTH } from '../../../src/probes/workloads/health-script.ts';
import { parseHealth } from '../../../src/probes/workloads/health.ts';
import { parseJobs } from '../../../src/probes/workloads/jobs.ts';
import { JOB_FACTS } from '../../../src/probes/workloads/jobs-script.ts';
import { MACHINE_FACTS, PLACES } from '../../../src/probes/workloads/machine-script.ts';
import { parseLocations } from '../../../src/facts/workloads/process-locations.ts';
import { parseMachine } from '../../../src/probes/workloads/machine-facts.ts';
import { composeScript } from '../../../src/probes/machine/script.ts';
import { createSectionReader } from '../../../src/probes/machine/sections.ts';
import { testFolder } from '../../support/machines/folder.ts';
import { serve, serveRaw } from '../../support/servers/http-servers.ts';
import { lacksShells, runShell, shells } from '../../support/machines/shells.ts';
import { lacks } from '../../support/machines/system.ts';
import { runInTurn } from '../../support/discover/run-in-turn.ts';

/** What a fragment prints in a shell, framed and read back as over SSH. */
function sectionOf(argv: [string, ...string[]], sh: string, env: Record<string, string> = {}) {
  const marker = 'a'.repeat(32);
  const script = composeScript(marker, [{ name: 'x', sh, deadline_s: 20 }]);
  const reader = createSectionReader(marker, { names: ['x'], capBytes: 8_000_000 });
  reader.push(runShell(argv, script, { env: { ...process.env, ...env } }).stdout);
  const section = reader.section('x');
  if (section.state !== 'complete') throw new Error(section.state);
  return section;
}

/** A folder of programs that goes before the PATH. */
function bin(folder: string, programs: Record<string, string>): Record<string, string> {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  for (const [name, sh] of Object.entries(programs)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${sh}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  return { PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` };
}

describe.skipIf(lacksShells || lacks(['git', 'git'], ['curl', 'curl'], ['wget', 'wget']))(
  'what a machine shows',
  () => {
    it.each(shells)('is who it is, and where its processes stand: $name', ({ argv }) => {
      expect(parseMachine(sectionOf(argv, MACHINE_FACTS).output)).toMatchObject({ system: 'Linux' });
      expect(parseLocations(sectionOf(argv, PLACES).output).folders.get(process.pid)).toBe(process.cwd());
    });

    it.each(shells)(
      'is the checkouts and compose files of its home, read and not executed: $name',
      async ({ argv }) => {
        const home = await testFolder();
        const git = (...args: string[]) => execFileSync('git', args, { cwd: home, stdio: 'ignore' });
        const trap = join(home, 'executed');
        git('init', '--quiet', '-b', 'trunk', 'a "b" #c');
        git('-C', 'a "b" #c', 'remote', 'add', 'origin', 'git@github.com:x/y.git');
        git('-C', 'a "b" #c', 'config', 'core.fsmonitor', `touch ${trap}`);
        git('init', '--quiet', 'node_modules/skipped');
        writeFileSync(
          join(home, 'compose.yaml'),
          'x-a:\n  not: here\nservices:\n  # one\n  web:\n    image: x\n    environment:\n      TOKEN: secret\n  db: # two\n    image: y\nvolumes:\n  data:\n',
        );
        const places = parsePlaces(sectionOf(argv, SEARCHED_PLACES, { HOME: home }));
        const value = places.ok ? places.value : null;
        expect(value?.checkouts.filter(({ path }) => path.startsWith(home))).toEqual([
          {
            path: `${home}/a "b" #c`,
            origin: 'git@github.com:x/y.git',
            branch: 'trunk',
            default_branch: null,
          },
        ]);
        expect(value?.compose.filter(({ path }) => path.startsWith(home))).toEqual([
          { path: `${home}/compose.yaml`, services: ['web', 'db'] },
        ]);
        expect(existsSync(trap)).toBe(false);
      },
    );

    it.each(shells)("is its units and jobs, Apple's and packages' told apart: $name", async ({ argv }) => {
      const home = await testFolder();
      const agents = join(home, 'Library', 'LaunchAgents');
      mkdirSync(agents, { recursive: true });
      for (const name of ['com.knox.shiva', 'com.google.keystone'])
        writeFileSync(join(agents, `${name}.plist`), name);
      const unit = (id: string, file: string, more: string) =>
        `printf 'Id=${id}\\nLoadState=loaded\\nActiveState=active\\nSubState=running\\nUnitFileState=enabled\\nFragmentPath=${file}\\n${more}\\n\\n'`;
      const env = bin(home, {
        systemctl: `case "$*" in
  *list-unit-files*) printf 'feeder.service enabled\\nssh.service enabled\\nx@.service static\\n' ;;
  *list-units*) printf 'x@1.service loaded active running\\n' ;;
  --system*show*) ${unit('feeder.service', '/etc/systemd/system/feeder.service', 'MainPID=4242\\nWorkingDirectory=/opt/feeder\\nExecStart={ path=/usr/bin/docker ; argv[]=/usr/bin/docker run x }')}
     ${unit('ssh.service', '/lib/systemd/system/ssh.service', 'MainPID=9')} ;;
  *) exit 1 ;;
esac`,
        launchctl: `case "$1 $2" in
  'list ') printf 'PID\\tStatus\\tLabel\\n98\\t0\\tcom.knox.shiva\\n' ;;
  'print gui/'*com.knox.shiva) printf 'x = {\\n\\tstate = running\\n\\tenvironment = {\\n\\t\\tTOKEN => secret\\n\\t}\\n\\tpid = 98\\n}\\n' ;;
  *) exit 113 ;;
esac`,
        plutil: `case "$2" in
  Label) printf '<plist><string>%s</string></plist>\\n' "$(cat "$6")" ;;
  WorkingDirectory) printf '<plist><string>/opt/R&amp;D</string></plist>\\n' ;;
esac`,
      });
      const section = sectionOf(argv, JOB_FACTS, { ...env, HOME: home, XDG_RUNTIME_DIR: join(home, 'run') });
      expect(section.output).not.toContain('secret');
      const jobs = parseJobs(section);
      expect(jobs.ok && jobs.value).toEqual([
        {
          manager: 'systemd',
          name: 'feeder.service',
          domain: 'system',
          file: '/etc/systemd/system/feeder.service',
          state: 'active (running)',
          enabled: true,
          pid: 4242,
          folder: '/opt/feeder',
          program: '/usr/bin/docker',
          lasting: true,
          vendor: false,
        },
        expect.objectContaining({ name: 'ssh.service', vendor: true }),
        expect.objectContaining({ name: 'com.google.keystone', vendor: true, enabled: false }),
        expect.objectContaining({
          manager: 'launchd',
          name: 'com.knox.shiva',
          pid: 98,
          folder: '/opt/R&D',
          state: 'running',
          enabled: true,
          vendor: false,
        }),
      ]);
    });

    it('is the best health answer of each port, by any tool and shell, and of no page', async () => {
      const json = (body: object) => [200, 'application/json', JSON.stringify(body)] as const;
      const page = [200, 'text/html', '<html>'] as const;
      const sites: Record<string, Record<string, readonly [number, string, string]>> = {
        seed: { '/health': json({ version: 'a3f8c21', pid: 7, uptime_seconds: 1 }) },
        plain: { '/health': page, '/healthz': [200, 'text/plain', 'ok'] },
        actuator: {
          '/actuator/health': json({ status: 'UP' }),
          '/actuator/info': json({ git: { commit: { id: 'b9d1e44' } } }),
        },
        down: { '/health': [503, 'application/json', JSON.stringify({ status: 'fail' })] },
        pages: { '*': page },
        anything: { '*': [200, 'text/plain', 'hello'] },
        missing: { '*': [404, 'application/json', JSON.stringify({ status: 'error' })] },
        moved: { '*': [302, 'text/plain', ''] },
      };
      const ports = new Map<number, string>();
      for (const [name, pages] of Object.entries(sites)) {
        const { port } = await serve((request, response) => {
          const [status, type, body] = pages[request.url ?? ''] ?? pages['*'] ?? [404, 'text/plain', 'no'];
          response.writeHead(status, { 'content-type': type, location: '/elsewhere' }).end(body);
        });
        ports.set(port, name);
      }
      let asked = 0;
      const raw = await serveRaw((socket) => {
        asked += 1;
        socket.end('SSH-2.0-x\r\n');
      });
      const rows = [...ports.keys(), raw.port].map(
        (port) => `echo 'LISTEN 0 128 127.0.0.1:${port} 0.0.0.0:* users:(("x",pid=1,fd=3))'`,
      );
      const strangers = [`echo 'LISTEN 0 128 127.0.0.1:${raw.port} 0.0.0.0:* users:(("sshd",pid=1,fd=3))'`];
      const folder = await testFolder();
      const tools: [shell: string, tool: string, programs: Record<string, string>][] = [
        ['dash', 'curl', {}],
        ['bash', 'wget', { curl: 'exit 127' }],
        ['busybox sh', 'busybox-wget', { curl: 'exit 127', wget: 'exec busybox wget "$@"' }],
      ];
      for (const [name, tool, programs] of tools) {
        const { argv = ['sh'] } = shells.find((shell) => shell.name === name) ?? {};
        const place = join(folder, tool);
        mkdirSync(place);
        const env = bin(place, { ss: [...rows, ...strangers].join('\n'), ...programs });
        const health = parseHealth(await runInTurn(argv, LOCAL_HEALTH, env), 0);
        const told = (health.ok ? health.value : []).map(({ url, status, body }) => [
          ports.get(Number(url.port)),
          `${url.pathname} ${status} ${body.version ?? ''}`.trim(),
        ]);
        expect({ tool, ...Object.fromEntries(told) }).toEqual({
          tool,
          seed: '/health 200 a3f8c21',
          plain: '/healthz 200',
          actuator: '/actuator/info 200 b9d1e44',
          // busybox's wget keeps the body of an error to itself
          ...(tool === 'busybox-wget' ? {} : { down: '/health 503' }),
        });
      }
      expect(asked).toBe(tools.length);
    });
  },
);
