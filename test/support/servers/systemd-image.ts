import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const suite = 'bookworm';
const cache = '/var/tmp/driftwatch-systemd';

const base =
  'systemd systemd-sysv dbus libpam-systemd openssh-server procps iproute2 git sudo curl python3 cron ca-certificates less';

// What each image is made ready with; it is part of the image's name, so that a change makes a new one.
const setup = `
rm -f /etc/ssh/ssh_host_* /etc/machine-id
: > /etc/machine-id
printf 'HostKey /run/machine/host\\nAuthorizedKeysFile /run/machine/authorized_keys\\nStrictModes no\\n' >/etc/ssh/sshd_config.d/machine.conf
printf 'PermitRootLogin prohibit-password\\nPasswordAuthentication no\\nUseDNS no\\nMaxStartups 300\\n' >>/etc/ssh/sshd_config.d/machine.conf
id watcher >/dev/null 2>&1 || useradd --create-home --shell /bin/bash watcher
id deploy >/dev/null 2>&1 || useradd --create-home --shell /bin/bash deploy
echo 'deploy ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/deploy
systemctl disable apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer >/dev/null 2>&1 || true
`;

// flock(1) lets go when its holder dies, however it dies; what was half built then is built anew.
const build = `
set -eu
image=$1 from=$2 suite=$3 mirror=$4 packages=$5
[ ! -d "$image" ] || exit 0
rm -rf -- "$image.new"
if [ -z "$from" ]; then
  debootstrap --variant=minbase --include="$(echo "$packages" | tr ' ' ,)" "$suite" "$image.new" "$mirror"
else
  cp -a -- "$from" "$image.new"
  # Nothing that a package installs is started here.
  printf '#!/bin/sh\\nexit 101\\n' >"$image.new/usr/sbin/policy-rc.d"
  chmod 755 "$image.new/usr/sbin/policy-rc.d"
  cp /etc/resolv.conf "$image.new/etc/resolv.conf"
  chroot "$image.new" apt-get update -q
  DEBIAN_FRONTEND=noninteractive chroot "$image.new" apt-get install -q -y --no-install-recommends $packages
  rm -f "$image.new/usr/sbin/policy-rc.d" "$image.new/etc/resolv.conf"
fi
chroot "$image.new" sh -eu -c "$6"
rm -rf "$image.new"/var/cache/apt/archives/*.deb
mv -- "$image.new" "$image"
`;

/**
 * The folder of a Debian image with these packages beside the usual ones, which is made at the first call (a minute or
 * two) and kept for all tests and runs. The mirror is that of this machine's apt.
 * @throws where apt knows no mirror of the suite, or debootstrap or apt-get fails: the error holds what they said
 */
export async function systemdImage(packages: string[] = []): Promise<string> {
  const first = await made(base.split(' '), '');
  return packages.length === 0 ? first : made(packages.toSorted(), first);
}

async function made(packages: string[], from: string): Promise<string> {
  mkdirSync(cache, { recursive: true, mode: 0o700 });
  // Everybody may write to /var/tmp: what somebody else put there is not run as root.
  const owner = lstatSync(cache);
  if (!owner.isDirectory() || owner.uid !== 0) throw new Error(`${cache} is not a folder of root`);
  chmodSync(cache, 0o700);
  const name = createHash('sha256').update([from, setup, ...packages].join('\n'));
  const image = join(cache, name.digest('hex').slice(0, 12));
  const mirror = await mirrorOfApt();
  const args = ['sh', '-c', build, 'build', image, from, suite, mirror, packages.join(' '), setup];
  const run = promisify(execFile);
  await run('flock', [`${image}.lock`, ...args], { maxBuffer: 1e8 }).catch((error: unknown) => {
    const said = error instanceof Error && 'stdout' in error ? String(error.stdout).slice(-2000) : '';
    writeFileSync(`${image}.log`, said);
    throw new Error(`the image was not made: ${String(error).slice(-2000)}\n${said}`);
  });
  return image;
}

async function mirrorOfApt(): Promise<string> {
  const format = '$(RELEASE) $(COMPONENT) $(SITE)';
  const { stdout } = await promisify(execFile)('apt-get', ['indextargets', '--format', format]);
  const row = stdout.split('\n').find((line) => line.startsWith(`${suite} main `));
  if (row === undefined) throw new Error(`apt has no source for ${suite} main`);
  return row.split(' ')[2] ?? '';
}
