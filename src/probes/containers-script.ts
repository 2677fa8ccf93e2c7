import { quote } from './quote.ts';

// Go templates (docker inspect --format, podman's are the same): one line each, JSON throughout, so that no label can
// begin a line of its own. Only names that the engines' own types have: for `.Id` docker falls back to a map, in which
// whatever is empty is missing, and fails. Named fields only: a whole `docker inspect` holds the environment, which holds secrets.
// podman puts no line break between two containers.
const label = (name: string) => `{{json (index .Config.Labels "${name}")}}`;
const INDEX = `index {{json .Image}} {{json .Name}} ${label('com.docker.compose.service')} ${label('com.docker.compose.project')} {{json .Config.Image}}`;
const CONTAINER = `container {"name":{{json .Name}},"service":${label('com.docker.compose.service')},"project":${label('com.docker.compose.project')},"oneoff":${label('com.docker.compose.oneoff')},"state":{{json .State.Status}},"exit_code":{{json .State.ExitCode}},"oom_killed":{{json .State.OOMKilled}},"health":{{with .State.Health}}{{json .Status}}{{else}}null{{end}},"restart_count":{{json .RestartCount}},"started_at":{{json .State.StartedAt}},"finished_at":{{json .State.FinishedAt}},"pid":{{json .State.Pid}},"image":{{json .Image}},"ref":{{json .Config.Image}}}`;
const imageLabel = (name: string) => `{{with .Config}}{{json (index .Labels "${name}")}}{{else}}null{{end}}`;
const IMAGE = `image {"created":{{json .Created}},"revision":${imageLabel('org.opencontainers.image.revision')},"vcs_ref":${imageLabel('org.label-schema.vcs-ref')}}`;
const LAYER = `layer {"created":{{json .CreatedAt}},"created_by":{{json .CreatedBy}},"size":{{json .Size}}}`;

/** What the script prints where there is neither docker nor podman. */
export const WITHOUT_ENGINE = 'absent';

/**
 * Prints every container of the machine, and image, tag and layers of those that `wanted` (names of containers or
 * compose services) concerns: asking for each image of a large host would take longer than a section may.
 * Where one went away between the two questions, its successor may have come: then both are asked again.
 * `end <step> <status>` follows what a step printed, errors included; containers-listing.ts reads it.
 */
export function containersScript(wanted: readonly string[], sudo: boolean): string {
  return `wanted=${quote(` ${wanted.join(' ')} `)}
engine=
for each in docker podman; do
  if [ -z "$engine" ] && command -v $each >&2; then engine=$each; fi
done
if [ -z "$engine" ]; then
  echo ${WITHOUT_ENGINE}
  exit 0
fi
ask() {
  ${sudo ? 'sudo -n ' : ''}$engine "$@" </dev/null 2>&1
}
bare() {
  bare=\${1#\\"}
  bare=\${bare%\\"}
}
echo "engine $engine"
echo "now $(date -u +%Y-%m-%dT%H:%M:%SZ)"
for try in 1 2 3; do
  listed=$(ask ps --all --no-trunc --format 'id {{.ID}}')
  s=$?
  ids=$(printf '%s\\n' "$listed" | sed -n 's/^id \\([0-9a-f]*\\)$/\\1/p')
  [ $s = 0 ] && [ -n "$ids" ] || break
  found=$(ask container inspect --format ${quote(`{{"\\n"}}${INDEX}{{"\\n"}}${CONTAINER}`)} $ids)
  inspected=$?
  case $found in *[Nn]'o such '*) ;; *) break ;; esac
done
printf '%s\\n' "$listed"
echo "end ps $s"
[ $s = 0 ] && [ -n "$ids" ] || exit 0
printf '%s\\n' "$found" | sed '/^index /d'
echo "end inspect $inspected"
printf '%s\\n' "$found" | while read -r word image name service project ref; do
  [ "$word" = index ] || continue
  bare "$image"; image=$bare
  bare "$name"; name=\${bare#/}
  bare "$service"; service=$bare
  bare "$project"; project=$bare
  bare "$ref"; ref=$bare
  case $wanted in
    *" $name "* | *" $service "* | *" $project-$service "* | *" \${project}_$service "*) echo "$image $ref" ;;
  esac
done | sort -u | while read -r image ref; do
  case $image in '' | -*) continue ;; esac
  if [ "$image" != "$last" ]; then
    last=$image
    echo "about $image"
    ask image inspect --format ${quote(IMAGE)} "$image"
    echo "end image $?"
    ask history --no-trunc --human=false --format ${quote(LAYER)} "$image"
    echo "end history $?"
  fi
  case $ref in '' | -*) continue ;; esac
  echo "ref $ref"
  ask image inspect --format 'tag {{json .ID}}' "$ref"
  echo "end tag $?"
done
exit 0`;
}
