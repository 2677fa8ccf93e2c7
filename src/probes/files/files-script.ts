import { isPublic } from './pem-script.ts';
import { quote } from '../../text/quote.ts';

/** One file to read. */
export type FileRequest = { path: string; sudo: boolean; hash: boolean };

/**
 * POSIX sh that prints, for each file in turn, lines that begin with its index:
 *
 *     <index> numeric <row of ls -ldnL>      the file that a link leads to, owner and group as numbers
 *     <index> named <row of ls -ldL>
 *     - numeric <row>, - named <row>         the same, of the file whose path it ends with
 *     <index> open                           it is PEM text without a private key in it
 *     <index> sha <digest …>  |  <index> large  |  <index> unhashed <why>
 *     <index> problem <why>                  instead of all these
 *
 * The paths of a manifest hold no line breaks, and what programs say is put on one line.
 */
export function filesScript(requests: FileRequest[]): string {
  const groups = Array.from({ length: Math.ceil(requests.length / AT_ONCE) }, (_, group) => {
    const own = requests.slice(group * AT_ONCE, (group + 1) * AT_ONCE);
    const flags = own.map(({ sudo, hash }) => `${Number(sudo)}${Number(hash)}`).join(' ');
    return `files ${group * AT_ONCE} '${flags} ' ${own.map(({ path }) => quote(path)).join(' ')}\n`;
  });
  return `${LOOK}${TOGETHER}${groups.join('')}`;
}

/** files per call of `ls` */
const AT_ONCE = 50;
/** Most bytes to hash per machine: more would exceed the section's deadline. */
const MOST_BYTES = 512 * 1024 * 1024;

// - `ls -l` is what POSIX describes; `stat` takes other options on every system.
// - sudo is tried only where reading without it was refused: that is "where needed".
// - BSD's `ls -L` lists a link to nothing as itself; asking for what is behind it gives the reason.
// - openssl says why it could not read in words of its own, hence `cat`.
// - Only a regular file is opened: a named pipe would hang.
const LOOK = `set -f
unset QUOTING_STYLE LS_COLORS LS_BLOCK_SIZE BLOCK_SIZE
nl='
'
total=0
if command -v sha256sum >/dev/null; then hasher=sha256sum
elif command -v shasum >/dev/null; then hasher='shasum -a 256'
elif command -v openssl >/dev/null; then hasher='openssl dgst -sha256 -r'
else hasher=; fi
tell() {
  case $3 in
    *"$nl"*) printf '%s %s %s\\n' "$1" "$2" "$(printf '%s' "$3" | tr '\\n' ' ')" ;;
    *) printf '%s %s %s\\n' "$1" "$2" "$3" ;;
  esac
}
refused() {
  case $1 in *': Permission denied' | *': Operation not permitted') return 0 ;; esac
  return 1
}
look() {
  as=
  row=$(ls -ldnL "$4") || {
    said=$(ls -ldnL "$4" 2>&1 >/dev/null)
    if [ $2 = 1 ] && refused "$said"; then
      as='sudo -n'
      row=$($as ls -ldnL "$4") || {
        tell $1 problem "$($as ls -ldnL "$4" 2>&1 >/dev/null)"
        return
      }
    else
      tell $1 problem "$said"
      return
    fi
  }
  case $row in l*)
    tell $1 problem "$($as ls -d "$4/." 2>&1 >/dev/null)"
    return ;;
  esac
  tell $1 numeric "$row"
  tell $1 named "$($as ls -ldL "$4")"
  case $row in -*) inside $1 $2 $3 "$4" $row ;; esac
}
inside() {
  case $4 in *.pem | *.key)
    ${isPublic('"$4"')} && echo "$1 open" ;;
  esac
  [ $3 = 1 ] || return
  total=$((total + $9))
  if [ $total -gt ${MOST_BYTES} ]; then
    total=$((total - $9))
    echo "$1 large"
  elif [ -z "$hasher" ]; then
    echo "$1 unhashed there is no sha256sum, shasum or openssl on the machine"
  elif sum=$($as $hasher "$4"); then
    tell $1 sha "$sum"
  else
    said=$($as cat "$4" 2>&1 >/dev/null)
    if [ -z "$as" ] && [ $2 = 1 ]; then
      if sum=$(sudo -n $hasher "$4"); then
        tell $1 sha "$sum"
        return
      fi
      said=$(sudo -n $hasher "$4" 2>&1 >/dev/null)
    fi
    tell $1 unhashed "$said"
  fi
}
`;

// Two calls of `ls` see all files; one that they do not list is checked by itself. What follows a link that leads nowhere
// (see above) may be any text, and then each is checked by itself.
const TOGETHER = `files() {
  index=$1 flags=$2
  shift 2
  numeric=$nl$(ls -ldnL "$@")$nl
  named=$(ls -ldL "$@")
  case $numeric in *"\${nl}l"*) numeric= named= ;; esac
  for path do
    flag=\${flags%% *}
    flags=\${flags#* }
    case $numeric in
      *" $path$nl"*)
        row=\${numeric%%" $path$nl"*}
        if [ -f "$path" ]; then as= && inside $index \${flag%?} \${flag#?} "$path" \${row##*"$nl"}; fi ;;
      *) look $index \${flag%?} \${flag#?} "$path" ;;
    esac
    index=$((index + 1))
  done
  IFS=$nl
  for row in $numeric; do printf -- '- numeric %s\\n' "$row"; done
  for row in $named; do printf -- '- named %s\\n' "$row"; done
  unset IFS
}
`;
