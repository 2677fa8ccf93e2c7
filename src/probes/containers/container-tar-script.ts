import { secretNames } from '../../text/secret-names.ts';
import { quote } from '../../text/quote.ts';

/** What to read through the engine from a container without a shell or tools: a declared file, or a folder to search. */
export type TarRequest = { kind: 'file' | 'folder'; path: string; hash: boolean };

/** printed before the output of this method */
export const BY_TAR = '== tar';

/** Most bytes of one stream. Not a multiple of 512, so that a cut never falls between two members, where tar would see the end. */
const MOST_BYTES = 256 * 1024 * 1024 + 1;
/** rows of one folder */
export const MOST_ROWS = 2000;

/** The calls for one container, whose id is in `$1` and whose need of sudo is in `$2`. */
export function tarCalls(requests: TarRequest[]): string {
  const calls = requests.map(({ kind, path, hash }, index) =>
    kind === 'file'
      ? `taken ${index} "$2" "$1" ${quote(path)} ${Number(hash)}\n`
      : `swept ${index} "$2" "$1" ${quote(`${path.replace(/\/+$/, '')}/.`)}\n`,
  );
  return calls.join('');
}

const rows = [
  // a folder only without the sticky bit; the engine's tar holds no sockets
  '^[-hp].......w',
  '^d.......w[-x]',
  ...secretNames.map((name) => `/${name.replaceAll('.', String.raw`\.`).replaceAll('*', '[^/]*')}$`),
  '^h',
];

/**
 * POSIX sh that reads paths of a container through the engine's tar stream, which needs no program in the container and
 * writes nothing. After `== tar <gnu | bsd | plain | none>`, lines that begin with an index:
 *
 *     <index> row <row of tar -tv>         of a folder those alone that anybody may write or that may be secrets
 *     <index> ids <49 bytes of the header>  of a plain tar, which names owners that it should number
 *     <index> open | <index> sha <digest …> | <index> broken
 *     <index> said <a line of the errors>
 *     <index> tar|copy <exit status>       <index> capped
 *
 * GNU's and BSD's tar write a line break in a name as an escape, busybox's writes it as it is: there every line
 * break of the stream is made another byte, by which the header of such a name fails its checksum, and tar ends.
 */
export const TAR_PRELUDE = `most=${MOST_BYTES}
begin_tar() {
  dialect=none
  if command -v tar >/dev/null; then
    case $(tar --version 2>&1 </dev/null) in
      *'GNU tar'*) dialect=gnu ;;
      bsdtar*) dialect=bsd ;;
      *) dialect=plain ;;
    esac
  fi
  if command -v sha256sum >/dev/null; then hasher=sha256sum
  elif command -v shasum >/dev/null; then hasher='shasum -a 256'
  else hasher='openssl dgst -sha256 -r'; fi
  echo "${BY_TAR} $dialect"
}
copied() {
  if [ "$engine" = docker ]; then
    as "$1" cp -L "$2:$3" - </dev/null
  else
    # podman-cp(1) follows links without -L, which it refuses; behind \`/.\` its rows would not name the folder
    as "$1" cp "$2:\${3%/.}" - </dev/null
  fi || echo "copy $?" >&2
}
capped() {
  head -c $most
  [ "$(head -c 1 | wc -c)" -eq 0 ] || echo capped >&2
}
rows() {
  case $dialect in
    gnu) tar --numeric-owner --quoting-style=escape -tvf - ;;
    bsd) tar --numeric-owner -tvf - ;;
    *) tr '\\n' '\\001' | tar --numeric-owner -tvf - ;;
  esac
  echo "tar $?" >&2
  cat >/dev/null
}
tell_all() {
  sed -e "s/^copy /$1 copy /" -e t -e "s/^tar \\([0-9]*\\)$/$1 tar \\1/" -e t -e "s/^capped$/$1 capped/" -e t -e "s/^/$1 said /" | tail -n 20
}
taken() {
  row=$(copied "$2" "$3" "$4" 2>/dev/null | head -c 65536 | rows 2>/dev/null | head -n 1)
  if [ -z "$row" ]; then
    copied "$2" "$3" "$4" 2>&1 >/dev/null | head -c 4096 | tell_all $1
    return
  fi
  printf '%s row %s\\n' "$1" "$row"
  if [ $dialect = plain ]; then
    header=$(copied "$2" "$3" "$4" 2>/dev/null | head -c 512 | tail -c 404 | head -c 49 | tr -c 0-9a-zA-Z ' ')
    echo "$1 ids $header"
  fi
  case $row in -*) ;; *) return ;; esac
  case $4 in *.pem | *.key)
    heads=$(copied "$2" "$3" "$4" 2>/dev/null | tar -xOf - | grep -e 'BEGIN ' -e 'PRIVATE KEY' | tr -d '\\000')
    case $heads in
      *'PRIVATE KEY'*) ;;
      *'CERTIFICATE-----'* | *'PUBLIC KEY-----'*) echo "$1 open" ;;
    esac ;;
  esac
  [ "$5" = 1 ] || return
  {
    copied "$2" "$3" "$4" | capped | { tar -xOf - || echo broken >&2; } | $hasher | sed "s/^/$1 sha /"
  } 2>&1 | sed "/^$1 sha /!s/.*/$1 broken/"
}
swept() {
  {
    said=$(
      { copied "$2" "$3" "$4" | capped | rows | grep ${rows.map((row) => `-e ${quote(row)}`).join(' ')} | head -n ${MOST_ROWS + 1} | sed "s/^/$1 row /" >&3; } 2>&1
    )
  } 3>&1
  printf '%s\\n' "$said" | tell_all $1
}
`;
