/**
 * sh that prints what a restart of a systemd unit touches: `look_unit systemctl [--user] restart UNIT`, in the parts
 *
 *     == unit          `<id> <Property>=<value>` of the unit itself, with what is bound to it in lines `along <kind> <unit>`
 *     == other units   the same of every unit within its reach
 *     == unit files    `file <path> <where it really lies> <SHA-256 or unread>`
 *     == programs      what they would start (programs-script.ts)
 *     == places        paths of trading services among all these
 *     all              so that an answer that was cut off is none
 *
 * Nothing in it moves while nobody edits anything: no pids, no times, no states.
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
paths_in() {
  tr ' ;={}"\\047:,' '\\n\\n\\n\\n\\n\\n\\n\\n\\n' | sed -n '/^[-@+!|]*\\//{s/^[-@+!|]*//p;}' | sort -u | head -n 100
}
look_unit() {
  scope=--system
  [ "$2" != --user ] || { scope=--user; shift; }
  shown=$(reach "$3") || return
  id=$(printf '%s\\n' "$shown" | sed -n '/^Id=/{s/^Id=//p;q;}')
  all=$(printf '%s\\n' "$shown" | lines_of)
  own=$(printf '%s\\n' "$all" | id=$id awk '$1 == ENVIRON["id"]')
  others=$(printf '%s\\n' "$all" | id=$id awk '$1 != ENVIRON["id"]' | grep -vE "^[^ ]+ ($edges)=")
  # What the distribution ships starts nothing of ours: only units that somebody wrote are looked into.
  helpers=$(printf '%s\\n' "$others" | awk '
    { line[NR] = $0; unit[NR] = $1 }
    $2 ~ /^FragmentPath=/ && $2 !~ /^FragmentPath=\\/(usr\\/)?lib\\/systemd\\// { written[$1] = 1 }
    END { for (each = 1; each <= NR; each++) if (unit[each] in written) print line[each] }')
  files=$(values_of "$own" 'FragmentPath|SourcePath|DropInPaths' | tr ' ' '\\n' | sed '/^$/d' | sort -u)
  started=$(values_of "$own
$helpers" 'Exec[A-Za-z]*')
  programs=$(printf '%s\\n' "$started" | sed -n 's/^{ path=\\(.*\\) ; argv\\[\\]=.*/\\1/p' | sort -u)
  arguments=$(printf '%s\\n' "$started" | paths_in)
  folders=$(values_of "$own
$helpers" 'WorkingDirectory|RootDirectory|RootImage|EnvironmentFiles|BindPaths|BindReadOnlyPaths|PIDFile' | paths_in)
  printf '== unit\\n%s\\n== other units\\n%s\\n== unit files\\n' "$own" "$others"
  printf '%s\\n' "$files" | while IFS= read -r file; do file_of "$file"; done
  echo '== programs'
  programs_of "$programs"
  arguments_of "$arguments"
  echo '== places'
  claimed_of "$(printf '%s\\n' "$programs" "$arguments" "$folders" "$files" | while IFS= read -r path; do really "$path"; done)"
  echo all
}
`;
