import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';

/** A container of the demo fleet. Its process is real, and its pid is in `pidFile`. */
export type DemoContainer = {
  name: string;
  pidFile: string;
  /** what its process runs, on the machine and in the container alike */
  program: string;
  /** the word that its own health check has come to; null: it has none */
  healthFile: string | null;
  /** the commit that the image's label names */
  revision: string;
  /** ISO instants, newest layer first */
  built: string;
  layers: { created: string; created_by: string; size: number }[];
};

/**
 * A stand-in `docker` for a machine's PATH: its containers and their images, in the words that the containers probe,
 * the guard of a restart and the restart ask for. A restart really ends the process; the machine starts it again. A demo cannot count on an
 * engine; the product's own tests use a real one.
 */
export function standInDocker(containers: DemoContainer[]): string {
  const each = (text: (container: DemoContainer) => string) => containers.map(text).join('\n');
  return `#!/bin/sh
# Stand-in of the demo fleet for docker: containers made of real processes.
restart() {
  old=$(cat "$2")
  kill -KILL "$old"
  tries=0
  while [ "$(cat "$2")" = "$old" ] && [ $tries -lt 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
  done
  [ "$(cat "$2")" != "$old" ] && echo "$1"
}
case "$*" in
  ps*--quiet*)
${each((container) => `    echo ${idOf(container)}`)} ;;
  ps*)
${each((container) => `    echo 'id ${idOf(container)}'`)} ;;
  container\\ inspect*VolumesFrom*)
${each((container) => printed([neighbour(container)]))} ;;
  container\\ inspect*NetworkMode*)
${each((container) => `    echo 'container "${idOf(container)}" "/${container.name}" "running" "bridge" "" "private"'`)} ;;
${each((container) => `  container\\ inspect*Config.Entrypoint*${container.name})\n${printed(asked(container))} ;;`)}
  container\\ inspect*State.Running*) echo true ;;
  container\\ inspect*)
${each(inspected)}
    ;;
${each(imageCases)}
${each((container) => `  'restart ${container.name}' | 'restart ${idOf(container)}') restart ${container.name} '${container.pidFile}' ;;`)}
${each(({ name, pidFile }) => `  'top ${name}') /bin/ps -o pid,args -p "$(cat '${pidFile}')" ;;`)}
${each((container) => `  'cp -L ${idOf(container)}:${container.program} -') tar -cf - -C '${dirname(container.program)}' ${basename(container.program)} ;;`)}
  *) echo "the demo fleet's docker does not know: docker $*" >&2; exit 1 ;;
esac
`;
}

/** What the guard asks of the container that it is to restart. */
function asked(container: DemoContainer): string[] {
  const { name, program, revision } = container;
  const said = {
    id: idOf(container),
    name: `/${name}`,
    image: imageOf(container),
    ref: `${name}:latest`,
    path: 'node',
    args: [program],
    entrypoint: null,
    cmd: ['node', program],
    workdir: '',
    hostname: idOf(container).slice(0, 12),
    user: '',
    labels: { 'org.opencontainers.image.revision': revision },
    env: 'NODE_ENV=production',
  };
  const lines = Object.entries(said).map(([word, value]) => `${word} ${JSON.stringify(value)}`);
  return [...lines, 'network "bridge" null'];
}

/** What the guard asks of every container: they share nothing, and none needs another. */
function neighbour(container: DemoContainer): string {
  const { name } = container;
  const row = [
    idOf(container),
    `/${name}`,
    'bridge',
    '',
    'private',
    null,
    null,
    '',
    '',
    '',
    `${name}:latest`,
  ];
  return row.map((value) => JSON.stringify(value)).join('\t');
}

function printed(lines: readonly string[]): string {
  return `    cat <<'END'\n${lines.join('\n')}\nEND\n   `;
}

function inspected(container: DemoContainer): string {
  const { name, pidFile, healthFile, built } = container;
  const state = {
    name: `/${name}`,
    service: null,
    project: null,
    oneoff: null,
    state: 'running',
    exit_code: 0,
    oom_killed: false,
    health: healthFile === null ? null : '@HEALTH@',
    restart_count: 0,
    started_at: built,
    finished_at: '0001-01-01T00:00:00Z',
    pid: '@PID@',
    image: imageOf(container),
    ref: `${name}:latest`,
  };
  const health = healthFile === null ? '' : ` -e "s/@HEALTH@/$(cat '${healthFile}')/"`;
  return `    echo 'index "${imageOf(container)}" "/${name}" null null "${name}:latest"'
    sed -e "s/\\"@PID@\\"/$(cat '${pidFile}')/"${health} <<'END'
container ${JSON.stringify(state)}
END`;
}

function imageCases(container: DemoContainer): string {
  const { name, built, revision, layers } = container;
  const image = imageOf(container);
  return `  image\\ inspect*tag*${name}:latest) echo 'tag "${image}"' ;;
  image\\ inspect*${image}) cat <<'END'
image ${JSON.stringify({ created: built, revision, vcs_ref: null })}
END
    ;;
  history*${image}) cat <<'END'
${layers.map((layer) => `layer ${JSON.stringify(layer)}`).join('\n')}
END
    ;;`;
}

function idOf({ name }: DemoContainer): string {
  return createHash('sha256').update(name).digest('hex');
}

function imageOf({ name, revision }: DemoContainer): string {
  return `sha256:${createHash('sha256').update(`${name} ${revision}`).digest('hex')}`;
}
