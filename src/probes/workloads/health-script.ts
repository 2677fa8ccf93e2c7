import { ASKING } from '../health/local-health-script.ts';
import { LISTENER_TABLES } from '../listeners/listeners-script.ts';

/** In the order of preference. The last is nobody's: who answers it well answers everything. */
export const HEALTH_PATHS = [
  '/health',
  '/healthz',
  '/api/health',
  '/actuator/health',
  '/actuator/info',
  '/livez',
  '/-/healthy',
  '/status',
  '/version',
] as const;
export const NOBODYS_PATH = '/driftwatch-asks-for-no-page';

/**
 * What does not speak HTTP, or would be harmed or alarmed by it: ssh, telnet, mail, DNS, files, printing, databases,
 * queues, consensus, docker's own interface.
 */
export const SKIPPED_PORTS = [
  21, 22, 23, 25, 53, 88, 110, 111, 119, 135, 137, 138, 139, 143, 179, 389, 443, 445, 465, 514, 515, 546, 587,
  631, 636, 853, 873, 993, 995, 1433, 1521, 1883, 2049, 2181, 2375, 2376, 2377, 2379, 2380, 3306, 3389, 4222,
  4369, 5222, 5353, 5355, 5432, 5433, 5671, 5672, 5900, 6379, 6380, 6443, 6667, 7000, 7001, 8883, 9042, 9092,
  10250, 11211, 16379, 25672, 26379, 26257, 27017, 27018, 33060, 50000,
];
const SKIPPED_PROGRAMS =
  'sshd|sshd-session|systemd|postgres|mysqld|mariadbd|redis-server|valkey-server|mongod|master|exim4|named|dnsmasq|cupsd|rpcbind|ControlCenter|ControlCe|rapportd|mDNSResponder';

/** bytes of an answer */
export const ANSWER_BYTES = 8192;
export const ANSWER_MS = 3000;
const PORTS = 64;
/** ports at a time: where the time runs out, only these are lost */
const AT_ONCE = 8;
/** seconds for all pages of one port */
const SLOW_S = 12;

/**
 * Asks each port that something listens on for the usual health pages, some ports at once:
 *
 *     listens <origin>             what is to be asked
 *     at <index> <address>         what the answer of this index (probes/local-health-script.ts) is to
 *     asked <origin>               all of it was asked; where this is missing, the time ran out
 *
 * What was asked before the deadline of the section counts: the groups are printed one by one.
 * A port that gives no HTTP answer to the first request gets no other. Root sees every process: a socket that has
 * none even then is the kernel's (NFS), or another machine's that shares the network, and is left alone.
 */
export const LOCAL_HEALTH = `${ASKING}cap=${ANSWER_BYTES + 1}
tables=$(
${LISTENER_TABLES}
)
set -- $SSH_CONNECTION
own=\${4:-22}
root=
[ "$(id -u)" != 0 ] || root=1
octet() { printf '%d' "0x$1"; }
sockets() {
  printf '%s\\n' "$tables" | grep -vE '[("/](${SKIPPED_PROGRAMS})("|:| |$)' |
    while read -r a b c d e f rest; do
      at=
      case $a in from) table=$b; continue ;; esac
      case $table in
        ss) [ "$a" = LISTEN ] && [ -z "$root" -o -n "$f" ] && at=$d ;;
        netstat) [ "$f" = LISTEN ] && [ -z "$root" -o "$rest" != - ] && at=$d ;;
        bsd) [ "$f" = LISTEN ] && at=\${d%.*}:\${d##*.} ;;
        proc) [ "$d" = 0A ] && at=$(kernel "$b") ;;
      esac
      [ -n "$at" ] || continue
      port=\${at##*:} host=\${at%:*}
      case $port in '' | *[!0-9]* | "$own") continue ;; esac
      case " ${SKIPPED_PORTS.join(' ')} " in *" $port "*) continue ;; esac
      host=\${host#[}
      host=\${host%%%*}
      host=\${host%]}
      case $host in
        '*' | 0.0.0.0 | :: | '' | 127.* | ::ffff:0.0.0.0 | ::ffff:127.*) host=127.0.0.1 ;;
        ::1) host='[::1]' ;;
        ::ffff:*.*) host=\${host#::ffff:} ;;
        *[!0-9.]*) continue ;;
      esac
      printf '%s http://%s:%s\\n' "$port" "$host" "$port"
    done | sort -u -k1,1n -k2,2 | head -n ${PORTS}
}
kernel() {
  hex=\${1%:*}
  case $hex in
    00000000000000000000000000000000) host=:: ;;
    00000000000000000000000001000000) host=::1 ;;
    ????????) host=$(octet "\${hex#??????}").$(x=\${hex#????}; octet "\${x%??}").$(x=\${hex#??}; octet "\${x%????}").$(octet "\${hex%??????}") ;;
    *) return ;;
  esac
  printf '%s:%d' "$host" "0x\${1##*:}"
}
ask() {
  case $tool in
    curl)
      printf 'silent\\nshow-error\\ninclude\\ngloboff\\nnoproxy = "*"\\nproto = "=http"\\nmax-time = ${ANSWER_MS / 1000}\\nuser-agent = "driftwatch"\\nheader = "accept: application/json, application/health+json, text/plain;q=0.9, */*;q=0.8"\\nurl = "%s"\\n' "$url" |
        curl -q --config - ;;
    wget) limited ${ANSWER_MS / 1000} wget --no-config -S -nv -O - -T ${ANSWER_MS / 1000} --tries=1 --max-redirect=0 --content-on-error -e use_proxy=off -U driftwatch "$url" </dev/null ;;
    *) limited ${ANSWER_MS / 1000} wget -q -S -O - -U driftwatch "$url" </dev/null ;;
  esac
}
visit() {
  url=$2${HEALTH_PATHS[0]}
  { ask 2>&1 | head -c 1000; } | grep -q 'HTTP/[1-3]' || { echo "asked $2"; return 0; }
  index=$1
  since=$(date +%s)
  for path in ${[...HEALTH_PATHS, NOBODYS_PATH].join(' ')}; do
    [ $(($(date +%s) - since)) -le ${SLOW_S} ] || return 0
    url=$2$path
    echo "at $index $url"
    answer $index
    index=$((index + 1))
  done
  echo "asked $2"
}
chain() {
  [ $# -gt 1 ] || return 0
  count=$1 origin=$2
  shift 2
  chain $((count + ${HEALTH_PATHS.length + 1})) "$@" | {
    said=$(visit $count "$origin")
    printf '%s\\n' "$said"
    cat
  }
}
set -- $(sockets | while read -r port origin; do echo "$origin"; done)
for origin in "$@"; do echo "listens $origin"; done
first=0
while [ $# -gt 0 ]; do
  group= size=0
  while [ $# -gt 0 ] && [ $size -lt ${AT_ONCE} ]; do
    group="$group $1" size=$((size + 1))
    shift
  done
  chain $first $group
  first=$((first + size * ${HEALTH_PATHS.length + 1}))
done
exit 0`;
