/**
 * sh that finds the units of trading services, by the names in the guard's input:
 *
 *     trading_folders       their files, folders, scripts and triggers, also those that the manifest does not name
 *     trading_jobs WORDS    the same for launchd, and what they watch (WatchPaths, QueueDirectories, PathState), from their
 *                           plists, loaded or not
 *     kept_from BLOCKS      `shared <unit> <user>` for each unit whose stop removes what other processes of its user share.
 *                           systemd.exec(5), RemoveIPC=: it has no effect on root
 */
export const tradingUnitsScript = `of_trading=FragmentPath,DropInPaths,WorkingDirectory,RootDirectory,PIDFile,EnvironmentFiles,LoadCredential,BindPaths,ReadWritePaths
of_trading=$of_trading,ExecCondition,ExecStartPre,ExecStart,ExecStartPost,ExecReload,ExecStop,ExecStopPost
of_trading=$of_trading,RuntimeDirectory,StateDirectory,CacheDirectory,LogsDirectory,ConfigurationDirectory
trading_units() {
  given_as name | sed -nE '/^[A-Za-z0-9:_.@\\\\][A-Za-z0-9:_.@\\\\-]*$/p' | sed '/\\./!s/$/.service/'
}
trading_folders() {
  command -v systemctl >/dev/null || return
  units=$(trading_units)
  [ -n "$units" ] || return
  for scope in --system --user; do
    shown=$(systemctl $scope --no-pager show --property=$of_trading -- $units | sed 's/^/unit /')
    printf '%s\\n' "$shown" | sed 's/^unit //; s/^[A-Za-z]*=!*//; s/ ; ignore_errors=.*//' | paths_in
    folders_made "$shown"
    triggers=$(systemctl $scope --no-pager show --property=TriggeredBy -- $units | sed -n 's/^TriggeredBy=//p')
    [ -z "$triggers" ] || systemctl $scope --no-pager show --property=Paths,Listen -- $triggers | sed -nE 's/^(Paths|Listen)=//p' | paths_in
  done | grep -vxF /etc/environment |
    grep -vE '^/(usr|s?bin|lib|lib32|lib64|dev|proc|sys)(/|$)' | grep -E '^/[^/]+/[^/]' |
    grep -vE '^/(home/[^/]+|Users/[^/]+|var/(lib|log|cache|run|tmp|opt|www)|run/user/[0-9]+)/*$'
}
trading_jobs() {
  command -v launchctl >/dev/null || return
  uid=$(id -u) domain=
  case $4 in */*) domain=\${4%/*} ;; esac
  given_as name | sed -n '/^[A-Za-z0-9][A-Za-z0-9._-]*$/p' | while IFS= read -r name; do
    for at in "\${domain:-gui/$uid}" system "user/$uid"; do
      said=$(launchctl print "$at/$name") || continue
      printf '%s\\n' "$said" | sed -n '/^\targuments = {$/,/^\t}$/p' | paths_in
      printf '%s\\n' "$said" | sed -nE 's/^\t(path|program|working directory|stdin path|stdout path|stderr path) = //p'
    done
    for folder in /Library/LaunchDaemons /Library/LaunchAgents "$HOME/Library/LaunchAgents"; do
      if [ -f "$folder/$name.plist" ]; then printf '%s\\n' "$folder/$name.plist"; fi
    done
  done | sort -u | while IFS= read -r path; do
    printf '%s\\n' "$path"
    case $path in *.plist) plist_of "$path" | paths_in ;; esac
  done | sort -u | grep -E '^/[^/]+/[^/]' |
    grep -vE '^/(usr|s?bin|dev|System|Applications|nix|opt/homebrew|opt/local|Library/(Frameworks|Developer|Java))(/|$)' |
    grep -vE '^(/private)?/(Users/[^/]+|Users/[^/]+/Library|Users/[^/]+/Library/(Logs|LaunchAgents)|Library/[^/]+|var/(log|tmp|root|run)|tmp)/*$'
}
# It may be in the binary form.
plist_of() {
  if command -v plutil >/dev/null; then text_of "$1" | plutil -convert xml1 -o - - && return; fi
  text_of "$1"
}
kept_from() {
  printf '%s\\n' "$1" | sed -n 's/^\\([^ ]*\\) RemoveIPC=yes$/\\1/p' | sort -u | while IFS= read -r unit; do
    of=$(printf '%s\\n' "$1" | unit=$unit awk '$1 == ENVIRON["unit"]')
    [ -z "$(printf '%s\\n' "$of" | grep ' DynamicUser=yes')" ] || continue
    user=$(values_of "$of" User | head -n 1)
    if [ -n "$user" ] && shares "$unit" "$user" "$(values_of "$of" Group | head -n 1)"; then echo "shared $unit $user"; fi
  done
}
shares() {
  uid=$(id -u -- "$2") && gid=$(id -g -- "\${3:-$2}" || awk -F : -v name="$3" '$1 == name { print $3; exit }' /etc/group)
  [ -n "$uid" ] && [ -n "$gid" ] || return 0
  [ "$uid" != 0 ] || return 1
  # A person's user runs more than what runs now.
  [ "$uid" -lt 1000 ] || return 0
  running=$(ps -eo uid=,gid=,cgroup=) || return 0
  printf '%s\\n' "$running" | unit=$1 awk -v uid="$uid" -v gid="$gid" '
    ($1 == uid || $2 == gid) && !index($0 "/", "/" ENVIRON["unit"] "/") { found = 1; exit } END { exit !found }' && return 0
  claims_in_force | while IFS= read -r path; do row_of "$path"; done | awk -v uid="$uid" '{ split($3, owner, ":") } owner[1] == uid { found = 1; exit } END { exit !found }' && return 0
  units=$(trading_units)
  [ -n "$units" ] && systemctl $scope --no-pager show --property=User,Group -- $units | grep -qxE "(User|Group)=($2|$uid\${3:+|$3})"
}
`;
