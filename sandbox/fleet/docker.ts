import { createHash } from 'node:crypto';

/** A container of the demo fleet, whose process is a real one: its pid stands in `pidFile`. */
export type DemoContainer = {
  name: string;
  pidFile: string;
  /** the word that its own health check has come to; null: it has none */
  healthFile: string | null;
  /** the commit that the image's label names */
  revision: string;
  /** ISO instants, newest layer first */
  built: string;
  layers: { created: string; created_by: string; size: number }[];
};

/**
 * A stand-in `docker` for a machine's PATH: its containers and their images, in the words that the containers probe
 * and the restart ask for. A restart really ends the process; the machine starts it anew. A demo cannot count on an
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
  container\\ inspect*NetworkMode*)
${each((container) => `    echo 'container "${idOf(container)}" "/${container.name}" "running" "bridge" "" "private"'`)} ;;
  container\\ inspect*)
${each(inspected)}
    ;;
${each(imageCases)}
${each((container) => `  'restart ${container.name}') restart ${container.name} '${container.pidFile}' ;;`)}
${each(({ name, pidFile }) => `  'top ${name}') /bin/ps -o pid= -o args= -p "$(cat '${pidFile}')" ;;`)}
  *) echo "the demo fleet's docker does not know: docker $*" >&2; exit 1 ;;
esac
`;
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
