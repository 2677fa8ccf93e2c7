import { isPublic } from './pem-script.ts';
import { quote } from '../../text/quote.ts';

/** One file to look at. */
export type FileRequest = { path: string; sudo: boolean; hash: boolean };

/**
 * POSIX sh that prints, for each file in turn, lines that begin with its index:
 *
 *     <index> numeric <row of ls -ldnL>      the file that a link leads to, owner and group as numbers
 *     <index> named <row of ls -ldL>
 *     <index> open                           it is PEM text without a private key in it
 *     <index> sha <digest …>  |  <index> large  |  <index> unhashed <why>
 *     <index> problem <why>                  instead of all these
 *
 * The paths of a manifest hold no line breaks, and what programs say is put on one line.
 */
export function filesScript(requests: FileRequest[]): string {
  const looks = requests.map(
    ({ path, sudo, hash }, index) => `look ${index} ${Number(sudo)} ${Number(hash)} ${quote(path)}\n`,
  );
  return `${PRELUDE}${looks.join('')}`;
}

/** All files of a machine together: hashing more than this would cost the section its deadline. */
const MOST_BYTES = 512 * 1024 * 1024;

// - `ls -l` is what POSIX describes; `stat` takes other options on every system.
// - sudo is tried only where reading without it was refused: that is "where needed".
// - BSD's `ls -L` lists a link to nothing as itself; asking for what lies behind it gives the reason.
// - openssl says why it could not read in words of its own, hence `cat`.
// - Only a regular file is opened: a named pipe would hang.
const PRELUDE = `set -f
unset QUOTING_STYLE LS_COLORS LS_BLOCK_SIZE BLOCK_SIZE
total=0
if command -v sha256sum >/dev/null; then hasher=sha256sum
elif command -v shasum >/dev/null; then hasher='shasum -a 256'
elif command -v openssl >/dev/null; then hasher='openssl dgst -sha256 -r'
else hasher=; fi
tell() {
  printf '%s %s %s\\n' "$1" "$2" "$(printf '%s' "$3" | tr '\\n' ' ')"
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
