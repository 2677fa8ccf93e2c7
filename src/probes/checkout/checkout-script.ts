import { LAID_RELEASE } from './laid-script.ts';
import { quote } from '../../text/quote.ts';

/** One checkout to read, with the branch that it should be on, and the paths of it that the service is made of. */
export type CheckoutRequest = { path: string; branch: string; paths: readonly string[] };

/** What the shell says where it cannot read any. */
export const WITHOUT_GIT = 'no-git';
/** changed files that are counted at most */
export const MOST_CHANGES = 1000;
/** changed files that are looked at one by one */
export const MOST_NAMED = 50;

/**
 * POSIX sh that prints for each checkout in turn, one fact a line and each with a word of its own in front, so that
 * nothing in a checkout can pass for another's:
 *
 *     checkout <index>
 *     now <seconds since the epoch>
 *     problem missing | denied | not-git | no-git | filter-name | <what> <exit status>
 *     revision …, laid …                    of a release that was laid there, instead of the rest: see laid-script.ts
 *     branch refs/heads/<name> | detached | contained yes | contained no
 *     committed <seconds since the epoch>
 *     move <old> <new> <seconds since the epoch>
 *     at <sha>, and for each path in turn: object <sha> | object <what was asked> missing
 *     git # branch.oid <sha> …
 *     git 1 .M … <path>
 *     unjudged                              the change above may be none: it is filtered, or not readable
 *     status <exit status>
 *     said <a line of git's errors>
 *     end
 */
export function checkoutScript(requests: readonly CheckoutRequest[]): string {
  const looks = requests.map(({ path, branch, paths }, index) => {
    const own = paths.map((each) => ` ${quote(each)}`).join('');
    return `look ${index} ${quote(path)} ${quote(branch)}${own}\n`;
  });
  return `${SEALED}${READERS}${LAID_RELEASE}${LOOK}${looks.join('')}`;
}

// A foreign checkout is read, never executed, never written (git-config(1), git-status(1), gitattributes(5)):
// - `--git-dir` leaves no discovery to git, hence no question of ownership; `safe.directory` before 2.38 is heard
//   from the global configuration alone.
// - Nobody's own configuration counts but the checkout's, and of that no fsmonitor, no hooks, no cache and no lock is
//   used. \`status\` runs neither textconv nor external diffs; \`log\` may run gpg and is not called. The commits of
//   submodules are compared, their files are not: that would take a git of their own configuration.
// - A content filter (\`filter.<driver>.clean\`, \`.process\`) is a command, and git runs it wherever it compares
//   content. Each that the configuration names, includes and all, is set to nothing, which git takes for none; a name
//   that \`-c\` cannot carry is not tried. What is filtered is then compared unfiltered, so it is told apart: LFS is no change.
// - Missing objects of a partial clone are not fetched: no protocol is allowed.
const SEALED = `unset $(env | sed -n 's/^\\(GIT_[A-Z0-9_]*\\)=.*/\\1/p')
HOME=/dev/null XDG_CONFIG_HOME=/dev/null
GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_SYSTEM=/dev/null GIT_CONFIG_GLOBAL=/dev/null GIT_ATTR_NOSYSTEM=1
GIT_OPTIONAL_LOCKS=0 GIT_NO_LAZY_FETCH=1 GIT_NO_REPLACE_OBJECTS=1 GIT_ALLOW_PROTOCOL=none GIT_TERMINAL_PROMPT=0
GIT_LITERAL_PATHSPECS=1
export HOME XDG_CONFIG_HOME GIT_CONFIG_NOSYSTEM GIT_CONFIG_SYSTEM GIT_CONFIG_GLOBAL GIT_ATTR_NOSYSTEM
export GIT_OPTIONAL_LOCKS GIT_NO_LAZY_FETCH GIT_NO_REPLACE_OBJECTS GIT_ALLOW_PROTOCOL GIT_TERMINAL_PROMPT
export GIT_LITERAL_PATHSPECS
has_git() { command -v git >/dev/null && git --version >/dev/null; }
nl='
'
inert_git() {
  git --no-pager --git-dir="$top/.git" --work-tree="$top" -c safe.directory="$top" -c core.fsmonitor=false \\
    -c core.useBuiltinFSMonitor=false -c core.hooksPath=/dev/null -c core.untrackedCache=false \\
    -c core.quotePath=false -c protocol.allow=never -c core.sshCommand=false -c status.submoduleSummary=false "$@"
}
`;

const LOOK = `git=
if has_git; then git=1; fi
look() {
  echo "checkout $1"
  shift
  (read_it "$@")
  echo end
}
read_it() {
  find_laid "$1"
  if [ -n "$laid" ] && ! { find_top "$1" >/dev/null && tracked "$laid"; }; then
    read_laid "$1"
    return
  fi
  find_top "$1" || return
  [ -n "$git" ] || { echo 'problem ${WITHOUT_GIT}'; return; }
  shift
  echo "now $(date +%s)" && read_head "$1" && shift && read_paths "$@" && read_changes
}
tracked() {
  [ -z "$git" ] || inert_git ls-files --error-unmatch -- "$1" >/dev/null
}
`;

