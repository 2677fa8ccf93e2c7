/** most changed files that are counted */
export const MOST_CHANGES = 1000;
/** most changed files that are checked one by one */
const MOST_NAMED = 50;

/**
 * POSIX sh that lists the changed files of a checkout with one git process, and checks with another which of them are
 * filtered. No filter is run: each is set to nothing.
 */
// `list_changes` sets `said` to git's output (only the beginning if it is long), and `code` to its exit status.
export const CHANGES = `said() { inert_git "$@" 2>&1 >/dev/null | head -n 3 | sed 's/^/said /'; }
read_changes() {
  list_changes || { echo "problem $problem"; [ "$problem" = filter-name ] || said config --list; return 1; }
  tell_changes
}
list_changes() {
  problem=
  set -- status --porcelain=v2 --branch --untracked-files=no --no-renames --no-ahead-behind \\
    --ignore-submodules=dirty -- .
  if ! unfiltered_config; then
    filters=$(as_inert_git config --includes --name-only --get-regexp '^filter\\.')
    code=$?
    [ $code -le 1 ] || { problem="config $code"; return 1; }
    set -f
    IFS=$nl
    for key in $filters; do
      case $key in *=*) problem=filter-name; break ;; esac
      set -- -c "$key=" "$@"
    done
    unset IFS
    set +f
    [ "$problem" != filter-name ] || return
  fi
  said=$(as_inert_git "$@" 2>&1)
  code=$?
  [ \${#said} -gt 100000 ] || return 0
  said=$({ inert_git "$@" 2>&1; echo "exit $?"; } | head -n ${MOST_CHANGES + 10})
  code=
}
tell_changes() {
  set --
  set -f
  IFS=$nl
  found= named=0
  for line in $said; do
    case $line in '1 .M '* | '1 .T '*) ;; *) continue ;; esac
    name=\${line#* * * * * * * * }
    named=$((named + 1))
    case $name in '"'*) name= ;; esac
    if [ -n "$name" ] && [ $named -le ${MOST_NAMED} ] && { [ -h "$top/$name" ] || [ -r "$top/$name" ]; }; then
      found=\${found}y
      set -- "$@" "$name"
    else
      found=\${found}n
    fi
  done
  filters=
  [ $# = 0 ] || filters=$(cd "$top/" && as_inert_git check-attr filter -- "$@")$nl
  for line in $said; do
    case $line in
      '# branch.oid '* | [12u]' '*) printf 'git %s\\n' "$line" ;;
      '# '*) ;;
      'exit '*) code=\${line#exit } ;;
      *) printf 'said %s\\n' "$line" ;;
    esac
    case $line in '1 .M '* | '1 .T '*) ;; *) continue ;; esac
    filter=unknown
    case $found in y*)
      filter=\${filters%%"$nl"*}
      filters=\${filters#*"$nl"} ;;
    esac
    found=\${found#?}
    case \${filter##*: } in unspecified | unset) ;; *) echo unjudged ;; esac
  done
  unset IFS
  set +f
  [ -z "$code" ] || echo "status $code"
}
`;
