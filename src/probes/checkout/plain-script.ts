/**
 * POSIX sh that reads the usual checkout by two processes of git: `status`, and `rev-list` for the commit's date. HEAD, the
 * configuration and the reflog are read as files (gitrepository-layout(5)), those of worktrees and submodules too.
 * It prints nothing and fails for anything unusual, which is then read through git step by step.
 */
// - What HEAD says counts only where `status` says the same: git may see a symbolic reference behind it, or a NUL.
// - A NUL, which `read` drops, could lead us to another folder than git: the length of such a line is compared. In a
//   configuration it could only make a word that is looked for, never hide one.
// - Nothing defines a filter but a section of that name, an included file, or the configuration of the worktree alone.
// - awk reads the moves of many checkouts at once; their reflogs are named by number until then.
export const PLAIN_CHECKOUT = `plain() {
  layout || return
  head_file || return
  list_changes && [ "$code" = 0 ] || return 1
  case $said in '# branch.oid '*"\${nl}# branch.head "*) ;; *) return 1 ;; esac
  oid=\${said#'# branch.oid '}
  oid=\${oid%%"$nl"*}
  on=\${said#*"\${nl}# branch.head "}
  on=\${on%%"$nl"*}
  contained=
  if [ -n "$ref" ]; then
    [ "refs/heads/$on" = "$ref" ] && [ "$on" != '(detached)' ] || return
  else
    [ "$on,$oid" = "(detached),$sha" ] && is_contained "$1" || return
  fi
  committed=
  if [ "$oid" != '(initial)' ]; then
    committed=$(as_inert_git rev-list --no-walk --timestamp HEAD)
    [ "\${committed#* }" = "$oid" ] || return
    committed=\${committed%% *}
    case $committed in '' | 0 | *[!0-9]*) return 1 ;; esac
  fi
  shift
  echo "now $now"
  if [ -n "$ref" ]; then printf 'branch %s\\n' "$ref"; else printf 'detached\\ncontained %s\\n' $contained; fi
  [ -z "$committed" ] || echo "committed $committed"
  log=$gitdir/logs/HEAD
  if [ $# -gt 0 ]; then
    read_moves
    read_paths "$@"
  elif [ -f "$log" ] && [ -r "$log" ]; then
    eval "log_$index=\\$log"
    logs="$logs $index"
  fi
  tell_changes
}
layout() {
  gitdir=$top/.git config=
  if [ -f "$gitdir" ]; then
    only_line "$gitdir" || return
    case $line in 'gitdir: '?*) ;; *) return 1 ;; esac
    gitdir=\${line#'gitdir: '}
    case $gitdir in /*) ;; *) gitdir=$top/$gitdir ;; esac
  fi
  common=$gitdir
  if [ -e "$gitdir/commondir" ] || [ -h "$gitdir/commondir" ]; then
    only_line "$gitdir/commondir" || return
    case $line in /*) common=$line ;; *) common=$gitdir/$line ;; esac
  fi
  [ -f "$common/config" ] && [ -r "$common/config" ] || return
  config=$common/config
}
only_line() {
  [ -f "$1" ] && [ -r "$1" ] || return
  first_line "$1"
  [ -n "$line" ] && [ "$(exec wc -c <"$1")" -eq $((\${#line} + 1)) ]
}
first_line() {
  line= rest=
  { IFS= read -r line; IFS= read -r rest; } <"$1"
}
head_file() {
  ref= sha=
  [ -f "$gitdir/HEAD" ] && [ -r "$gitdir/HEAD" ] && ! [ -h "$gitdir/HEAD" ] || return
  first_line "$gitdir/HEAD"
  [ -z "$rest" ] || return
  case $line in
    'ref: refs/heads/.invalid') return 1 ;;
    'ref: refs/heads/'*) ref=\${line#'ref: '} ;;
    '' | *[!0-9a-f]*) return 1 ;;
    *) sha=$line ;;
  esac
}
is_contained() {
  case $1 in '' | *[!A-Za-z0-9._/-]*) return 1 ;; esac
  refs=$(as_inert_git for-each-ref --contains HEAD --format='%(refname)' "refs/heads/$1" "refs/remotes/origin/$1") || return
  case $nl$refs$nl in
    *"\${nl}refs/heads/$1$nl"* | *"\${nl}refs/remotes/origin/$1$nl"*) contained=yes ;;
    *)
      contained=no
      refs=$(as_inert_git for-each-ref --format='%(refname)' "refs/heads/$1" "refs/remotes/origin/$1")
      if [ -z "$refs" ] || [ -e "$common/shallow" ]; then contained=unknown; fi ;;
  esac
}
unfiltered_config() {
  [ -n "$config" ] || return
  left=300
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      *[Ff][Ii][Ll][Tt][Ee][Rr]* | *[Ii][Nn][Cc][Ll][Uu][Dd][Ee]* | *[Ww][Oo][Rr][Kk][Tt][Rr][Ee][Ee][Cc][Oo]*) return 1 ;;
    esac
    left=$((left - 1))
    [ $left -gt 0 ] || return
  done <"$config"
}
logs=
tell_moves() {
  [ -n "$logs" ] || return 0
  set --
  for each in $logs; do eval "set -- \\"\\$@\\" \\"\\$log_$each\\""; done
  if told=$(exec awk -v logs="$logs" '
    function tell(  at, last, word, time) {
      if (!file) return
      print "again " name[file]
      last = lines
      for (at = last > 200 ? last - 199 : 1; at <= last; at++) {
        if (line[at % 200] !~ /^[0-9a-f]+ [0-9a-f]+ [^>]*> [0-9]+ /) continue
        split(line[at % 200], word, " ")
        time = line[at % 200]
        sub(/^[^>]*> /, "", time)
        sub(/ .*/, "", time)
        print "move " word[1] " " word[2] " " time
      }
      print "end"
    }
    BEGIN { split(logs, name, " ") }
    FNR == 1 {
      tell()
      lines = 0
      for (file++; file < ARGC && FILENAME != ARGV[file];) file++
    }
    { line[++lines % 200] = $0 }
    END { tell() }' "$@"); then
    [ -z "$told" ] || printf '%s\\n' "$told"
  else
    for each in $logs; do
      echo "again $each"
      eval "log=\\$log_$each"
      read_moves
      echo end
    done
  fi
  logs=
}
`;