const READERS = `find_top() {
  if ! cd -P "$1"; then
    above=$1
    until [ -d "$above/" ]; do above=\${above%/*}; done
    if [ -x "$above/" ] && ! [ -d "$1" ]; then echo 'problem missing'; else echo 'problem denied'; fi
    return 1
  fi
  top=$(pwd -P; echo .)
  top=\${top%"$nl".}
  until [ -e "$top/.git" ]; do
    [ -x "$top/" ] || { echo 'problem denied'; return 1; }
    [ -n "$top" ] || { echo 'problem not-git'; return 1; }
    top=\${top%/*}
  done
  [ -d "$top/.git/" ] || return 0
  if ! [ -x "$top/.git/" ]; then echo 'problem denied'; return 1; fi
  if ! [ -e "$top/.git/HEAD" ]; then echo 'problem not-git'; return 1; fi
  if ! [ -r "$top/.git/HEAD" ]; then echo 'problem denied'; return 1; fi
  if [ -d "$top/.git/objects" ] && ! [ -x "$top/.git/objects/" ]; then echo 'problem denied'; return 1; fi
}
read_head() {
  if branch=$(inert_git symbolic-ref -q HEAD); then
    printf 'branch %s\\n' "$branch"
  else
    status=$?
    [ $status = 1 ] || { echo "problem head $status"; said symbolic-ref -q HEAD; return 1; }
    echo detached
    contained=no
    for ref in "refs/heads/$1" "refs/remotes/origin/$1"; do
      if inert_git merge-base --is-ancestor HEAD "$ref"; then contained=yes; fi
    done
    echo "contained $contained"
  fi
  inert_git cat-file commit HEAD | sed -n '/^$/q;s/^committer .*> \\([0-9][0-9]*\\) .*/committed \\1/p'
  log=$(inert_git rev-parse --git-path logs/HEAD) || return 0
  case $log in /*) ;; *) log=$top/$log ;; esac
  moves=
  [ -f "$log" ] && moves=$(tail -n 200 "$log" |
    sed -n 's/^\\([0-9a-f]*\\) \\([0-9a-f]*\\) [^>]*> \\([0-9][0-9]*\\) .*/move \\1 \\2 \\3/p')
  [ -z "$moves" ] || printf '%s\\n' "$moves"
  return 0
}
read_paths() {
  [ $# -gt 0 ] && [ -n "$moves" ] || return 0
  shas=$(printf '%s\\n' "$moves" | awk '{ for (i = 2; i < 4; i++) if ($i !~ /^0*$/ && !seen[$i]++) print $i }')
  for sha in $shas; do echo "at $sha"; done
  for sha in $shas; do
    for path do printf '%s:%s\\n' "$sha" "$path"; done
  done | inert_git cat-file --batch-check='%(objectname)' | sed 's/^/object /'
}
said() { inert_git "$@" 2>&1 >/dev/null | head -n 3 | sed 's/^/said /'; }
read_changes() {
  filters=$(inert_git config --includes --name-only --get-regexp '^filter\\.')
  status=$?
  [ $status -le 1 ] || { echo "problem config $status"; said config --list; return 1; }
  IFS=$nl
  set -f
  set --
  for key in $filters; do
    case $key in *=*) echo 'problem filter-name'; return 1 ;; esac
    set -- "$@" -c "$key="
  done
  unset IFS
  set +f
  set -- "$@" status --porcelain=v2 --branch --untracked-files=no --no-renames --no-ahead-behind
  { inert_git "$@" --ignore-submodules=dirty -- . 2>&1; echo "exit $?"; } | head -n ${MOST_CHANGES + 10} | tell_changes
}
tell_changes() {
  named=0
  while IFS= read -r line; do
    case $line in
      '# branch.oid '* | [12u]' '*) printf 'git %s\\n' "$line" ;;
      '# '*) ;;
      'exit '*) printf 'status %s\\n' "\${line#exit }" ;;
      *) printf 'said %s\\n' "$line" ;;
    esac
    case $line in '1 .M '* | '1 .T '*) ;; *) continue ;; esac
    named=$((named + 1))
    [ $named -le ${MOST_NAMED} ] && unfiltered "\${line#* * * * * * * * }" || echo unjudged
  done
}
unfiltered() {
  case $1 in '"'*) return 1 ;; esac
  [ -h "$top/$1" ] || [ -r "$top/$1" ] || return 1
  filter=$(cd "$top" && inert_git check-attr filter -- "$1" </dev/null) || return 1
  case \${filter##*: } in unspecified | unset) ;; *) return 1 ;; esac
}
`;

/** What is needed to walk up to the top of a checkout, and to ask git of it without running anything of it. */
export const INERT_GIT = `${SEALED}has_git || { echo ${WITHOUT_GIT}; exit 0; }
${READERS}`;
