import { createHash } from 'node:crypto';

/** A container of the demo fleet, whose process is a real one: its pid stands in `pidFile`. */
export type DemoContainer = {
  name: string;
  pidFile: string;
  /** the commit that the image's label names */
  revision: string;
  /** ISO instants, newest layer first */
  built: string;
  layers: { created: string; created_by: string; size: number }[];
};

/**
 * A stand-in `docker` for a machine's PATH: one container and its image, in the words that the containers probe asks
 * for. A demo cannot count on an engine; the product's own tests use a real one.
 */
export function standInDocker({ name, pidFile, revision, built, layers }: DemoContainer): string {
  const image = `sha256:${createHash('sha256').update(revision).digest('hex')}`;
  const id = createHash('sha256').update(name).digest('hex');
  const state = {
    name: `/${name}`,
    service: null,
    project: null,
    oneoff: null,
    state: 'running',
    exit_code: 0,
    oom_killed: false,
    health: null,
    restart_count: 0,
    started_at: built,
    finished_at: '0001-01-01T00:00:00Z',
    pid: '@PID@',
    image,
    ref: `${name}:latest`,
  };
  const lines = {
    container: `container ${JSON.stringify(state)}`,
    image: `image ${JSON.stringify({ created: built, revision, vcs_ref: null })}`,
    history: layers.map((layer) => `layer ${JSON.stringify(layer)}`).join('\n'),
  };
  return `#!/bin/sh
# Stand-in of the demo fleet for docker: one container, made of a real process.
case "$*" in
  ps*) echo 'id ${id}' ;;
  container\\ inspect*)
    echo 'index "${image}" "/${name}" null null "${name}:latest"'
    sed "s/\\"@PID@\\"/$(cat '${pidFile}')/" <<'END'
${lines.container}
END
    ;;
  image\\ inspect*tag*) echo 'tag "${image}"' ;;
  image\\ inspect*) cat <<'END'
${lines.image}
END
    ;;
  history*) cat <<'END'
${lines.history}
END
    ;;
  *) echo "the demo fleet's docker does not know: docker $*" >&2; exit 1 ;;
esac
`;
}
