/**
 * sh that looks into what a start would run. A wrapper names what it starts; what a large program decides by itself
 * cannot be read from outside. Nothing of a file's content leaves the machine.
 *
 *     programs_of PATHS     `program <path> <device:inode> <SHA-256 or size> <clean|binary|names trading>` of each, or
 *                           `program <path> missing` or `unread`
 *     arguments_of PATHS    `argument <path> names trading` of those that do, `unread` of those that may be a script and
 *                           cannot be read, or stand in a closed folder: other data files grow, and are no matter
 */
export const programsScript = `names_trading() {
  { given_as path; given_as name; echo; cat; } | awk '
    !body && $0 == "" { body = 1; next }
    !body { claim[++count] = tolower($0); next }
    {
      line = tolower($0)
      if (line ~ /shiva|foresight|leverage/) found = 1
      for (each = 1; each <= count; each++) if (index(line, claim[each])) found = 1
    }
    END { exit !found }'
}
sum_of() {
  if [ -r "$1" ]; then
    if command -v sha256sum >/dev/null; then sha256sum <"$1"
    elif command -v shasum >/dev/null; then shasum -a 256 <"$1"
    else openssl dgst -sha256 -r <"$1"; fi
  elif [ -n "$by" ]; then $by sha256sum -- "$1"; fi | cut -d ' ' -f 1
}
file_of() {
  sum=$(sum_of "$1")
  echo "file $1 $(really "$1") \${sum:-unread}"
}
kind_of() {
  size=$(wc -c <"$1")
  start=$(head -c 2 <"$1" | tr -d '\\000')
  if [ $size -gt 1048576 ] || { [ "$start" != '#!' ] && [ $size -gt 65536 ]; }; then echo "$((size)) binary"
  elif tr -d '\\000' <"$1" | names_trading; then echo "$(sum_of "$1") names trading"
  else echo "$(sum_of "$1") clean"; fi
}
programs_of() {
  printf '%s\\n' "$1" | sed -n '/^\\//p' | sort -u | while IFS= read -r path; do
    if ! [ -e "$path" ]; then echo "program $path missing"
    elif ! [ -f "$path" ] || ! [ -r "$path" ]; then echo "program $path unread"
    else echo "program $path $(identity "$path") $(kind_of "$path")"; fi
  done
}
closed() {
  if [ -e "$1" ]; then [ -f "$1" ] && ! [ -r "$1" ]; return; fi
  above=\${1%/*}
  while [ -n "$above" ] && ! [ -e "$above" ]; do above=\${above%/*}; done
  [ -d "\${above:-/}" ] && ! [ -x "\${above:-/}" ]
}
arguments_of() {
  printf '%s\\n' "$1" | sed -n '/^\\//p' | sort -u | while IFS= read -r path; do
    if closed "$path"; then echo "argument $path unread"; continue; fi
    [ -f "$path" ] || continue
    case $(kind_of "$path") in *' names trading') echo "argument $path names trading" ;; esac
  done
}
`;
