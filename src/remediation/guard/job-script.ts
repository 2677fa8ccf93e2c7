/**
 * sh that prints what a kickstart of a launchd job would start, from `launchctl print`: `look_job launchctl kickstart -k
 * DOMAIN/LABEL`. The same parts as of a systemd unit (unit-script.ts); of the environment the names alone.
 */
export const jobScript = `look_job() {
  said=$($by launchctl print "$4") || said=$(launchctl print "$4") || return
  echo '== job'
  own=$(printf '%s\\n' "$said" | names="$(given_as name; given_as path)" awk '
    BEGIN { count = split(tolower(ENVIRON["names"]), claim, "\\n") }
    function marked(text,   each) {
      text = tolower(text)
      if (text ~ /shiva|foresight|leverage/) return " trading"
      for (each = 1; each <= count; each++) if (claim[each] != "" && index(text, claim[each])) return " trading"
      return ""
    }
    /^\\t(path|program|working directory|root directory|bundle id|parent bundle identifier|stdin path|stdout path|stderr path|username|group|type|program identifier) = / { print substr($0, 2); next }
    /^\\t[a-z ]+ = \\{$/ { block = $0; gsub(/^\\t| = \\{$/, "", block); next }
    /^\\t\\}$/ { block = ""; next }
    block == "arguments" { sub(/^\\t+/, ""); print "argument " $0; next }
    block ~ /environment$/ { sub(/^\\t+/, ""); at = index($0, " => "); print "environment " substr($0, 1, at - 1) marked(substr($0, at + 4)) }')
  printf '%s\\n' "$own"
  plist=$(printf '%s\\n' "$own" | sed -n 's/^path = //p')
  programs=$(printf '%s\\n' "$own" | sed -n 's/^program = //p')
  arguments=$(printf '%s\\n' "$own" | sed -n 's/^argument //p')
  folders=$(printf '%s\\n' "$own" | sed -nE 's/^(working|root) directory = //p')
  echo '== unit files'
  [ -z "$plist" ] || file_of "$plist"
  echo '== programs'
  programs_of "\${programs:-$(printf '%s\\n' "$arguments" | head -n 1)}"
  arguments_of "$arguments"
  echo '== places'
  claimed_of "$(printf '%s\\n' "$plist" "$programs" "$arguments" "$folders" | sed -n '/^\\//p' | while IFS= read -r path; do really "$path"; done)"
  echo all
}
`;
