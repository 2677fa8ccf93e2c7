import { secretNames } from '../../text/secret-names.ts';
import { isPublic } from './pem-script.ts';
import { quote } from '../../text/quote.ts';

/** One folder to search, with all below it on the same file system. */
export type ScanRequest = { folder: string; sudo: boolean };

/** Most files that are named per folder; nobody would read a longer list. */
export const MOST_FILES = 200;

/**
 * POSIX sh that prints, for each folder in turn, lines that begin with its index:
 *
 *     <index> file <column of ls -l> <owner> <group> <public | -> n <path>   or, where a name holds a line break,
 *     <index> file <column of ls -l> <owner> <group> <public | -> x <path in hex>
 *     <index> said <a line of the errors>
 *     <index> ended <exit status of find>
 *     <index> problem <why>                           instead of all these
 *     * file …                                        the same as the first two, of the folder that it is in
 *
 * Where sudo had to be tried, the folder's files follow twice, and its last `said` and `ended` count.
 */
export function scansScript(requests: ScanRequest[]): string {
  const all = requests.map((request, index) => ({ ...request, index, top: topOf(request.folder) }));
  const [plain, odd] = [all.filter(({ top }) => PLAIN.test(top)), all.filter(({ top }) => !PLAIN.test(top))];
  const groups = Array.from({ length: Math.ceil(plain.length / AT_ONCE) }, (_, group) => {
    const own = plain.slice(group * AT_ONCE, (group + 1) * AT_ONCE);
    const flags = own.map(({ index, sudo }) => `${index}:${Number(sudo)} `).join('');
    return `scans '${flags}' ${own.map(({ top }) => quote(top)).join(' ')}\n`;
  });
  const singly = odd.map(({ index, sudo, top }) => `scan ${index} ${Number(sudo)} ${quote(top)}\n`);
  return `${PRELUDE}${TOGETHER}${groups.join('')}${singly.join('')}`;
}

/** With `/.` behind it a folder is searched also where it is a link. */
export function topOf(folder: string): string {
  return `${folder.replace(/\/+$/, '')}/.`;
}

/** folders in one call of `find` */
const AT_ONCE = 50;
/** What every `find` writes into its errors as it is. */
const PLAIN = /^[\w/.+:@,=-]*$/;

// What everybody may write. In a folder with the sticky bit nobody can replace what is another's. A link's own mode says
// nothing, and a device is the system's.
const OPEN_TO_ALL = "-perm -002 '(' -type f -o -type s -o -type p -o -type d '!' -perm -1000 ')'";

// Runs once per few hundred files, which find passes as arguments: names are never parsed as text.
const LISTER = `LC_ALL=C
export LC_ALL
unset QUOTING_STYLE
trap "" PIPE
set -f
nl="
"
told() {
  open=-
  case $file in *.pem | *.key)
    if [ -f "$file" ] && ${isPublic('"$file"')}
    then open=public; fi ;;
  esac
  case $file in
  *"$nl"*) name="x $(printf %s "$file" | od -An -v -tx1 | tr -d " \\n")" ;;
  *) name="n $file" ;;
  esac
  printf "%s\\n" "$0 file $1 $3 $4 $open $name" || { kill $PPID; exit; }
}
odd="*[! -~]*"
case $* in
$odd | [!/]*)
  for file do
    row=$(ls -ld "$file") && told $row
  done ;;
*)
  rows=$(ls -ld "$@")
  IFS=$nl
  set -- $rows
  unset IFS
  for row do
    file=/\${row#* /}
    told $row
  done ;;
esac`;

// - `-perm -002` and `-perm -040 -o -perm -004` are POSIX; GNU's \`/o+w\` is not.
// - \`head\` ends the listing at the cap; the lister then ends find, which would search on for nobody.
// - The lister is outside of `$( )`: bash 3.2, macOS's sh, would take a pattern's `)` in it for the end.
// - What find says about files that went away meanwhile becomes the one word \`gone\`.
const PRELUDE = `unset POSIXLY_CORRECT
lister='${LISTER}'
scan() {
  said=$(ls -d "$3" 2>&1 >/dev/null) || {
    if [ $2 = 1 ] && refused; then
      said=$(sudo -n ls -d "$3" 2>&1 >/dev/null) && said=
    fi
    if [ -n "$said" ]; then
      printf '%s problem %s\\n' "$1" "$(printf '%s' "$said" | tr '\\n' ' ')"
      return
    fi
    search $1 "$3" sudo -n
    return
  }
  search $1 "$3"
  if [ $2 = 1 ] && refused; then search $1 "$3" sudo -n; fi
}
refused() {
  case $said in *': Permission denied'* | *': Operation not permitted'*) return 0 ;; esac
  return 1
}
search() {
  index=$1 top=$2
  shift 2
  {
    said=$(
      {
        {
          find_in "$@"
          echo "ended $?" >&2
        } | head -n ${MOST_FILES + 1} >&3
      } 2>&1 | sed 's/^.*: No such file or directory$/gone/' | uniq | tail -n 20
    )
  } 3>&1
  printf '%s\\n' "$said" | sed "s/^/$index said /"
}
find_in() {
  "$@" find \${tops-"$top"} -xdev '(' ${OPEN_TO_ALL} -o -type f '(' ${secretNames
    .map((name) => `-name ${quote(name)}`)
    .join(' -o ')} ')' '(' -perm -040 -o -perm -004 ')' ')' -exec sh -c "$lister" "$index" {} +
}
`;

// - One `find` searches the folders of one file system: busybox's may else step from one into the other's.
// - Those that it complains of are searched once more, by themselves; so are all where it did not come to its end, or
//   complains of what is in none of them.
const TOGETHER = `set -f
nl='
'
devices() {
  if [ -r /proc/self/stat ]; then stat -L -c %d -- "$@"; else stat -L -f %d -- "$@"; fi
}
together() {
  there=
  for top do
    [ ! -d "$top" ] || there="$there $top"
  done
  [ -n "$there" ] || return
  most=1
  if [ $# = 1 ]; then tops=$there most=$((most + ${MOST_FILES})); return; fi
  devices=$(devices $there)$nl
  device=\${devices%%"$nl"*}
  for top in $there; do
    [ "$device" != "\${devices%%"$nl"*}" ] || tops="$tops $top" most=$((most + ${MOST_FILES}))
    devices=\${devices#*"$nl"}
  done
  [ -n "$device" ] && [ -z "$devices" ]
}
scans() {
  flags=$1 tops= whole= complaints=
  shift
  if together "$@"; then
    index='*'
    {
      said=$nl$(
        {
          {
            find_in
            echo "ended $?" >&2
          } | head -n $most >&3
        } 2>&1 | head -c 16384
      )
    } 3>&1
    ended=\${said##* }
    case $said in *"\${nl}ended "[01]) whole="$tops " ;; esac
    IFS=$nl
    for line in \${said%"\${nl}ended "*}; do
      case $line in *': No such file or directory') continue ;; esac
      of=
      for top do
        case $line in *"$top"*) of=1 complaints="$complaints $top " ;; esac
      done
      [ -n "$of" ] || whole=
    done
    unset IFS
  fi
  unset tops
  for top do
    flag=\${flags%% *}
    flags=\${flags#* }
    case $whole,$complaints in
      *" $top "*,*" $top "*) scan \${flag%:*} \${flag#*:} "$top" ;;
      *" $top "*,*) echo "\${flag%:*} said ended $ended" ;;
      *) scan \${flag%:*} \${flag#*:} "$top" ;;
    esac
  done
}
`;
