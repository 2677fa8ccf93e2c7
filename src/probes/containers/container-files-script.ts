import { tarCalls, TAR_PRELUDE } from './container-tar-script.ts';
import type { TarRequest } from './container-tar-script.ts';
import { quote } from '../../text/quote.ts';

/** The fragments for files and folders, to run in the containers of one service. */
export type InsideRequest = {
  container: string;
  sudo: boolean;
  files: string;
  scans: string;
  tar: TarRequest[];
};

/** Printed if there is neither docker nor podman. */
export const WITHOUT_ENGINE = 'absent';
/** sysexits.h: EX_UNAVAILABLE. The container has a shell, but no `find` or `ls`. */
export const TOOLLESS = 69;
/** printed between the output of files-script.ts and of scans-script.ts */
export const BETWEEN = '== scans';

/** Most bytes of one container; more output is cut off. */
const MOST_BYTES = 512 * 1024;

/**
 * Runs, in each running container that a name means, the same scripts that the machine itself runs for its own
 * files, as the container's root. Prints lines that begin with the request's index:
 *
 *     <index> engine <docker | podman>     which of them answers from here on
 *     <index> listed
 *     <index> container <name>
 *     <index> in <what the container's shell prints, errors included>
 *     <index> in ended <exit status>       126 and 127: no shell, 69: a shell without the tools that are needed; then
 *                                          follows what TAR_PRELUDE prints
 *     <index> failed <a line of what the engine says when it cannot list its containers>
 *
 * A container's own name wins; else a compose or swarm service, with or without its project or stack. `compose run` makes
 * one-offs. Each installed engine is read, podman also without sudo: a user's containers are visible only to that user. Containers
 * that two engines list (`docker` may be an alias of podman) are read once.
 */
export function containerFilesScript(requests: InsideRequest[]): string {
  const looks = requests.map(
    (request, index) =>
      `by_tar() {\nbegin_tar\n${tarCalls(request.tar)}}\ninside ${index} ${Number(request.sudo)} ${quote(request.container)} ${quote(script(request))}\n`,
  );
  return `${TAR_PRELUDE}${PRELUDE}${looks.join('')}exit 0`;
}

/** Tools that the scripts for files and folders need; a shell alone is not enough. */
const FILES_NEED = ['ls', 'tr', 'grep'];
const SCANS_NEED = ['find', 'ls', 'grep', 'head', 'sed', 'uniq', 'tail'];

function script({ files, scans, tar }: InsideRequest): string {
  const kinds = new Set(tar.map(({ kind }) => kind));
  const tools = [...(kinds.has('file') ? FILES_NEED : []), ...(kinds.has('folder') ? SCANS_NEED : [])];
  const hashers = tar.some(({ hash }) => hash)
    ? `{ command -v sha256sum || command -v shasum || command -v openssl; } >/dev/null || exit ${TOOLLESS}\n`
    : '';
  const needs = `for tool in ${[...new Set(tools)].join(' ')}; do
  command -v $tool >/dev/null || exit ${TOOLLESS}
done
${hashers}`;
  return `{ LC_ALL=C
export LC_ALL
exec 2>/dev/null </dev/null
cd /
${needs}(
${files}
)
echo "${BETWEEN}"
(
${scans}
)
exit 0
}`;
}

const LABELS = [
  'com.docker.compose.service',
  'com.docker.compose.project',
  'com.docker.compose.oneoff',
  'com.docker.swarm.service.name',
  'com.docker.stack.namespace',
];

/** docker's rows have a function for a label, podman's have a map. */
function formatOf(label: (name: string) => string): string {
  return ['{{.ID}}', '{{.Names}}', ...LABELS.map(label)].join('|');
}

// - The script reaches the container by standard input, so that no path appears in a process list.
// - All that a container prints gets a prefix: it can lie about its own files, and about nothing else.
// - Named labels, not all: a label may hold anything. A container's id is hex, or the line is not one of ours.
const PRELUDE = `engines=
for each in docker podman; do
  if command -v $each >/dev/null; then engines="$engines $each"; fi
done
if [ -z "$engines" ]; then
  echo ${WITHOUT_ENGINE}
  exit 0
fi
as() {
  if [ "$1" = 1 ]; then shift; sudo -n $engine "$@"; else shift; $engine "$@"; fi
}
inside() {
  read_ids=' '
  for engine in $engines; do look_in "$@"; done
  if [ "$2" = 0 ] || [ "$(id -u)" = 0 ]; then return; fi
  case $engines in *podman*) engine=podman; look_in "$1" 0 "$3" "$4" ;; esac
}
look_in() {
  echo "$1 engine $engine"
  case $engine in
    docker) format='${formatOf((name) => `{{.Label "${name}"}}`)}' ;;
    *) format='${formatOf((name) => `{{index .Labels "${name}"}}`)}' ;;
  esac
  listed=$(as $2 ps --no-trunc --format "$format" 2>&1 </dev/null) || {
    printf '%s\\n' "$listed" | tail -n 3 | sed "s/^/$1 failed /"
    return
  }
  echo "$1 listed"
  named=$(meant "$3" name)
  [ -n "$named" ] || named=$(meant "$3" service)
  for pair in $named; do
    id=\${pair%%|*}
    case $read_ids in *" $id "*) continue ;; esac
    read_ids="$read_ids$id "
    echo "$1 container \${pair#*|}"
    {
      printf '%s\\n' "$4" | as $2 exec -i -u 0 "$id" sh -s
      status=$?
      echo "
ended $status"
      case $status in 126 | 127 | ${TOOLLESS}) by_tar "$id" $2 ;; esac
    } 2>&1 | head -c ${MOST_BYTES} | sed "s/^/$1 in /"
    echo
  done
}
meant() {
  printf '%s\\n' "$listed" | while IFS='|' read -r id name service project oneoff swarm stack; do
    case $id in '' | *[!0-9a-f]*) continue ;; esac
    case $name in '' | *[!A-Za-z0-9_.-]*) continue ;; esac
    if [ "$2" = name ]; then
      if [ "$name" = "$1" ]; then echo "$id|$name"; fi
      continue
    fi
    if [ -n "$swarm" ]; then
      short=$swarm
      [ -z "$stack" ] || short=\${swarm#"\${stack}_"}
      case $1 in "$swarm" | "$short" | "$stack-$short") echo "$id|$name" ;; esac
      continue
    fi
    case $oneoff in [Tt]rue) continue ;; esac
    [ -n "$service" ] || continue
    case $1 in
      "$service" | "$project-$service" | "\${project}_$service") echo "$id|$name" ;;
    esac
  done
}
`;
