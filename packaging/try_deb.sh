#!/usr/bin/env bash
# Gives a .deb to a fresh minimal Debian that has no compiler, no Python and no network, and lets a user without rights
# work with it: vault, register, export, check, backup, upgrade, removal, and the vault again. Needs root; a few minutes.
#   packaging/try_deb.sh dist/adviser-desk_0.1.0_amd64.deb [release] >log.txt
set -euo pipefail

package=$(realpath "$1")
release=${2:-bookworm}
here=$(realpath "$(dirname "$0")")
register=$here/../tests/data/registers/belastingdienst_2022.csv
system=$(mktemp -d)
trap 'umount "$system/dev/shm" "$system/proc" 2>/dev/null || true; rm -rf --one-file-system "$system"' EXIT

clean=(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive)
online() { chroot "$system" "${clean[@]}" HOME=/root "$@"; }
inside() { unshare --net chroot "$system" "${clean[@]}" HOME=/root "$@"; }
as_user() { unshare --net chroot --userspec=adviser:adviser "$system" "${clean[@]}" HOME=/home/adviser "$@"; }
desk() { as_user adviser-desk --language en "$@"; }
step() { printf '\n== %s\n' "$1"; }
stop() {
  printf 'Not so: %s\n' "$1"
  exit 1
}
passphrase='koffer zingt langs blauwe tegels'
with_passphrase() { printf '%s\n' "$passphrase" | desk "$@" --passphrase-stdin; }
# A try leaves no doubt that it looked at every file of the user.
fingerprint() { (cd "$system/home/adviser" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16); }

command -v debootstrap >/dev/null || apt-get install -q -y --no-install-recommends debootstrap >/dev/null
# The mirror and its keys are those of this machine.
# shellcheck disable=SC2016 # apt-get fills it in
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | head -1)
debootstrap --variant=minbase "$release" "$system" "$mirror" >/dev/null 2>&1
chmod 755 "$system"
mount -t proc proc "$system/proc"
mkdir -p "$system/dev/shm" && mount -t tmpfs -o mode=1777 tmpfs "$system/dev/shm"
cp -L /etc/resolv.conf "$system/etc/" 2>/dev/null || true
[ ! -d /etc/apt/apt.conf.d ] || cp -a /etc/apt/apt.conf.d/. "$system/etc/apt/apt.conf.d/"
# What was fetched has to stay until it is installed.
rm -f "$system/etc/apt/apt.conf.d/docker-clean"
online apt-get update -q >/dev/null 2>&1
cp "$package" "$system/root/adviser-desk.deb"
# A laptop has these, or gets them from the organisation's own mirror: fetched now, before the network goes.
online apt-get install -q -y --no-install-recommends --download-only /root/adviser-desk.deb >/dev/null 2>&1
online apt-get install -q -y --no-install-recommends --download-only xvfb openbox xdotool >/dev/null 2>&1

step 'the system'
printf 'Debian %s\n' "$(cat "$system/etc/debian_version")"
inside useradd --create-home --shell /bin/sh adviser
for name in gcc cc clang python3; do
  if inside sh -c "command -v $name" >/dev/null; then stop "$name is there"; fi
done
printf 'no compiler and no Python; network: %s\n' "$(inside cat /proc/net/dev | awk 'NR > 2 { print $1 }' | tr -d ':' | tr '\n' ' ')"

step 'install'
inside apt-get install -q -y --no-install-recommends /root/adviser-desk.deb 2>&1 |
  sed -n 's/^\([0-9]* upgraded, .*\)/\1/p; s/^Setting up \(adviser-desk .*\)/\1/p'
inside dpkg --verify adviser-desk && printf 'every file is as in the package\n'
desk --version

step 'the self-test'
as_user env QT_QPA_PLATFORM=offscreen adviser-desk --selftest | tee "$system/tmp/selftest"
[ "$(grep -Ec ': (ok|none) ' "$system/tmp/selftest")" = 9 ] || stop 'all steps are well'

step 'a vault of a user without rights'
with_passphrase create 2>&1 | tee "$system/root/created" | sed 's/^[0-9A-Z-]\{30,\}$/(the recovery code)/'
as_user sh -c 'stat -c "%A %U %n" /home/adviser/.local/share/adviser-desk/vault/vault.*'

