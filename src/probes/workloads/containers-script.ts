import { quote } from '../../text/quote.ts';

// As in probes/containers-script.ts: JSON throughout, and named fields only, since the whole of an inspection holds
// the environment, which holds secrets.
const label = (name: string) => `{{json (index .Config.Labels "${name}")}}`;
const fields = {
  name: '{{json .Name}}',
  project: label('com.docker.compose.project'),
  service: label('com.docker.compose.service'),
  oneoff: label('com.docker.compose.oneoff'),
  folder: label('com.docker.compose.project.working_dir'),
  files: label('com.docker.compose.project.config_files'),
  swarm: label('com.docker.swarm.service.name'),
  pod: label('io.kubernetes.pod.name'),
  revision: label('org.opencontainers.image.revision'),
  vcs_ref: label('org.label-schema.vcs-ref'),
  source: label('org.opencontainers.image.source'),
  state: '{{json .State.Status}}',
  exit_code: '{{json .State.ExitCode}}',
  pid: '{{json .State.Pid}}',
  image: '{{json .Image}}',
  ref: '{{json .Config.Image}}',
  ports: '{{json .NetworkSettings.Ports}}',
};
const members = Object.entries(fields).map(([name, template]) => `"${name}":${template}`);
const CONTAINER = `container {${members.join(',')}}`;
const IMAGE = 'image {"id":{{json .ID}},"digests":{{json .RepoDigests}}}';

/** What the script prints where there is neither docker nor podman. */
export const WITHOUT_ENGINE = 'absent';

/** Prints every container of the machine and where its image came from; `end <step> <status>` ends a step. */
export const CONTAINER_FACTS = `engine=
for each in docker podman; do
  if [ -z "$engine" ] && command -v $each >&2; then engine=$each; fi
done
if [ -z "$engine" ]; then
  echo ${WITHOUT_ENGINE}
  exit 0
fi
ask() {
  $engine "$@" </dev/null 2>&1
}
echo "engine $engine"
listed=$(ask ps --all --no-trunc --format 'id {{.ID}}')
s=$?
ids=$(printf '%s\\n' "$listed" | sed -n 's/^id \\([0-9a-f]*\\)$/\\1/p')
printf '%s\\n' "$listed"
echo "end ps $s"
[ $s = 0 ] && [ -n "$ids" ] || exit 0
found=$(ask container inspect --format ${quote(`{{"\\n"}}${CONTAINER}`)} $ids)
s=$?
printf '%s\\n' "$found"
echo "end inspect $s"
images=$(printf '%s\\n' "$found" | sed -n 's/^container .*"image":"\\([a-z0-9:]*\\)","ref".*/\\1/p' | sort -u)
[ -n "$images" ] || exit 0
ask image inspect --format ${quote(`{{"\\n"}}${IMAGE}`)} $images
echo "end images $?"
exit 0`;
