/**
 * sh that prints what a restart of a container would start, running or not: `look_container ENGINE restart NAME`.
 *
 *     == container     `id`, `image`, `path`, `args` … with JSON values; of the environment the names, marked where the
 *                      value names something of a trading service: values hold secrets, and stay on the machine
 *     == other containers   those that it shares something with, or that need it or are needed, directly or not
 *     == programs      scripts of its image that it starts with, where the engine lets them be read
 *     == places        its mounts that are, or lie in, what belongs to a trading service
 *     all
 *
 * processes_in prints what runs in it now. restart_container names it by its id, in case its name has moved on.
 */
export const containerScript = `container_format='{{"\\n"}}id {{json .Id}}{{"\\n"}}name {{json .Name}}{{"\\n"}}image {{json .Image}}{{"\\n"}}ref {{json .Config.Image}}{{"\\n"}}path {{json .Path}}{{"\\n"}}args {{json .Args}}{{"\\n"}}entrypoint {{json .Config.Entrypoint}}{{"\\n"}}cmd {{json .Config.Cmd}}{{"\\n"}}workdir {{json .Config.WorkingDir}}{{"\\n"}}hostname {{json .Config.Hostname}}{{"\\n"}}user {{json .Config.User}}{{"\\n"}}labels {{json .Config.Labels}}{{"\\n"}}{{range .Config.Env}}env {{json .}}{{"\\n"}}{{end}}{{range .Mounts}}mount {{json .Source}} {{json .Destination}}{{"\\n"}}{{end}}{{range $name, $network := .NetworkSettings.Networks}}network {{json $name}} {{json $network.Aliases}}{{"\\n"}}{{end}}'
neighbour_format='{{"\\n"}}{{json .Id}}{{"\\t"}}{{json .Name}}{{"\\t"}}{{json .HostConfig.NetworkMode}}{{"\\t"}}{{json .HostConfig.PidMode}}{{"\\t"}}{{json .HostConfig.IpcMode}}{{"\\t"}}{{json .HostConfig.VolumesFrom}}{{"\\t"}}{{json .HostConfig.Links}}{{range $name, $network := .NetworkSettings.Networks}},{{json $network.Links}}{{end}}{{"\\t"}}{{json (index .Config.Labels "com.docker.compose.project")}}{{"\\t"}}{{json (index .Config.Labels "com.docker.compose.service")}}{{"\\t"}}{{json (index .Config.Labels "com.docker.compose.depends_on")}}{{"\\t"}}{{json .Config.Image}}'
linked='
function bare(text) { gsub(/^"|"$/, "", text); return text }
function ref(from, text) {
  if (text == "" || text == "null") return
  sub(/^\\//, "", text)
  wanted[++wants] = text
  by[wants] = from
}
NF < 11 { next }
{
  row[++count] = $0
  id[bare($1)] = count
  name = bare($2)
  sub(/^\\//, "", name)
  id[name] = count
  project = bare($8)
  if (project != "null" && project != "") {
    key = project "/" bare($9)
    group[key] = group[key] " " count
  }
  for (field = 3; field <= 5; field++) if (bare($field) ~ /^container:/) ref(count, substr(bare($field), 11))
  text = $6
  gsub(/[][" ]/, "", text)
  many = split(text, parts, ",")
  for (each = 1; each <= many; each++) { sub(/:(ro|rw|z|Z)$/, "", parts[each]); ref(count, parts[each]) }
  text = $7
  gsub(/[][" ]/, "", text)
  many = split(text, parts, ",")
  for (each = 1; each <= many; each++) { sub(/:.*/, "", parts[each]); ref(count, parts[each]) }
  many = split(bare($10), parts, ",")
  for (each = 1; each <= many; each++) {
    sub(/:.*/, "", parts[each])
    if (parts[each] != "" && parts[each] != "null") ref(count, "compose " project "/" parts[each])
  }
}
function edge(from, to) { down[from] = down[from] " " to; up[to] = up[to] " " from }
function walk(start, ways, found,   queue, first, last, each, many, next_ones) {
  last = 1
  queue[1] = start
  for (first = 1; first <= last; first++) {
    many = split(ways[queue[first]], next_ones, " ")
    for (each = 1; each <= many; each++) if (!((next_ones[each]) in found)) { found[next_ones[each]] = 1; queue[++last] = next_ones[each] }
  }
}
END {
  start = id[ENVIRON["name"]]
  if (!start) exit 1
  for (each = 1; each <= wants; each++) {
    if (wanted[each] ~ /^compose /) {
      many = split(group[substr(wanted[each], 9)], members, " ")
      for (one = 1; one <= many; one++) edge(by[each], members[one])
    } else {
      target = id[wanted[each]]
      if (!target && length(wanted[each]) >= 12) for (any in id) if (index(any, wanted[each]) == 1) target = id[any]
      if (target) edge(by[each], target)
      else if (by[each] == start) print "unknown " wanted[each]
    }
  }
  walk(start, down, found)
  walk(start, up, found)
  for (each in found) if (each != start) print "linked " row[each]
}'
look_container() {
  ids=$($by $1 ps --all --quiet --no-trunc) && [ -n "$ids" ] || return
  shown=$($by $1 container inspect --format "$container_format" -- "$3") || return
  rows=$($by $1 container inspect --format "$neighbour_format" -- $ids) || return
  echo '== container'
  printf '%s\\n' "$shown" | claims="$(given_as path; given_as name)" awk '
    BEGIN { count = split(tolower(ENVIRON["claims"]), claim, "\\n") }
    function marked(text,   each) {
      text = tolower(text)
      if (text ~ /shiva|foresight|leverage/) return " trading"
      for (each = 1; each <= count; each++) if (claim[each] != "" && index(text, claim[each])) return " trading"
      return ""
    }
    /^env / { at = index($0, "="); print substr($0, 1, at - 1) marked(substr($0, at + 1)); next }
    $0 != ""'
  echo '== other containers'
  printf '%s\\n' "$rows" | name=$3 awk -F '\\t' "$linked" | sort
  id=$(printf '%s\\n' "$shown" | sed -n 's/^id "\\([0-9a-f]*\\)"$/\\1/p')
  echo '== programs'
  printf '%s\\n' "$shown" | sed -nE 's/^(path|args) //p' | tr '" ,[]' '\\n\\n\\n\\n\\n' | sed -n '/^\\/./p' | sort -u | head -n 20 |
    while IFS= read -r path; do
      copied=$($by $1 cp -L "$id:$path" - | head -c 131072 | tr '\\000' ' ')
      case $copied in
        '') ;; # no file, or one that the engine does not give this user
        *ELF*) echo "program $path binary" ;;
        *) if printf '%s\\n' "$copied" | names_trading; then echo "program $path names trading"; else echo "program $path clean"; fi ;;
      esac
    done
  echo '== places'
  claimed_of "$(printf '%s\\n' "$shown" | sed -n 's/^mount "\\(\\/[^"]*\\)" .*/\\1/p' | while IFS= read -r path; do really "$path"; done)"
  echo all
}
processes_in() {
  echo '== processes'
  state=$($by $1 container inspect --format '{{.State.Running}}' -- "$3") || return
  [ "$state" = false ] || $by $1 top "$3" || return
  echo all
}
restart_container() {
  $by $1 restart "$(printf '%s\\n' "$approved" | sed -n 's/^id "\\([0-9a-f]*\\)"$/\\1/p')" >/dev/null &&
    printf '%s\\n' "$3"
}
`;
