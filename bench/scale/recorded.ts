import { createHash } from 'node:crypto';

// What a busy host prints for the script of src/probes/: 300 processes, 40 listeners, 20 containers with their layers,
// three units, lockfiles, files, checkouts and a scanned folder. Shapes as the probes' fragments document them.

/** The services of a machine by what they are. Their names are `svc-<machine>-<index>`. */
export const CONTAINERS = [0, 1, 2, 3];
export const UNITS = [4, 5, 6];
export const PLAIN = [7, 8, 9];
export const SERVICES = 10;

export type Recorded = Record<string, string>;

export function serviceName(machine: number, service: number): string {
  return `svc-${machine}-${service}`;
}

/** Pid of a service's process: what /health says too. */
export function pidOf(service: number): number {
  return 2000 + service * 10;
}

/** Section -> what the machine prints. @param head the commit that everything runs */
export function recordedMachine(machine: number, head: string): Recorded {
  return {
    processes: processes(machine),
    listeners: listeners(),
    lockfiles: UNITS.map(
      (service, index) => `${index} file 1790000000 1790003600 ${pidOf(service)} ${pidOf(service)}`,
    ).join('\n'),
    jobs: jobs(machine),
    files: [...Array.from({ length: SERVICES - CONTAINERS.length }).keys()].map(fileRows).join('\n'),
    checkout: PLAIN.map((_, index) => checkout(index, head)).join('\n'),
    scans: PLAIN.map((service, index) => scan(machine, service, index)).join('\n'),
    containers: containers(machine, head),
  };
}

function processes(machine: number): string {
  const kernel = Array.from({ length: 90 }, (_, index) =>
    row(index + 2, index === 0 ? 0 : 2, 'I', `[kworker/${index}:1-events_unbound]`),
  );
  const own = [...Array(SERVICES).keys()].flatMap((service) => {
    const name = serviceName(machine, service);
    const pid = pidOf(service);
    const command = `/usr/bin/python3 -u /opt/${name}/main.py --config /etc/${name}/config.yaml --log-level info --bind 0.0.0.0:${8000 + service}`;
    return [row(pid, 1, 'S', command), ...[1, 2, 3].map((worker) => row(pid + worker, pid, 'S', command))];
  });
  const others = Array.from({ length: 300 - kernel.length - own.length - 3 }, (_, index) => {
    const programs = [
      `/usr/lib/jvm/java-21-openjdk-amd64/bin/java -Xms512m -Xmx2g -XX:+UseG1GC -Dapp.home=/srv/tool-${index} -cp /srv/tool-${index}/lib/${'dependency-1.2.3.jar:'.repeat(12)} org.example.Main --port ${9000 + index}`,
      `nginx: worker process`,
      `/usr/bin/containerd-shim-runc-v2 -namespace moby -id ${digest(`${machine}/${index}`)} -address /run/containerd/containerd.sock`,
      `postgres: app app 10.0.0.${index}(5${index}) idle`,
      `node /srv/web-${index}/node_modules/.bin/next start --port ${3000 + index}`,
      `/usr/sbin/cron -f -P`,
    ];
    return row(4000 + index, 1, 'S', programs[index % programs.length] ?? '');
  });
  const shell = [
    row(1, 0, 'S', '/sbin/init splash'),
    row(9000, 1, 'S', 'sshd: ops@notty'),
    row(9001, 9000, 'S', 'sh -s'),
  ];
  return [
    'shell 9001',
    'from ps',
    ...shell.slice(0, 1),
    ...kernel,
    ...own,
    ...others,
    ...shell.slice(1),
  ].join('\n');
}

function row(pid: number, ppid: number, state: string, command: string): string {
  return `${String(pid).padStart(7)} ${String(ppid).padStart(7)} ${state}  2-03:04:05 ${'root'.padEnd(32)} ${command}`;
}

