import { ENDPOINT } from './far-engine.ts';
import { quote } from '../../text/quote.ts';

// Go templates (docker inspect --format, podman's are the same): one line each, JSON throughout, so that no label can
// begin a line of its own. Only names that the engines' own types have: for `.Id` docker falls back to a map, in which
// whatever is empty is missing, and fails. Named fields only: a whole `docker inspect` holds the environment, which holds secrets.
// podman puts no line break between two containers.
const label = (name: string) => `{{json (index .Config.Labels "${name}")}}`;
const INDEX = `index {{json .Image}} {{json .Name}} ${label('com.docker.compose.service')} ${label('com.docker.compose.project')} ${label('com.docker.swarm.service.name')} ${label('com.docker.stack.namespace')} ${label('com.docker.compose.container-number')} {{json .Config.Image}}`;
const CONTAINER = `container {"id":{{json .ID}},"name":{{json .Name}},"service":${label('com.docker.compose.service')},"project":${label('com.docker.compose.project')},"number":${label('com.docker.compose.container-number')},"oneoff":${label('com.docker.compose.oneoff')},"depends_on":${label('com.docker.compose.depends_on')},"swarm_service":${label('com.docker.swarm.service.name')},"swarm_task":${label('com.docker.swarm.task.name')},"stack":${label('com.docker.stack.namespace')},"restart_policy":{{with .HostConfig}}{{json .RestartPolicy.Name}}{{else}}null{{end}},"published":{{with .HostConfig}}{{if .PortBindings}}true{{else}}false{{end}}{{else}}false{{end}},"state":{{json .State.Status}},"exit_code":{{json .State.ExitCode}},"oom_killed":{{json .State.OOMKilled}},"health":{{with .State.Health}}{{json .Status}}{{else}}null{{end}},"restart_count":{{json .RestartCount}},"made_at":{{json .Created}},"started_at":{{json .State.StartedAt}},"finished_at":{{json .State.FinishedAt}},"pid":{{json .State.Pid}},"mounts":[{{range $at, $each := .Mounts}}{{if $at}},{{end}}{{json $each.Destination}}{{end}}],"image":{{json .Image}},"ref":{{json .Config.Image}}}`;
const imageLabel = (name: string) => `{{with .Config}}{{json (index .Labels "${name}")}}{{else}}null{{end}}`;
const IMAGE = `image {"created":{{json .Created}},"revision":${imageLabel('org.opencontainers.image.revision')},"vcs_ref":${imageLabel('org.label-schema.vcs-ref')},"source":${imageLabel('org.opencontainers.image.source')},"vcs_url":${imageLabel('org.label-schema.vcs-url')},"layers":{{json .RootFS.Layers}}}`;
const SIBLING = `sibling {"id":{{json .ID}},"created":{{json .Created}},"layers":{{json .RootFS.Layers}}}`;
const TAG = 'tag {{json .ID}}{{"\\n"}}tagged {{json .Created}}';
// Compared on the machine: an image's settings may hold secrets.
const CONTENT = '{{json .Created}} {{json .RootFS}} {{json .Config}}';
const LAYER = `layer {"created":{{json .CreatedAt}},"created_by":{{json .CreatedBy}},"size":{{json .Size}}}`;

/** Printed if there is neither docker nor podman. */
export const WITHOUT_ENGINE = 'absent';

/**
 * Prints every container of the machine, and image, tag and layers of those that `wanted` (names of containers,
 * compose or swarm services) concerns: asking for each image of a large host would take longer than a section may.
 * If one went away between the two calls, it may have been replaced: then both calls are repeated. Each installed engine is
 * read, podman also without sudo: a user's containers are visible only to that user. `end <step> <status>` follows the
 * output of a step, errors included; containers-listing.ts parses it.
 */
export function containersScript(wanted: readonly string[], sudo: boolean): string {
  return `wanted=${quote(` ${wanted.join(' ')} `)}
found_engine=
for each in docker podman; do
  if command -v $each >&2; then found_engine=$each; fi
done
if [ -z "$found_engine" ]; then
  echo ${WITHOUT_ENGINE}
  exit 0
fi
me=$(id -un)
twelve=${'[0-9a-f]'.repeat(12)}_
content() {
  ask image inspect --format ${quote(CONTENT)} "$1" || echo "none of $1"
}
ask() {
  $as $engine "$@" </dev/null 2>&1
}
bare() {
  bare=\${1#\\"}
  bare=\${bare%\\"}
}
${ENDPOINT}
${LOOK}
${LABEL_OWNERS}
as=${sudo ? "'sudo -n'" : ''}
for engine in docker podman; do
  if command -v $engine >&2; then look; fi
done
${sudo ? '[ "$me" = root ] || { as=; engine=podman; if command -v podman >&2; then look; fi; }\n' : ''}exit 0`;
}