step 'contacts are logged: a register of invented cases'
sed 's/2022-/2025-/g; s/2023-/2026-/g' "$register" >"$system/home/adviser/register.csv"
with_passphrase import /home/adviser/register.csv 2>&1

step 'an export, and its check'
with_passphrase export --period 2025Q4 --out /home/adviser/export 2>/dev/null
desk check /home/adviser/export/signalen-2025Q4-nr001.json 2>&1 | tail -1

step 'a backup, and its check'
mkdir "$system/home/adviser/stick" && chown --reference="$system/home/adviser" "$system/home/adviser/stick"
backup=$(with_passphrase backup --to /home/adviser/stick 2>/dev/null | tail -1)
desk verify "$backup" 2>&1 | tail -1

step 'the yearly rehearsal of a backup, by the script in the package'
{ grep -x '[0-9A-Z-]\{30,\}' "$system/root/created" && echo 'lampen drijven boven zeven daken'; } |
  as_user /usr/share/doc/adviser-desk/examples/restore_test.sh "$backup" 2>&1 | sed -n '/^"/p; $p'

step 'the window, on a screen'
inside apt-get install -q -y --no-install-recommends xvfb openbox xdotool >/dev/null 2>&1
install -m 755 "$here/try_window.sh" "$system/tmp/try_window.sh"
as_user sh /tmp/try_window.sh "$passphrase" write

before=$(fingerprint)
step 'a higher version over it'
dpkg-deb -R "$package" "$system/root/next"
sed -i 's/^Version: \(.*\)/Version: \1+next/' "$system/root/next/DEBIAN/control"
echo next >"$system/root/next/usr/share/doc/adviser-desk/next"
dpkg-deb --root-owner-group -Zgzip -z1 --build "$system/root/next" "$system/root/next.deb" >/dev/null
rm -r "$system/root/next"
inside apt-get install -q -y /root/next.deb 2>&1 | sed -n 's/^Setting up \(adviser-desk .*\)/\1/p'
[ "$(fingerprint)" = "$before" ] || stop 'the files of the user are untouched'
desk check /home/adviser/export/signalen-2025Q4-nr001.json 2>&1 | tail -1
with_passphrase backup --to /home/adviser/stick 2>&1 | grep -v '^/'

before=$(fingerprint)
step 'the old version again is refused without force'
{ inside apt-get install -q -y /root/adviser-desk.deb 2>&1 || true; } | sed -n 's/^E: //p'
# shellcheck disable=SC2016 # dpkg fills it in
[ "$(inside dpkg-query -W -f '${Version}' adviser-desk)" != "$(dpkg-deb -f "$package" Version)" ] || stop 'it was refused'

step 'remove'
inside apt-get remove -q -y adviser-desk >/dev/null 2>&1
if inside sh -c 'ls -d /usr/lib/adviser-desk /usr/bin/adviser-desk' 2>/dev/null; then stop 'the program is gone'; fi
[ "$(fingerprint)" = "$before" ] || stop 'the files of the user are untouched'
printf 'the program is gone, the files of the user are the same\n'

step 'purge'
inside dpkg --purge adviser-desk 2>&1 | grep -v '^dpkg: warning' || true
left=$(find "$system/usr" "$system/etc" "$system/var/lib" -iname '*adviser*desk*' -not -path '*/apt/*')
[ -z "$left" ] || stop "nothing is left of the package: $left"
[ "$(fingerprint)" = "$before" ] || stop 'the files of the user are untouched'
printf 'nothing of the package is left, the files of the user are the same\n'

step 'installed again: the vault opens'
inside apt-get install -q -y --no-install-recommends /root/adviser-desk.deb 2>&1 |
  sed -n 's/^Setting up \(adviser-desk .*\)/\1/p'
with_passphrase backup --to /home/adviser/stick 2>&1 | grep -v '^/'
as_user sh /tmp/try_window.sh "$passphrase" look
printf '\nInstalled, used, upgraded, removed, purged and installed again.\n'
