/**
 * sh that compares paths by what they are, not by their names:
 *
 *     identity PATH         device and inode, `-` if it does not exist
 *     really PATH           the path after all links; nothing if that cannot be seen
 *     claimed_of PATHS [FOLDERS]   of real paths, one per line: `claimed <path of a trading service>` for each that is, or is
 *                           in, a path of a trading service, also through a bind mount, an overlay, a hard link or
 *                           another spelling; and for each of FOLDERS that contains such a path
 *
 * proc(5), mountinfo: the third field is the device, the fourth which part of it is mounted, the fifth where. Below a
 * mount, a path is one of the device's own tree. An overlay also counts as its lower folders, and a FUSE file system as
 * what it shows. Without mountinfo, the path itself is kept.
 */
export const placesScript = `identity() {
  stat -L -c '%d:%i' -- "$1" || stat -L -f '%d:%i' -- "$1" || echo -
}
row_of() {
  { stat -c '%d:%i %a %u:%g %F' -- "$1" || stat -f '%d:%i %Lp %u:%g %HT' -- "$1"; } |
    awk '{ print $1, $2, $3, tolower($4) }'
}
really() (
  case $1 in /*) ;; *) return ;; esac
  if [ -d "$1" ]; then
    cd -P -- "$1/" && pwd -P && return
  elif [ -L "$1" ]; then
    readlink -f -- "$1" && return
  else
    folder=\${1%/*} rest=\${1##*/}
    until (cd -P -- "$folder/"); do
      [ -n "$folder" ] || return
      rest=\${folder##*/}/$rest folder=\${folder%/*}
    done
    if [ "$rest" = "\${rest#*/}" ] || ! [ -e "$folder/\${rest%%/*}" ]; then
      cd -P -- "$folder/" && folder=$(pwd -P) && printf '%s/%s\\n' "\${folder%/}" "$rest"
      return
    fi
  fi
  [ -z "$by" ] || $by readlink -f -- "$1"
)
on_device() {
  if [ -r /proc/self/mountinfo ]; then
    awk 'NR == FNR {
        device[++count] = $3; root[count] = $4; at[count] = $5
        type = $0
        sub(/.* - /, "", type)
        split(type, super, " ")
        if (super[1] ~ /^fuse/ && index(super[2], "/")) under[count] = substr(super[2], index(super[2], "/"))
        if (super[1] == "overlay") {
          many = split(super[3], option, ",")
          for (each = 1; each <= many; each++) if (option[each] ~ /^(lower|upper)dir\\+?=/) {
            sub(/^[^=]*=/, "", option[each])
            under[count] = under[count] ":" option[each]
          }
        }
        next
      }
      function show(path, depth,   best, each, top, below, many, layer) {
        best = 0
        for (each = 1; each <= count; each++) {
          top = at[each] == "/" ? "" : at[each]
          if ((path == at[each] || index(path, top "/") == 1) && (!best || length(at[each]) >= length(at[best]))) best = each
        }
        below = at[best] == "/" ? path : substr(path, length(at[best]) + 1)
        print tolower(device[best] ":" (root[best] == "/" ? "" : root[best]) below)
        if (depth > 3) return
        many = split(under[best], layer, ":")
        for (each = 1; each <= many; each++) if (layer[each] ~ /^\\//) show(layer[each] (root[best] == "/" ? "" : root[best]) below, depth + 1)
      }
      {
        path = $0
        gsub(/\\\\/, "\\\\134", path)
        gsub(/ /, "\\\\040", path)
        gsub(/\\t/, "\\\\011", path)
        show(path, 0)
      }' /proc/self/mountinfo -
  else
    tr '[:upper:]' '[:lower:]'
  fi
}
above() {
  case $1 in /*) at=$1 ;; *) at= ;; esac
  while [ -n "$at" ]; do
    printf '%s\\n' "$at"
    at=\${at%/*}
  done
  echo /
}
claims_in_force() {
  given_as path
  printf '%s\\n' "$derived" | sed '/^$/d'
}
claimed_of() {
  own=$(printf '%s\\n' "$1" "$2" | sort -u | sed '/^$/d')
  around=$(printf '%s\\n' "$2" | sort -u | sed '/^$/d')
  [ -n "$own" ] && [ -n "$(claims_in_force)" ] || return
  ids=" $(printf '%s\\n' "$own" | while IFS= read -r path; do above "$path"; done | sort -u |
    while IFS= read -r path; do identity "$path"; done | tr '\\n' ' ')"
  places=$(printf '%s\\n' "$own" | on_device)
  wide=$([ -z "$around" ] || printf '%s\\n' "$around" | on_device)
  linked=$(printf '%s\\n' "$own" | while IFS= read -r path; do
    [ -f "$path" ] && [ "$(stat -c %h -- "$path" || stat -f %l -- "$path")" -gt 1 ] && identity "$path"
  done)
  claims_in_force | sort -u | while IFS= read -r claim; do
    real=$(really "$claim")
    id=$(identity "$claim")
    place=$(printf '%s\\n' "$real" | on_device)
    hit=
    [ "$id" = - ] || case $ids in *" $id "*) hit=1 ;; esac
    [ -n "$real" ] || echo "unseen $claim"
    [ -n "$hit" ] || [ -z "$real" ] || hit=$(printf '%s\\n' "$places" | place=$place awk '
      BEGIN { count = split(ENVIRON["place"], top, "\\n") }
      { for (each = 1; each <= count; each++) if ($0 == top[each] || index($0, top[each] "/") == 1) { print 1; exit } }')
    # A pattern of paths that a unit of it watches.
    case $claim in *[*?]*)
      [ -n "$hit" ] || hit=$(printf '%s\\n' "$own" | while IFS= read -r path; do
        case $path in ($claim) echo 1 ;; esac
      done | head -n 1) ;;
    esac
    [ -n "$hit" ] || [ -z "$wide" ] || hit=$(printf '%s\\n' "$place" | wide=$wide awk '
      BEGIN { count = split(ENVIRON["wide"], top, "\\n") }
      { for (each = 1; each <= count; each++) if ($0 == top[each] || top[each] ~ /:$/ || index($0, top[each] "/") == 1) { print 1; exit } }')
    # A second name of a file that lies below.
    [ -n "$hit" ] || [ -z "$linked" ] || ! [ -d "$claim" ] || hit=$(printf '%s\\n' "$linked" | while IFS= read -r one; do
      [ "\${one%:*}" != "\${id%:*}" ] || [ -z "$($by find "$claim/" -xdev -inum "\${one#*:}" -print | head -n 1)" ] || echo 1
    done | head -n 1)
    [ -z "$hit" ] || echo "claimed $claim"
  done
}
`;
