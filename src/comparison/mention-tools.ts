// Programs whose command line names a service without being it. Their children still count.

const editors =
  'vi vim nvim view vimdiff ex ed emacs emacsclient nano pico micro hx helix kak joe mcedit code subl';
const pagers =
  'less more most head tail cat bat zcat zless watch column tee logger journalctl multitail lnav';
const searches =
  'grep egrep fgrep zgrep rg ag ack sed awk gawk mawk nawk find fd locate mdfind xargs parallel cut sort uniq wc jq yq diff';
const processTools =
  'ps top htop btop pgrep pkill kill killall pidof pstree lsof fuser ss netstat strace ltrace dtruss gdb lldb perf tcpdump';
const files =
  'ls stat du tree tar cp mv rm ln mkdir rmdir touch chmod chown zip unzip gzip gunzip bzip2 xz zstd dd md5sum sha256sum shasum inotifywait fswatch';
const databases =
  'psql pgcli pg_dump pg_dumpall pg_restore pg_basebackup mysql mysqldump mariadb mariadb-dump sqlite3 redis-cli valkey-cli mongo mongosh mongodump mongorestore influx clickhouse-client';
const backups = 'restic borg borgmatic rclone duplicity duplicacy rsnapshot kopia';
const development = 'pytest py.test mypy ruff eslint prettier tsc pip pip3 claude codex aider';
const network =
  'ssh scp sftp sftp-server rsync mosh mosh-server autossh sshd ssh-agent curl wget http nc ncat socat telnet ping cloudflared ngrok';
const managers =
  'systemctl service launchctl supervisorctl pm2 docker docker-compose docker-proxy containerd-shim-runc-v2 podman nerdctl crictl ctr kubectl helm git gh crontab at man ansible ansible-playbook driftwatch';
const wrappers =
  'sudo su doas runuser setpriv gosu su-exec chpst env nohup time timeout setsid nice ionice chrt taskset stdbuf unbuffer screen SCREEN tmux script dtach abduco caffeinate flock start-stop-daemon tini dumb-init login make npm npx pnpm yarn';

const tools = new Set(
  [
    editors,
    pagers,
    searches,
    processTools,
    files,
    databases,
    backups,
    development,
    network,
    managers,
    wrappers,
  ].flatMap((list) => list.split(' ')),
);

const shells = new Set('sh bash dash zsh ash ksh mksh fish csh tcsh rbash pwsh'.split(' '));

export function isTool(program: string): boolean {
  return tools.has(program);
}

export function isShell(program: string): boolean {
  return shells.has(program);
}
