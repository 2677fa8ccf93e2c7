import { CHANGES } from './changes-script.ts';
import { LAID_RELEASE } from './laid-script.ts';
import { PLAIN_CHECKOUT } from './plain-script.ts';
import { SEALED } from './sealed-git.ts';
import { quote } from '../../text/quote.ts';

/** One checkout to read, with its expected branch and the service's paths in it. */
export type CheckoutRequest = { path: string; branch: string; paths: readonly string[] };

/** What the shell prints if it cannot read any checkout. */
export const WITHOUT_GIT = 'no-git';
/** checkouts whose reflogs are read by one process */
const AT_ONCE = 40;

/**
 * POSIX sh that prints for each checkout in turn, one fact a line and each with a word of its own in front, so that
 * nothing in a checkout can pass for another's:
 *
 *     checkout <index>
 *     now <seconds since the epoch>
 *     problem missing | denied | not-git | no-git | pipe | untracked | slow | filter-name | <what> <exit status>
 *     revision …, laid …                    of a release that was laid there, instead of the rest: see laid-script.ts
 *     branch refs/heads/<name> | detached | contained yes | contained no | contained unknown
 *     committed <seconds since the epoch>
 *     move <old> <new> <seconds since the epoch>
 *     at <sha>, and for each path in turn: object <sha> | object <what was asked> missing
 *     git # branch.oid <sha> …
 *     git 1 .M … <path>
 *     unjudged                              the change above may be none: it is filtered, or not readable
 *     status <exit status>
 *     said <a line of git's errors>
 *     end
 *     again <index>, and then the moves of a checkout that had none between its own lines, and end
 */
export function checkoutScript(requests: readonly CheckoutRequest[]): string {
  const looks = requests.map(({ path, branch, paths }, index) => {
    const own = paths.map((each) => ` ${quote(each)}`).join('');
    return `look ${index} ${quote(path)} ${quote(branch)}${own}\n`;
  });
  const groups = looks.map((look, at) => (at % AT_ONCE === AT_ONCE - 1 ? `${look}tell_moves\n` : look));
  return `${SEALED}${READERS}${CHANGES}${LAID_RELEASE}${PLAIN_CHECKOUT}${LOOK}${groups.join('')}tell_moves\n`;
}

// Whether git runs at all is checked only where it matters.
const LOOK = `git= now=$(date +%s)
runs_git() {
  if [ -z "$git" ]; then if has_git; then git=yes; else git=no; fi; fi
  [ $git = yes ]
}
look() {
  index=$1 slow=
  echo "checkout $1"
  shift
  read_it "$@"
  [ -z "$slow" ] || echo 'problem slow'
  echo end
}
read_it() {
  find_laid "$1"
  if [ -n "$laid" ] && ! { find_top "$1" >/dev/null && tracked "$laid"; }; then
    read_laid "$1"
    return
  fi
  find_top "$1" || return
  if [ "$top" != "$PWD" ] && runs_git && ! tracked .; then echo 'problem untracked'; return; fi
  shift
  [ "$git" = no ] || ! plain "$@" || return 0
  runs_git || { echo 'problem ${WITHOUT_GIT}'; return; }
  echo "now $now"
  config= && read_head "$1" && shift && read_paths "$@" && read_changes
}
tracked() {
  ! runs_git || inert_git ls-files --error-unmatch -- "$1" >/dev/null || [ $? != 1 ]
}
`;

// A reftable (gitrepository-layout(5)) has its reflog within: git tells it from the newest to the oldest, and not what was
// before the oldest.
const READERS = `find_top() {
  if ! cd -P "$1"; then
    above=$1
    until [ -d "$above/" ]; do above=\${above%/*}; done
    if [ -x "$above/" ] && ! [ -d "$1" ]; then echo 'problem missing'; else echo 'problem denied'; fi
    return 1
  fi
  top=$PWD
  until [ -e "$top/.git" ]; do
    [ -x "$top/" ] || { echo 'problem denied'; return 1; }
    [ -n "$top" ] || { echo 'problem not-git'; return 1; }
    top=\${top%/*}
  done
  [ -d "$top/.git/" ] || return 0
  if ! [ -x "$top/.git/" ]; then echo 'problem denied'; return 1; fi
  if ! [ -e "$top/.git/HEAD" ]; then echo 'problem not-git'; return 1; fi
  if ! [ -r "$top/.git/HEAD" ]; then echo 'problem denied'; return 1; fi
  for each in HEAD config commondir index packed-refs logs/HEAD; do
    ! [ -p "$top/.git/$each" ] || { echo 'problem pipe'; return 1; }
  done
  if [ -d "$top/.git/objects" ] && ! [ -x "$top/.git/objects/" ]; then echo 'problem denied'; return 1; fi
}
read_head() {
  if branch=$(inert_git symbolic-ref -q HEAD); then
    printf 'branch %s\\n' "$branch"
  else
    status=$?
    [ $status = 1 ] || { echo "problem head $status"; said symbolic-ref -q HEAD; return 1; }
    echo detached
    contained=unknown
    for ref in "refs/heads/$1" "refs/remotes/origin/$1"; do
      inert_git rev-parse -q --verify "$ref^{commit}" >/dev/null || continue
      if inert_git merge-base --is-ancestor HEAD "$ref"; then contained=yes; break; fi
      contained=no
    done
    if [ $contained = no ] && [ "$(inert_git rev-parse --is-shallow-repository)" != false ]; then contained=unknown; fi
    echo "contained $contained"
  fi
  inert_git cat-file commit HEAD | sed -n '/^$/q;s/^committer .*> \\([0-9][0-9]*\\) .*/committed \\1/p'
  log=$(inert_git rev-parse --git-path logs/HEAD) || log=
  case $log in /* | '') ;; *) log=$top/$log ;; esac
  read_moves
}
read_moves() {
  moves=
  if [ -d "\${log%/logs/HEAD}/reftable" ]; then tabled_moves
  elif [ -f "$log" ]; then moves=$(tail -n 200 "$log" |
    sed -n 's/^\\([0-9a-f]*\\) \\([0-9a-f]*\\) [^>]*> \\([0-9][0-9]*\\) .*/move \\1 \\2 \\3/p'); fi
  [ -z "$moves" ] || printf '%s\\n' "$moves"
  return 0
}
tabled_moves() {
  moves=$(inert_git -c log.showSignature=false log --walk-reflogs -n 200 --no-show-signature -s --date=unix \\
    --format='%H %gd' HEAD | awk '{ gsub(/^.*@[{]|[}]$/, "", $2); to[NR] = $1; at[NR] = $2 }
    END { none = $1; gsub(/./, "0", none); to[NR + 1] = none; for (i = NR; i > 0; i--) print "move " to[i + 1] " " to[i] " " at[i] }')
}
read_paths() {
  [ $# -gt 0 ] && [ -n "$moves" ] || return 0
  shas=$(printf '%s\\n' "$moves" | awk '{ for (i = 2; i < 4; i++) if ($i !~ /^0*$/ && !seen[$i]++) print $i }')
  for sha in $shas; do echo "at $sha"; done
  for sha in $shas; do
    for path do printf '%s:%s\\n' "$sha" "$path"; done
  done | inert_git cat-file --batch-check='%(objectname)' | sed 's/^/object /'
}
`;

/** The functions that find the top of a checkout, and read it through git without running anything of it. */
export const INERT_GIT = `${SEALED}has_git || { echo ${WITHOUT_GIT}; exit 0; }
${READERS}`;
