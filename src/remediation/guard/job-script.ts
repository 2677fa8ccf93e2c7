/**
 * sh that prints what a kickstart of a launchd job would start, from `launchctl print`: `look_job launchctl kickstart -k
 * DOMAIN/LABEL`. The same parts as for a systemd unit (unit-script.ts); only the names of variables.
 */
export const jobScript = `look_job() {
  said=$($by launchctl print "$4") || said=$(launchctl print "$4") || return
  echo '== job'
  own=$(printf '%s\\n' "$said" | awk '
    /^\\t(path|program|working directory|root directory|bundle id|parent bundle identifier|stdin path|stdout path|stderr path|username|group|type|program identifier) = / { print substr($0, 2); next }
    /^\\t[a-z ]+ = \\{$/ { block = $0; gsub(/^\\t| = \\{$/, "", block); next }
    /^\\t\\}$/ { block = ""; next }
    block == "arguments" { sub(/^\\t+/, ""); print "argument " $0; next }
    block ~ /environment$/ { sub(/^\\t+/, ""); sub(/ => /, "="); print "environment " $0 }')
  printf '%s\\n' "$own" | sed '/^environment /d'
  printf '%s\\n' "$own" | sed -n '/^environment /p' | marked | sed '/^$/d'
  plist=$(printf '%s\\n' "$own" | sed -n 's/^path = //p')
  programs=$(printf '%s\\n' "$own" | sed -n 's/^program = //p')
  arguments=$(printf '%s\\n' "$own" | sed -n 's/^argument //p')
  folders=$(printf '%s\\n' "$own" | sed -nE 's/^(working|root) directory = //p')
  echo '== unit files'
  [ -z "$plist" ] || settings_of "$plist"
  # launchd.plist(5): KeepAlive may rest on another job (OtherJobEnabled), whichever of the two says so.
  given_as name | while IFS= read -r name; do
    theirs=$(launchctl print "\${4%/*}/$name" | awk 'sub(/^\\tpath = /, "") { print; exit }')
    [ -n "$theirs" ] || continue
    if plist_of "$theirs" | grep -qF -- "\${4##*/}"; then echo "tied $theirs"; fi
  done
  echo '== programs'
  programs_of "\${programs:-$(printf '%s\\n' "$arguments" | head -n 1)}"
  told=$([ -z "$plist" ] || text_of "$plist" | paths_in)
  meant=$(meant_in "$folders" "$arguments")
  within=$(folders_among "$folders" "$arguments")
  arguments=$(printf '%s\\n' "$arguments"; files_among "$folders" "$arguments")
  scripts=$(deeper "$(printf '%s\\n' "$programs" "$arguments" "$told")")
  arguments_of "$(printf '%s\\n' "$arguments" "$scripts")"
  shut_to "$folders" "$arguments"
  orders_in "$(printf '%s\\n' "$folders" "$within" "$arguments" "$told"; homes_of "$HOME" "$arguments")"
  driven "$(printf '%s\\n' "$arguments" | tr '\\n' ' ')" "$(printf '%s\\n' "$programs" "$arguments" "$scripts")"
  mounts_for_others "$(printf '%s\\n' "$arguments" | tr '\\n' ' ')" "$(printf '%s\\n' "$arguments" "$scripts")"
  images_of "$(printf '%s\\n' "$arguments" | tr '\\n' ' ')" "$(printf '%s\\n' "$arguments" "$scripts")"
  echo '== places'
  claimed_of "$(printf '%s\\n' "$plist" "$programs" "$arguments" "$scripts" "$folders" "$within" "$meant" "$told" | sed -n '/^\\//p' | while IFS= read -r path; do really "$path"; done)" \\
    "$(swept_by "$(printf '%s\\n' "$arguments" | tr '\\n' ' ')" "$(printf '%s\\n' "$programs" "$arguments" "$scripts")" | while IFS= read -r path; do really "$path"; done)"
  echo all
}
# launchd.plist(5), StartOnMount: such a job starts whenever a file system is mounted.
mounts_for_others() (
  found=$({ printf '%s\\n' "$1"; printf '%s\\n' "$2" | sort -u | while IFS= read -r file; do
    if ours "$file" && [ -f "$file" ] && [ -r "$file" ]; then head -c 65536 <"$file" | tr -d '\\000' | sed '/^[[:space:]]*#/d'; fi
  done; } | grep -oE '(^|[^[:alnum:]_.-])(u?mount(_[a-z0-9]+)?|hdiutil|diskutil)[[:space:]]+[^[:space:]]+' | tr -cd '[:alnum:] \\n_' | head -n 1)
  [ -n "$found" ] || return
  printf '%s\\n' "$derived" | grep '[.]plist$' | while IFS= read -r theirs; do
    if plist_of "$theirs" | tr -d ' \\t\\n' | grep -q '<key>StartOnMount</key><true/>'; then echo "drives the-command $found"; fi
  done | head -n 1
)
`;