function listeners(): string {
  const rows = Array.from({ length: 40 }, (_, index) => {
    const service =
      index < SERVICES
        ? `users:(("python3",pid=${pidOf(index)},fd=7))`
        : `users:(("java",pid=${4000 + index},fd=41))`;
    return `LISTEN 0      4096         0.0.0.0:${8000 + index}       0.0.0.0:*    ${service}`;
  });
  return ['from ss', 'State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess', ...rows].join('\n');
}

function jobs(machine: number): string {
  const units = UNITS.map((service) => {
    const unit = `${serviceName(machine, service)}.service`;
    const pid = pidOf(service);
    return `Id=${unit}\nNames=${unit}\nLoadState=loaded\nActiveState=active\nSubState=running\nMainPID=${pid}\nExecMainCode=0\nExecMainStatus=0\nResult=success\nNRestarts=0\nControlGroup=/system.slice/${unit}\n`;
  });
  const groups = UNITS.map((service) => {
    const pid = pidOf(service);
    return `\nPids=${pid} ${pid + 1} ${pid + 2} ${pid + 3}\nOf=/system.slice/${serviceName(machine, service)}.service`;
  });
  return ['% systemd system', units.join('\n'), groups.join('\n'), '%= 0', '% systemd no-user'].join('\n');
}

function fileRows(index: number): string {
  const tail = '1834 2026-03-01 12:00 /etc/app/config.yaml';
  return `${index} numeric -rw------- 1 0 0 ${tail}\n${index} named -rw------- 1 root root ${tail}`;
}

function checkout(index: number, head: string): string {
  return [
    `checkout ${index}`,
    'now 1790003600',
    'branch refs/heads/main',
    'committed 1770000000',
    `move ${'0'.repeat(40)} ${head} 1770000100`,
    `git # branch.oid ${head}`,
    'status 0',
    'end',
  ].join('\n');
}

function scan(machine: number, service: number, index: number): string {
  const folder = `/opt/${serviceName(machine, service)}`;
  const files = Array.from(
    { length: 8 },
    (_, file) => `${index} file -rw-rw---- root root public n ${folder}/./certs/public-${file}.pem`,
  );
  return [...files, `${index} said ended 0`].join('\n');
}

function containers(machine: number, head: string): string {
  const all = [...Array(20).keys()];
  const image = (index: number) => `sha256:${digest(`image ${index}`)}`;
  const listed = all.map((index) => `id ${digest(`container ${machine} ${index}`)}`);
  const described = all.map((index) => {
    const name = index < CONTAINERS.length ? serviceName(machine, index) : `tool-${index}`;
    const json = {
      name: `/${name}`,
      service: name,
      project: 'fleet',
      oneoff: 'False',
      state: 'running',
      exit_code: 0,
      oom_killed: false,
      health: 'healthy',
      restart_count: 0,
      started_at: '2026-11-20T08:00:00.123456789Z',
      finished_at: '0001-01-01T00:00:00Z',
      pid: pidOf(index),
      image: image(index),
      ref: `registry.example/${name}:latest`,
    };
    return `container ${JSON.stringify(json)}`;
  });
  const images = CONTAINERS.flatMap((index) => {
    const created = '2026-11-20T07:30:00.123456789Z';
    const layers = Array.from(
      { length: 18 },
      (_, layer) =>
        `layer ${JSON.stringify({ created: '2026-11-20T07:29:00Z', created_by: layer % 3 === 0 ? `COPY src-${layer} /app/src-${layer} # buildkit` : `RUN /bin/sh -c apt-get update && apt-get install --yes package-${layer} # buildkit`, size: String(layer * 1000) })}`,
    );
    return [
      `about ${image(index)}`,
      `image ${JSON.stringify({ created, revision: head, vcs_ref: null })}`,
      'end image 0',
      ...layers,
      'end history 0',
      `ref registry.example/${serviceName(machine, index)}:latest`,
      `tag ${JSON.stringify(image(index))}`,
      'end tag 0',
    ];
  });
  return [
    'engine docker',
    'now 2026-11-24T12:00:00Z',
    ...listed,
    'end ps 0',
    ...described,
    'end inspect 0',
    ...images,
  ].join('\n');
}

function digest(of: string): string {
  return createHash('sha256').update(of).digest('hex');
}
