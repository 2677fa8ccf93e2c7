/**
 * sh that finds commands which act on more than their own service:
 *
 *     drives_in                 prints `<manager> <its arguments>` of the first such command in a line or script
 *     driven LINES FILES        prints `drives <path, or the-command> <that>` for systemd's command lines, and for scripts
 *
 * A manager that starts, stops or isolates units or jobs; an engine that starts or enters a container which exists
 * already (its command is not visible here), or that acts on all containers, on those that a command finds, on stopped
 * ones, or on a swarm; a signal by name, to what a command finds, or to everybody; systemd over D-Bus; anything else
 * that starts or stops `all`; a restart of the machine. Commands that only read do not count.
 */
export const drivesScript = `drives_in() {
  tick=$(printf '\\140') quote=$(printf '\\047')
  start="(^|[;&|({\\"$quote$tick=+!@:-]|(^|[[:space:]])(exec|sudo|then|do|else|-n|-c)[[:space:]])[[:space:]]*(/[[:alnum:]/_.-]*/)?"
  # Words that nobody writes by chance count behind others too: \`timeout 9 systemctl …\`, \`flock FILE docker …\`.
  any="(^|[];&|({[:space:]\\"$quote$tick=+!@:-])(/[[:alnum:]/_.-]*/)?"
  # Words of every language count only where a shell takes them for a command, behind a program that starts another or not.
  begins="(^|[;&|]|(^|[[:space:]])(exec|sudo|doas|then|do|else|nohup|setsid|command|-n|-c|timeout[[:space:]]+[^[:space:]]+|nice([[:space:]]+-n)?([[:space:]]+-?[0-9]+)?)[[:space:]])[[:space:]]*(/[[:alnum:]/_.-]*/)?"
  with_values='([[:space:]]+-[^[:space:]]+([[:space:]]+[^-[:space:]][^[:space:]]*)?)*[[:space:]]+'
  grep -vE '^[[:space:]]*(#|;|//)' | in_one_line | found_before | grep -oE \\
    -e "$any(systemctl|initctl|rc-service|invoke-rc[.]d|launchctl|loginctl|machinectl|telinit)([[:space:]]+-[^[:space:]]+)*[[:space:]]+[a-z-]+" \\
    -e "$any(supervisorctl)[[:space:]](.*[[:space:]])?(start|stop|restart|signal|update|add|remove)([[:space:]]|$)" \\
    -e "$any(supervisorctl)[[:space:]]+(reload|shutdown)([^[:alnum:]]|$)" \\
    -e "$start(service)[[:space:]]+[^[:space:]]+[[:space:]]+(start|stop|restart|reload|force-reload|condrestart)([^[:alnum:]]|$)" \\
    -e "$any(busctl|gdbus|dbus-send|qdbus)[[:space:]].*(systemd1|login1|machine1)" \\
    -e "$any(systemd-run)[[:space:]](.*[[:space:]])?(-u|--unit)[= ]*[^[:space:]]*[$]" \\
    -e "$any(kill)([[:space:]]+-[^[:space:]]+([[:space:]]+[A-Z]+)?)+[[:space:]]+-1[[:space:]]*([;&|)\\"$quote]|$)" \\
    -e "$any(kill)([[:space:]]+-[^[:space:]]+)*[[:space:]]+[$]?([$][(]|$tick)[[:space:]]*(pgrep|pidof|ps|lsof|fuser|ss|grep)[[:space:]]" \\
    -e "$start(tmux)[[:space:]].*kill-server" \\
    -e "$start[[:alnum:]_.-]+([[:space:]]+-[^[:space:]]+)*[[:space:]]+(re)?(start|stop|load|kill|signal|delete)[[:space:]]+[\\"$quote]?(all|--all|[*])[\\"$quote]?([^[:alnum:]_-]|$)" \\
    -e "$any(docker|podman|nerdctl)[[:space:]]+((service|stack|swarm)[[:space:]]+(update|scale|rm|rollback|deploy|up|leave)|(system|container|volume|network|pod)[[:space:]]+prune)" \\
    -e "$any(pkill|killall|killall5|fuser[[:space:]]+-[a-z]*k[a-z]*)[[:space:]]" \\
    -e "$start(reboot|poweroff|halt|shutdown)([[:space:]]+[-+0-9n][^[:space:]]*)*[[:space:]]*([;\\"$quote]|$)" \\
    -e "$begins(reboot|poweroff|halt|shutdown)([[:space:]]+[-+0-9n][^[:space:];&|>)]*)*[[:space:]]*([;&|>)]|$)" \\
    -e "$begins(init|telinit)[[:space:]]+[0-6sS]([^[:alnum:]]|$)" \\
    -e "$begins(kexec)[[:space:]]+-" \\
    -e "$begins(skill|snice)[[:space:]]+-" \\
    -e "$any(crontab)[[:space:]]+(-u[[:space:]]+[^[:space:]]+[[:space:]]+)?-[a-z]*r" \\
    -e "(>|[[:space:]]tee[[:space:]].*)[[:space:]]*/proc/sysrq-trigger" \\
    -e "$any(pm2)[[:space:]]+(kill|resurrect|(start|stop|restart|reload|delete|scale)[[:space:]]+[0-9]+)([^[:alnum:]_-]|$)" \\
    -e "$any(forever)[[:space:]]+(stopall|restartall)" \\
    -e "$any(circusctl)[[:space:]]+(start|stop|restart|reload|quit)[[:space:]]*([;&|)]|$)" \\
    -e "$any(kubectl)[[:space:]](.*[[:space:]])?(delete|drain|scale|exec|replace|rollout[[:space:]]+(restart|undo|pause|resume))([[:space:]]|$)" \\
    -e "$any(nomad)[[:space:]]+((job|alloc|node|system)[[:space:]]+)?(stop|restart|drain|gc|exec|signal|revert)([[:space:]]|$)" \\
    -e "$any(podman)[[:space:]]+((container|pod)[[:space:]]+)?(stop|kill|rm|pause)[[:space:]](.*[[:space:]])?(-l|--latest|--filter)([[:space:]=]|$)" \\
    -e "$any(docker|podman|nerdctl)[[:space:]-]compose[[:space:]].*--remove-orphans" \\
    -e "$any(docker|podman|nerdctl)[[:space:]-]compose[[:space:]]+(-p|--project-name)[[:space:]=]*[^[:space:]]+[[:space:]]+(stop|down|kill|rm|pause)([[:space:]]|$)" \\
    -e "$any(docker|podman|nerdctl|ctr|crictl)[[:space:]]+((container|pod)[[:space:]]+)?(start|restart|stop|kill|rm|pause)[[:space:]].*([$][(]|$tick|--all|[[:space:]]-[a-z]*a[a-z]*([[:space:]]|$))" \\
    -e "$any(docker|podman|nerdctl)$with_values((container|pod)[[:space:]]+)?(start|restart|unpause|exec)([^[:alnum:]_-]|$)" \\
    -e "$any(docker|podman|nerdctl)[[:space:]-]compose$with_values(start|restart|unpause|exec)([^[:alnum:]_-]|$)" \\
    -e "$any(ctr|crictl)[[:space:]].*(run|start|exec|runp)([[:space:]]|$)" \\
    -e "$any(lxc|incus|virsh|multipass|vagrant|limactl|VBoxManage|pct|qm|xl)[[:space:]]+(start|startvm|controlvm|restart|reboot|reset|resume|stop|shutdown|halt|destroy|suspend|delete|exec|up|launch|console|create)([[:space:]]|$)" \\
    -e "$any(lxc-(start|stop|attach|execute)|systemd-nspawn)([[:space:]]|$)" \\
    -e "/(containers|pods|exec)/[^[:space:]/]+/(start|restart|stop|kill|pause|unpause|exec)([^[:alnum:]]|$)" \\
    -e "xargs.*[[:space:]](docker|podman|nerdctl|systemctl|kill)[[:space:]]" |
    sed -E 's#^[^[:alnum:]/]*((exec|sudo|then|do|else|n|c)[[:space:]]+)*##; s|^/[^[:space:]]*/([[:alnum:]_.-]*[[:space:]])|\\1|' |
    grep -vE '^(system|launch|login|machine|supervisor|init)ctl([[:space:]]+-[^[:space:]]+)*[[:space:]]+(is-[a-z-]+|show|show-environment|status|list|list-[a-z-]+|print|cat|help|version|daemon-reload|reset-failed|get-default|import-environment|set-environment|unset-environment|get-property)$' |
    tr -cs '[:alnum:]/_.\\n-' ' ' | cut -c 1-60 | head -n 1
}
# A backslash at its end joins a line to the next; a list of words (JSON, Python) is a command line too.
in_one_line() {
  awk '{ gsub("[\\"\\047][ \\t]*,[ \\t]*[\\"\\047]", " ") } /\\\\$/ { sub(/\\\\$/, " "); printf "%s", $0; next } { print }'
}
# What one line finds, another may act on: \`ids=$(docker ps -q)\`, then \`docker stop $ids\`. Then it is told again, in one.
found_before() {
  awk '
    /(docker|podman|nerdctl)[ \\t]+(container[ \\t]+)?(ps|ls|list)[ \\t](.*[ \\t])?(-[a-zA-Z]*q|--quiet)/ { engine = 1 }
    /([$][(]|\\140)[ \\t]*(pgrep|pidof|ps|lsof|fuser|ss|grep)[ \\t]/ || /(pgrep|pidof|lsof)[ \\t].*[|][ \\t]*while[ \\t]/ { pids = 1 }
    { print }
    engine && /(docker|podman|nerdctl)[ \\t]+(container[ \\t]+)?(stop|kill|rm|pause)[ \\t].*[$][A-Za-z_{]/ { print "docker stop $(docker ps -q)" }
    pids && /(^|[^[:alnum:]_.-])kill([ \\t]+-[^ \\t]+)*[ \\t]+"?[$][{]?[A-Za-z_]/ && !/[$][{]?MAINPID/ { print "kill $(pgrep )" }'
}
driven() (
  found=$(printf '%s\\n' "$1" | sed 's/ ; ignore_errors=.*//; s/.*argv\\[\\]=//' | drives_in)
  [ -z "$found" ] || echo "drives the-command $found"
  printf '%s\\n' "$2" | sort -u | while IFS= read -r file; do
    if ! ours "$file" || ! [ -f "$file" ] || ! [ -r "$file" ]; then continue; fi
    found=$(head -c 65536 <"$file" | tr -d '\\000' | drives_in)
    [ -z "$found" ] || echo "drives $file $found"
  done
)
`;
