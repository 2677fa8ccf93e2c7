/**
 * sh that prints what a restart of a container would start, running or not: `look_container ENGINE restart NAME`.
 *
 *     == container     `id`, `image`, `path`, `args` … with JSON values; only the names of its variables, marked if the
 *                      value names something of a trading service: values may be secrets, and stay on the machine
 *     == other containers   those that it shares something with, or that need it or are needed, directly or not
 *     == programs      scripts of its image that it starts with, where the engine can read them
 *     == places        its mounts that are, or are in, something of a trading service
 *     all
 *
 * processes_in prints what runs in it now. restart_container uses its id, in case another container has its name now.
 */
export const containerScript = `container_format='{{"\\n"}}id {{json .Id}}{{"\\n"}}name {{json .Name}}{{"\\n"}}image {{json .Image}}{{"\\n"}}ref {{json .Config.Image}}{{"\\n"}}path {{json .Path}}{{"\\n"}}args {{json .Args}}{{"\\n"}}entrypoint {{json .Config.Entrypoint}}{{"\\n"}}cmd {{json .Config.Cmd}}{{"\\n"}}workdir {{json .Config.WorkingDir}}{{"\\n"}}hostname {{json .Config.Hostname}}{{"\\n"}}user {{json .Config.User}}{{"\\n"}}labels {{json .Config.Labels}}{{"\\n"}}{{range .Config.Env}}env {{json .}}{{"\\n"}}{{end}}config {{json .Config}}{{"\\n"}}mounts {{json .Mounts}}{{"\\n"}}hosts {{json .HostConfig.ExtraHosts}}{{"\\n"}}out {{json .HostConfig.PidMode}} {{json .HostConfig.Privileged}} {{json .HostConfig.CapAdd}}{{"\\n"}}{{range .Mounts}}mount {{json .Source}} {{json .Destination}} {{if .RW}}rw{{else}}ro{{end}}{{"\\n"}}{{end}}{{range $name, $network := .NetworkSettings.Networks}}network {{json $name}} {{json $network.Aliases}}{{"\\n"}}{{end}}'
neighbour_format='{{"\\n"}}{{json .Id}}{{"\\t"}}{{json .Name}}{{"\\t"}}{{json .HostConfig.NetworkMode}}{{"\\t"}}{{json .HostConfig.PidMode}}{{"\\t"}}{{json .HostConfig.IpcMode}}{{"\\t"}}{{json .HostConfig.VolumesFrom}}{{"\\t"}}{{json .HostConfig.Links}}{{range $name, $network := .NetworkSettings.Networks}},{{json $network.Links}}{{end}}{{"\\t"}}{{json (index .Config.Labels "com.docker.compose.project")}}{{"\\t"}}{{json (index .Config.Labels "com.docker.compose.service")}}{{"\\t"}}{{json (index .Config.Labels "com.docker.compose.depends_on")}}{{"\\t"}}{{json .Config.Image}}{{"\\t"}}{{json .Image}} {{json .Path}} {{json .Args}}{{"\\t"}}{{range .Mounts}}{{if .RW}}+{{else}}-{{end}}{{json .Source}}|{{end}}{{"\\t"}}{{json .Config.WorkingDir}}{{range .Mounts}}|{{json .Source}}>{{json .Destination}}{{end}}'
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
function shared(one, other,   mine, theirs, many, more, each, every, a, b) {
  many = split(one, mine, "|")
  more = split(other, theirs, "|")
  for (each = 1; each < many; each++) for (every = 1; every < more; every++) {
    if (mine[each] ~ /^-/ && theirs[every] ~ /^-/) continue
    a = bare(substr(mine[each], 2))
    b = bare(substr(theirs[every], 2))
    if (a == b || index(a, b "/") == 1 || index(b, a "/") == 1) return 1
  }
  return 0
}
# Where what it works on is mounted from: images are shared, a mounted folder is a program of its own.
function code(text,   parts, many, each, ends, best, source) {
  many = split(text, parts, "|")
  for (each = 2; each <= many; each++) {
    split(parts[each], ends, ">")
    ends[2] = bare(ends[2])
    if (length(ends[2]) > length(best) && index(bare(parts[1]) "/", ends[2] "/") == 1) { best = ends[2]; source = ends[1] }
  }
  return source
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
  split(row[start], own, "\\t")
  for (each = 1; each <= count; each++) {
    split(row[each], cell, "\\t")
    # One folder, one program of one image, or one network that both have joined.
    if (shared(own[13], cell[13]) || (own[12] != "" && own[12] == cell[12] && (code(own[14]) == "" || code(cell[14]) == "" || code(own[14]) == code(cell[14]))) || (own[3] ~ /^"container:/ && own[3] == cell[3])) found[each] = 1
  }
  for (each in found) if (each != start) {
    split(row[each], cell, "\\t")
    text = cell[1]
    for (one = 2; one <= 11; one++) text = text "\\t" cell[one]
    print "linked " text
  }
}'
look_container() {
  follow=-L
  # In podman's own words; it follows links by itself.
  [ "$1" != podman ] || {
    follow=
    container_format=$(printf '%s' "$container_format" | sed 's/json \\.Id}/json .ID}/')
    # It starts along what --requires names.
    neighbour_format=$(printf '%s' "$neighbour_format" | sed 's/json \\.Id}/json .ID}/; s/{{json .HostConfig.VolumesFrom}}/&,{{json .Dependencies}}/')
  }
  ids=$($by $1 ps --all --quiet --no-trunc) && [ -n "$ids" ] || return
  shown=$($by $1 container inspect --format "$container_format" -- "$3") || return
  rows=$($by $1 container inspect --format "$neighbour_format" -- $ids) || return
  # What a trading container may write, or somebody else may write for it, is its own.
  derived="$derived
$(printf '%s\\n' "$rows" | while IFS= read -r row; do
    if printf '%s\\n' "$row" | cut -f 2,8,9,11 | names_trading; then printf '%s\\n' "$row"; fi
  done | cut -f 13 | tr '|' '\\n' | sed -n 's/^+"\\(\\/.*\\)"$/\\1/p')"
  # An engine leaves out what a container has not, and a template cannot ask for it.
  volumes=$(printf '%s\\n' "$shown" | sed -n 's/^mounts //p' | tr '{' '\\n' | sed -n 's/.*"Name":"\\([^"]*\\)".*/\\1/p' | sort -u)
  shown=$(printf '%s\\n' "$shown" | sed -nE '/^config /{p; s/^config .*"Domainname":("[^"]+").*/domain \\1/p; b
}; p' | sed -E 's/^config .*"Healthcheck":(\\{[^}]*\\}).*/healthcheck \\1/; /^(config|mounts) /d')
  echo '== container'
  printf '%s\\n' "$shown" | sed '/^$/d; /^env /d'
  printf '%s\\n' "$shown" | sed -n '/^env /p' | marked | sed '/^$/d'
  [ -z "$volumes" ] || printf '%s\\n' "$volumes" | while IFS= read -r volume; do
    options=$($by $1 volume inspect --format '{{json .Options}}' -- "$volume") || options=unread
    echo "volume $volume $options"
  done
  echo '== other containers'
  printf '%s\\n' "$rows" | name=$3 awk -F '\\t' "$linked" | sort
  id=$(printf '%s\\n' "$shown" | sed -n 's/^id "\\([0-9a-f]*\\)"$/\\1/p')
  echo '== programs'
  programs_inside "$1"
  orders_in "$(printf '%s\\n' "$shown" | sed -n 's/^mount "\\(\\/[^"]*\\)" "\\(\\/[^"]*\\)" .*/\\1|\\2/p' | while IFS='|' read -r source target; do
    target=\${target%/}
    case $work/ in ("$target"/*) printf '%s\\n' "$source\${work#"$target"}" ;; esac
  done)"
  echo '== places'
  sources=$(printf '%s\\n' "$shown" | sed -n 's/^mount "\\(\\/[^"]*\\)" .*/\\1/p')
  writes=$(printf '%s\\n' "$shown" | sed -n 's/^mount "\\(\\/[^"]*\\)" ".*" rw$/\\1/p')
  # A volume may be a folder by another name; a program may lie in a mount.
  devices=$([ -z "$volumes" ] || printf '%s\\n' "$volumes" | while IFS= read -r volume; do
    $by $1 volume inspect --format '{{json .Options}}' -- "$volume"
  done | tr '",:=' '\\n\\n\\n\\n' | sed -n '/^\\//p')
  within=$(printf '%s\\n' "$shown" | sed -n 's/^mount "\\(\\/[^"]*\\)" "\\(\\/[^"]*\\)" .*/\\1|\\2/p' | while IFS='|' read -r source target; do
    printf '%s\\n' "$programs" | source=$source target=\${target%/} awk '
      index($0, ENVIRON["target"] "/") == 1 { print ENVIRON["source"] substr($0, length(ENVIRON["target"]) + 1) }'
  done)
  claimed_of "$(printf '%s\\n' "$sources" "$devices" "$within" | while IFS= read -r path; do really "$path"; done)" \\
    "$(printf '%s\\n' "$writes" "$devices" | while IFS= read -r path; do really "$path"; done)"
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
