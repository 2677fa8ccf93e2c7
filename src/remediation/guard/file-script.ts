/**
 * sh that prints what a plan for one file would touch, from within its folder: `look_file find PATH …`. It enters the
 * folder without following links, and the action later uses a name in that folder: swapping a folder on the way changes
 * nothing.
 *
 *     == folder    `folder <path> <device:inode> <mode> <uid>:<gid> …` of it and all above; `group <gid> <members>` where
 *                  its group may write; `acl` where a list of rights does
 *     == file      `file <device:inode> <mode> <uid>:<gid> <links> <type>`, where it really is, who acts
 *     == lock      for a lock that is to go: the sum of its content, each process that it may mean and that is alive,
 *                  and whether somebody holds it
 *     == places    what it is, or is in, that belongs to a trading service
 *     all
 */
export const fileScript = `look_file() {
  name=\${2##*/} here=$(pwd -P) || return
  [ -n "$name" ] || return
  echo '== folder'
  above "$here" | while IFS= read -r path; do
    echo "folder $(row_of "$path") $path"
  done
  own=$(row_of .) && echo "own $own"
  gid=$(printf '%s\\n' "$own" | awk '{ sub(/.*:/, "", $3); print $3 }')
  case $(uname) in
    Darwin)
      echo "group $gid ?"
      ls -lde . | grep ' allow ' | sed 's/.*/acl/' | head -n 1 ;;
    *)
      echo "group $gid $(echo $({ awk -F : -v gid="$gid" '$4 == gid { print $1 }' /etc/passwd
        awk -F : -v gid="$gid" '$3 == gid { print $4 }' /etc/group | tr ',' '\\n'; } | sort -u))"
      case $(ls -ld .) in ??????????+*) echo acl ;; esac ;;
  esac
  echo '== file'
  echo "file $(row_of "./$name") $({ stat -c %h -- "./$name" || stat -f %l -- "./$name"; })"
  echo "at \${here%/}/$name"
  if [ -n "$by" ]; then echo 'acts 0'; else echo "acts $(id -u)"; fi
  echo "owner $(awk -F : -v uid="$(row_of . | awk '{ sub(/:.*/, "", $3); print $3 }')" '$3 == uid { print $1; exit }' /etc/passwd)"
  case " $* " in *' rm '*)
    echo '== lock'
    sum=$({ cat "./$name" || $by cat "./$name"; } | head -c 65536 | sum_in)
    echo "sum \${sum:-unread}"
    { cat "./$name" || $by cat "./$name"; } | head -c 4096 | tr -cs '0-9' '\\n' | sed -n '/^[1-9][0-9]\\{0,9\\}$/p' | sort -u |
      while IFS= read -r pid; do
        if [ -d "/proc/$pid" ] || kill -0 "$pid" || ps -p "$pid" | grep -q "^ *$pid "; then echo "lives $pid"; fi
      done
    held ;;
  esac
  echo '== places'
  claimed_of "\${here%/}/$name"
  echo all
}
held() {
  inode=$(identity "./$name")
  looked=
  # Other machines' locks stand in no list of this one: \`host:/export\`, \`//host/share\`.
  source=$(df -P . | awk 'NR == 2 { print $1 }')
  case $source in
    '') echo 'held unseen' ;;
    *:* | //*) echo "held elsewhere $source" ;;
  esac
  if [ -r /proc/locks ]; then
    looked=1
    grep -q ":\${inode#*:} " /proc/locks && echo 'held locked'
  fi
  if [ "$(uname)" != Darwin ] && command -v fuser >/dev/null; then
    looked=1
    $by fuser "./$name" && echo 'held open'
  elif command -v lsof >/dev/null; then
    looked=1
    [ -z "$($by lsof -t -- "./$name")" ] || echo 'held open'
  fi
  [ -n "$looked" ] || echo 'held unseen'
}
on_file() {
  name=./\${2##*/}
  shift 2
  $by find "$name" "$@"
}
`;
