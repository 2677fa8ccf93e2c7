// A foreign checkout is read, never executed, never written (git-config(1), git-status(1), gitattributes(5)):
// - `--git-dir` leaves no discovery to git, hence no question of ownership; `safe.directory` before 2.38 is heard
//   from the global configuration alone.
// - Nobody's own configuration counts but the checkout's, and of that no fsmonitor, no hooks, no cache and no lock is
//   used. \`status\` runs neither textconv nor external diffs; \`log\` may run gpg and is not called. The commits of
//   submodules are compared, their files are not: that would take a git of their own configuration.
// - A content filter (\`filter.<driver>.clean\`, \`.process\`) is a command, and git runs it wherever it compares
//   content. Each that the configuration names, includes and all, is set to nothing, which git takes for none; a name
//   that \`-c\` cannot carry is not tried. Filtered files are then compared unfiltered, and recognised: LFS is no change.
// - A git that is ended because it takes too long (USR1, see script.ts) is not followed by another one.
// - Missing objects of a partial clone are not fetched: no protocol is allowed.
export const SEALED = `nl='
'
set -f
IFS=$nl
for each in $(env); do
  case $each in GIT_*=*) ;; *) continue ;; esac
  each=\${each%%=*}
  case $each in *[!A-Z0-9_]*) ;; *) unset "$each" ;; esac
done
unset IFS
set +f
HOME=/dev/null XDG_CONFIG_HOME=/dev/null
GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_SYSTEM=/dev/null GIT_CONFIG_GLOBAL=/dev/null GIT_ATTR_NOSYSTEM=1
GIT_OPTIONAL_LOCKS=0 GIT_NO_LAZY_FETCH=1 GIT_NO_REPLACE_OBJECTS=1 GIT_ALLOW_PROTOCOL=none GIT_TERMINAL_PROMPT=0
GIT_LITERAL_PATHSPECS=1 GIT_GRAFT_FILE=/dev/null
export HOME XDG_CONFIG_HOME GIT_CONFIG_NOSYSTEM GIT_CONFIG_SYSTEM GIT_CONFIG_GLOBAL GIT_ATTR_NOSYSTEM
export GIT_OPTIONAL_LOCKS GIT_NO_LAZY_FETCH GIT_NO_REPLACE_OBJECTS GIT_ALLOW_PROTOCOL GIT_TERMINAL_PROMPT
export GIT_LITERAL_PATHSPECS GIT_GRAFT_FILE
slow=
trap 'slow=yes' USR1
has_git() { command -v git >/dev/null && git --version >/dev/null; }
inert_git() { (as_inert_git "$@"); }
as_inert_git() {
  [ -z "$slow" ] || exit 137
  exec git --no-pager --git-dir="$top/.git" --work-tree="$top" -c safe.directory="$top" -c core.fsmonitor=false \\
    -c core.useBuiltinFSMonitor=false -c core.hooksPath=/dev/null -c core.untrackedCache=false \\
    -c core.quotePath=false -c protocol.allow=never -c core.sshCommand=false -c status.submoduleSummary=false \\
    -c status.relativePaths=false -c advice.graftFileDeprecated=false "$@"
}
`;
