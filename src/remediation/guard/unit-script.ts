/**
 * sh that prints what a restart of a systemd unit touches: `look_unit systemctl [--user] restart UNIT`, in the parts
 *
 *     == unit          `<id> <Property>=<value>` of the unit itself, and `along <kind> <unit>` for units bound to it
 *     == other units   the same for every unit within its reach
 *     == unit files    `file <path> <where it really is> <SHA-256> [names <what trades>]`, or `unread`; its environment files too
 *     == programs      what they would start (programs-script.ts)
 *     == places        paths of trading services among all these
 *     all              so that a cut-off answer is noticed
 *
 * Nothing in it changes unless somebody edits something: no pids, no times, no states.
 */
export const unitScript = `edges='Requires|Wants|BindsTo|Requisite|Upholds|On(Success|Failure)(Of)?|Conflicts|ConflictedBy|PartOf|RequiredBy|WantedBy|BoundBy|RequisiteOf|UpheldBy|ConsistsOf|PropagatesReloadTo|ReloadPropagatedFrom|PropagatesStopTo|StopPropagatedFrom|JoinsNamespaceOf|Triggers|TriggeredBy'
lines_of() {
  edges=$edges awk '
    function flush(   each) {
      for (each = 1; each <= count; each++) print id " " line[each]
      count = 0
      id = ""
    }
    $0 == "" { flush(); next }
    /^[A-Za-z]+=$/ { next }
    {
      at = index($0, "=")
      key = substr($0, 1, at - 1)
      value = substr($0, at + 1)
      if (key == "Id" && id == "") id = value
      # At the last one: what stands before it is the command line, whatever it holds.
      if (key ~ /^Exec/ && match(value, /.* ; start_time=/)) value = substr(value, 1, RLENGTH - length(" ; start_time="))
      if (key == "Names" || key ~ "^(" ENVIRON["edges"] ")$") {
        many = split(value, names, " ")
        for (each = 1; each <= many; each++) line[++count] = key "=" names[each]
      } else line[++count] = key "=" value
    }
    END { flush() }' | sort -u
}
values_of() {
  printf '%s\\n' "$1" | sed -nE "s/^[^ ]+ ($2)=//p"
}
in_folder() {
  values_of "$1" "$2" | tr ' ' '\\n' | sed 's/:.*//; /^$/d' | while IFS= read -r name; do printf '%s/%s\\n' "$3" "$name"; done
}
folders_made() {
  if [ $scope = --user ]; then
    in_folder "$1" RuntimeDirectory "$XDG_RUNTIME_DIR"
    in_folder "$1" StateDirectory "\${XDG_STATE_HOME:-$HOME/.local/state}"
    in_folder "$1" 'StateDirectory|ConfigurationDirectory' "\${XDG_CONFIG_HOME:-$HOME/.config}"
    in_folder "$1" CacheDirectory "\${XDG_CACHE_HOME:-$HOME/.cache}"
    in_folder "$1" LogsDirectory "\${XDG_STATE_HOME:-$HOME/.local/state}/log"
  else
    in_folder "$1" RuntimeDirectory /run
    in_folder "$1" StateDirectory /var/lib
    in_folder "$1" CacheDirectory /var/cache
    in_folder "$1" LogsDirectory /var/log
    in_folder "$1" ConfigurationDirectory /etc
  fi
}
environment_files() (
  set +f
  values_of "$1" EnvironmentFiles | sed 's/ (ignore_errors=[a-z]*)$//; s/^-//' | while IFS= read -r pattern; do
    IFS= found=
    for file in $pattern; do if [ -e "$file" ]; then found=1 && printf '%s\\n' "$file"; fi; done
    # In a closed folder no file shows: it is told by its pattern, as one that cannot be read.
    [ -n "$found" ] || ! hidden "$pattern" || printf '%s\\n' "$pattern"
  done
)
hidden() {
  folder=\${1%%[*?[]*}
  folder=\${folder%/*}
  closed "$folder/any" || { [ "$1" != "\${1%%[*?[]*}" ] && [ -d "$folder" ] && ! [ -r "$folder" ]; }
}
# Paths in variables, and the files by which D-Bus starts whoever asks for its name.
told_by() {
  values_of "$1" 'FragmentPath|DropInPaths' | tr ' ' '\\n' | sort -u | while IFS= read -r file; do
    [ -z "$file" ] || text_of "$file" | sed -nE '/^[[:space:]]*(Pass|Unset)/d; /^[[:space:]]*Environment=/p; /^[[:space:]]*("|[A-Za-z0-9_]*=)?[^[#;=[:space:]]*[[:space:]]*\\\\$/p'
  done | paths_in
  environment_files "$1" | while IFS= read -r file; do text_of "$file"; done | paths_in
  values_of "$1" BusName | while IFS= read -r name; do
    for folder in /usr/share/dbus-1/system-services /usr/local/share/dbus-1/system-services /etc/dbus-1/system-services; do
      if [ -f "$folder/$name.service" ]; then printf '%s\\n' "$folder/$name.service"; fi
    done
  done
}
look_unit() {
  scope=--system
  [ "$2" != --user ] || { scope=--user; shift; }
  shown=$(reach "$3") || return
  id=$(printf '%s\\n' "$shown" | sed -n '/^Id=/{s/^Id=//p;q;}')
  all=$(printf '%s\\n' "$shown" | lines_of)
  own=$(printf '%s\\n' "$all" | id=$id awk '$1 == ENVIRON["id"]')
  others=$(printf '%s\\n' "$all" | id=$id awk '$1 != ENVIRON["id"]' | grep -vE "^[^ ]+ ($edges)=")
  # What the distribution ships starts nothing of ours: only units that somebody wrote, or added to, are looked into.
  helpers=$(printf '%s\\n' "$others" | awk '
    { line[NR] = $0; unit[NR] = $1 }
    $2 ~ /^FragmentPath=/ && $2 !~ /^FragmentPath=\\/(usr\\/)?lib\\/systemd\\// { written[$1] = 1 }
    $2 ~ /^DropInPaths=/ && $0 !~ /^[^ ]+ DropInPaths=(\\/(usr\\/)?lib\\/[^ ]+ ?)+$/ { written[$1] = 1 }
    $2 ~ /^Exec[A-Za-z]*=\\{$/ && $3 !~ /^path=\\/(usr\\/)?(s?bin|lib|libexec)\\// { written[$1] = 1 }
    END { for (each = 1; each <= NR; each++) if (unit[each] in written) print line[each] }')
  theirs="$own
$helpers"
  files=$(values_of "$own" 'FragmentPath|SourcePath|DropInPaths' | tr ' ' '\\n' | sed '/^$/d' | sort -u)
  started=$(values_of "$theirs" 'Exec[A-Za-z]*')
  programs=$(printf '%s\\n' "$started" | sed -n 's/^{ path=\\(.*\\) ; argv\\[\\]=.*/\\1/p' | sort -u)
  home=$(values_of "$own" User | head -n 1)
  home=$(name=\${home:-root} awk -F : '$1 == ENVIRON["name"] || $3 == ENVIRON["name"] { print $6; exit }' /etc/passwd)
  works=$(values_of "$theirs" WorkingDirectory | sed 's/^!//' | home=$home awk '$0 == "~" { $0 = ENVIRON["home"] } { print }')
  named=$(printf '%s\\n' "$started" | paths_in; told_by "$theirs"
    printf '%s\\n' "$started" | sed 's/ ; ignore_errors=.*//; s/.*argv\\[\\]=//' | odd_paths
    printf '%s\\n' "$started" | paths_in | grep '[*?[]' | all_of | head -n 200)
  within=$(folders_among "$(printf '%s\\n' "$works" "$named")" "$started")
  arguments=$(printf '%s\\n' "$named"; files_among "$(printf '%s\\n' "$works" "$named" "$within")" "$started")
  scripts=$(deeper "$(printf '%s\\n' "$programs" "$arguments")")
  meant=$(meant_in "$(printf '%s\\n' "$works" "$named" | sed '/^$/d')" "$started")
  folders=$(values_of "$theirs" '(Working|Root)Directory|RootImage|EnvironmentFiles|Bind(ReadOnly)?Paths|PIDFile|(Mount|Extension)Images|ExtensionDirectories|ReadWritePaths|ExecSearchPath|Standard(Input|Output|Error)|LoadCredential(Encrypted)?|What|Where|Options|Listen' | paths_in)
  around=$(values_of "$theirs" 'Bind(ReadOnly)?Paths|RootDirectory' | paths_in; folders_made "$theirs")
  printf '== unit\\n%s\\n== other units\\n%s\\n== unit files\\n' "$own" "$others"
  { printf '%s\\n' "$files"; environment_files "$theirs"; } | sed '/^$/d' | sort -u | while IFS= read -r file; do settings_of "$file"; done
  passed=$(values_of "$theirs" PassEnvironment)
  if [ -n "$passed" ] || [ $scope = --user ]; then
    found=$(systemctl $scope --no-pager show-environment | trading_in) && echo "file the-environment-of-systemd - - names $found"
  fi
  # As systemd reads them: a file may spell a letter in other ways.
  found=$(systemctl $scope --no-pager show --property=Environment -- $(values_of "$theirs" Id | sort -u) | sed -n 's/^Environment=//p' | trading_in) &&
    echo "file the-variables-of-the-unit - - names $found"
  echo '== programs'
  programs_of "$programs"
  arguments_of "$(printf '%s\\n' "$arguments" "$scripts")"
  shut_to "$works" "$started"
  composed=$(printf '%s\\n' "$started" | grep -E 'compose|kube')
  orders_in "$(printf '%s\\n' "$works" "$named" "$within"; homes_of "$home" "$started")" "$composed"
  driven "$started" "$(printf '%s\\n' "$programs" "$arguments" "$scripts")"
  images_of "$started" "$(printf '%s\\n' "$programs" "$arguments" "$scripts")"
  kept_from "$theirs"
  [ "$(printf '%s\\n' "$arguments" | wc -l)" -le 400 ] || echo 'argument one-of-more-than-400 unread'
  echo '== places'
  claimed_of "$(printf '%s\\n' "$programs" "$arguments" "$scripts" "$meant" "$folders" "$works" "$within" "$files" | while IFS= read -r path; do really "$path"; done)" \\
    "$({ printf '%s\\n' "$around"; swept_by "$started" "$(printf '%s\\n' "$programs" "$arguments" "$scripts")"; } | while IFS= read -r path; do really "$path"; done)"
  echo all
}
`;
