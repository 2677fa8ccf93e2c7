/** bytes read of a REVISION file: more than any name of a version */
export const LONGEST_REVISION = 300;

/**
 * For a release that was deployed without git, as Capistrano, Deployer and others do: the nearest REVISION file in the
 * manifest's folder or above it; a `.git` next to it takes precedence. Prints
 *
 *     now <seconds since the epoch>
 *     file <path>
 *     revision <its text on one line; what is no printable ASCII is a blank>
 *     laid <last modified> <last changed>   of the file and of each link on the way to it, seconds since the epoch
 *
 * A deployment moves a link (`current -> releases/7`), and a roll-back moves it back: then the file is old, and the link is
 * new. Nothing is executed, a FIFO is not opened, and only the beginning of a large file is read.
 */
// busybox's `tr` has no class `graph`. `stat -c` is GNU's and busybox's, `stat -f` is BSD's; both tell of a link itself.
export const LAID_RELEASE = `find_laid() {
  laid=
  cd -P "$1" || return
  place=$PWD
  until [ -e "$place/.git" ]; do
    if [ -f "$place/REVISION" ]; then laid=$place/REVISION; return; fi
    [ -n "$place" ] || return
    place=\${place%/*}
  done
}
read_laid() {
  [ -r "$laid" ] || { echo 'problem denied'; return; }
  echo "now $now"
  printf 'file %s\\n' "$(printf %s "$laid" | tr '\\000-\\037\\177' '?')"
  printf 'revision %s\\n' "$(head -c ${LONGEST_REVISION + 1} "$laid" | tr -c '!-~' ' ')"
  rest=$1 at= hops=0
  set -- "$laid"
  while [ -n "$rest" ] && [ $hops -lt 100 ]; do
    hops=$((hops + 1))
    part=\${rest%%/*}
    case $rest in */*) rest=\${rest#*/} ;; *) rest= ;; esac
    case $part in
      '' | .) continue ;;
      ..) at=\${at%/*}; continue ;;
    esac
    if [ -h "$at/$part" ]; then
      set -- "$@" "$at/$part"
      to=$(readlink "$at/$part")
      case $to in /*) at= ;; esac
      rest=$to/$rest
    else
      at=$at/$part
    fi
  done
  { stat -c '%Y %Z' "$@" || stat -f '%m %c' "$@"; } | sed 's/^/laid /'
  if [ -h "$laid" ]; then { stat -L -c '%Y %Z' "$laid" || stat -L -f '%m %c' "$laid"; } | sed 's/^/laid /'; fi
}
`;