const LOOK = `look() {
echo "engine $engine\${as:+ sudo} $me"
echo "now $(date -u +%Y-%m-%dT%H:%M:%SZ)"
case $engine$as in docker) endpoint ;; esac
for try in 1 2 3; do
  listed=$(ask ps --all --no-trunc --format 'id {{.ID}}')
  s=$?
  ids=$(printf '%s\\n' "$listed" | sed -n 's/^id \\([0-9a-f]*\\)$/\\1/p')
  found=
  [ $s = 0 ] && [ -n "$ids" ] || break
  found=$(ask container inspect --format ${quote(`{{"\\n"}}${INDEX}{{"\\n"}}${CONTAINER}`)} $ids)
  inspected=$?
  case $found in *[Nn]'o such '*) ;; *) break ;; esac
done
printf '%s\\n' "$listed"
echo "end ps $s"
[ $s = 0 ] || return 0
tasks
[ -n "$ids" ] || return 0
printf '%s\\n' "$found" | sed '/^index /d'
echo "end inspect $inspected"
printf '%s\\n' "$found" | while read -r word image name service project swarm stack number ref; do
  [ "$word" = index ] || continue
  bare "$image"; image=$bare
  bare "$name"; name=\${bare#/}
  bare "$service"; service=$bare
  bare "$project"; project=$bare
  bare "$swarm"; swarm=$bare
  bare "$stack"; stack=$bare
  bare "$number"; number=$bare
  bare "$ref"; ref=$bare
  if [ -n "$service" ]; then
    while [ "$name" != "\${name#$twelve}" ]; do name=\${name#$twelve}; done
  fi
  case $wanted in
    *" $project-$service-$number "* | *" \${project}_\${service}_$number "* | *" \${name#systemd-} "*) echo "$image $ref" ;;
    *" $name "* | *" $service "* | *" $project-$service "* | *" \${project}_$service "*) echo "$image $ref" ;;
    *" $swarm "* | *" \${swarm#"\${stack}_"} "* | *" $stack-\${swarm#"\${stack}_"} "*) echo "$image $ref" ;;
  esac
done | sort -u | while read -r image ref; do
  case $image in '' | -*) continue ;; esac
  if [ "$image" != "$last" ]; then
    last=$image
    echo "about $image"
    described=$(ask image inspect --format ${quote(IMAGE)} "$image")
    s=$?
    printf '%s\\n' "$described"
    echo "end image $s"
    carriers "$described"
    ask history --no-trunc --human=false --format ${quote(LAYER)} "$image"
    echo "end history $?"
  fi
  case $ref in '' | -*) continue ;; esac
  echo "ref $ref"
  named=$(ask image inspect --format ${quote(TAG)} "$ref")
  s=$?
  printf '%s\\n' "$named"
  case $named in
    *"\${image#sha256:}"*) ;;
    *) if [ $s = 0 ] && [ "$(content "$image")" = "$(content "$ref")" ]; then echo "same $image"; fi ;;
  esac
  echo "end tag $s"
done
}
tasks() {
  [ $engine = docker ] || return 0
  need=
  case $found in *'"swarm_service":"'[!\\"]*) need=1 ;; esac
  set -f
  for name in $wanted; do
    case $found in *"\\"$name\\""* | *"/$name\\""*) ;; *) need=1 ;; esac
  done
  set +f
  [ -n "$need" ] || return 0
  ask service ls --format 'swarm {"name":{{json .Name}},"mode":{{json .Mode}},"replicas":{{json .Replicas}}}'
  echo "end swarm $?"
}`;

// The images of the machine that carry the same revision: one that this image is built on has handed it down.
const LABEL_OWNERS = `carriers() {
  for key in org.opencontainers.image.revision/revision org.label-schema.vcs-ref/vcs_ref; do
    value=$(printf '%s\\n' "$1" | sed -n "s/^image .*\\"\${key#*/}\\":\\"\\([0-9A-Za-z._+-]*\\)\\".*/\\1/p")
    [ -n "$value" ] || continue
    others=$(ask image ls --no-trunc --quiet --filter "label=\${key%/*}=$value" | sed -n 's/^\\(sha256:[0-9a-f]*\\)$/\\1/p' | sort -u)
    [ -n "$others" ] || continue
    ask image inspect --format ${quote('{{"\\n"}}')}${quote(SIBLING)} $others
    echo
    echo "end siblings $?"
  done
}`;
