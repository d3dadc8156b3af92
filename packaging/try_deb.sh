#!/usr/bin/env bash
# Installs a .deb in a fresh minimal Debian without Python, uses the program there, and removes it. Needs root.
#   packaging/try_deb.sh dist/adviser-desk_0.1.0_amd64.deb [release]
set -euo pipefail

package=$(realpath "$1")
release=${2:-bookworm}
system=$(mktemp -d)
trap 'umount "$system/proc" 2>/dev/null || true; rm -rf --one-file-system "$system"' EXIT

inside() { chroot "$system" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 "$@"; }
step() { printf '== %s\n' "$1" >&2; }

command -v debootstrap >/dev/null || apt-get install -q -y --no-install-recommends debootstrap >/dev/null
step "a minimal $release"
# The mirror and its keys are those of this machine.
# shellcheck disable=SC2016 # apt-get fills it in
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 2>/dev/null | head -1)
debootstrap --variant=minbase "$release" "$system" "$mirror" >/dev/null
mount -t proc proc "$system/proc"
cp -L /etc/resolv.conf "$system/etc/" 2>/dev/null || true
cp -a /etc/apt/. "$system/etc/apt/"
inside apt-get update -q >/dev/null
if inside python3 --version 2>/dev/null; then exit 1; fi

step 'install'
cp "$package" "$system/tmp/adviser-desk.deb"
inside env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends /tmp/adviser-desk.deb >/dev/null

step 'selftest'
inside env QT_QPA_PLATFORM=offscreen adviser-desk --selftest

step 'a practice vault, an export, the check'
inside adviser-desk demo --vault /tmp/vault --cases 60 --seed 1
passphrase=$(inside adviser-desk demo --vault /tmp/other --cases 0 --seed 1 --json |
  sed 's/.*"passphrase": "\([^"]*\)".*/\1/')
year=$(date +%Y) quarter=$((($(date +%-m) - 1) / 3))
[ "$quarter" -gt 0 ] || { year=$((year - 1)); quarter=4; }
printf '%s\n' "$passphrase" |
  inside adviser-desk export --vault /tmp/vault --period "${year}Q${quarter}" --out /tmp/out --passphrase-stdin
inside sh -c 'adviser-desk check /tmp/out/*.json'

step 'remove'
inside dpkg --purge adviser-desk >/dev/null
if inside sh -c 'ls -d /usr/lib/adviser-desk /usr/bin/adviser-desk' 2>/dev/null; then exit 1; fi
step 'installed, used and removed'
