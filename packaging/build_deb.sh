#!/usr/bin/env bash
# Makes dist/adviser-desk_VERSION_ARCH.deb from the bundle. The same sources on the same machine give the same file.
# Build on the oldest release to support: the package asks for at least the C library of the machine it was built on.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$root"
install_packages run screen build
make_environment

SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0
version=$("$python" -c 'import adviser_desk; print(adviser_desk.__version__)')
architecture=$(dpkg --print-architecture)
tree=$root/build/deb
bundle=$tree/usr/lib/adviser-desk

rm -rf dist/adviser-desk "$tree"
"$python" -m PyInstaller --noconfirm --log-level ERROR --distpath dist --workpath build/bundle build_installer.spec
QT_QPA_PLATFORM=offscreen dist/adviser-desk/adviser-desk --selftest >&2

mkdir -p "$tree/DEBIAN" "$tree/usr/bin" "$tree/usr/lib" "$tree/usr/share/doc/adviser-desk"
cp -a dist/adviser-desk "$bundle"
ln -s ../lib/adviser-desk/adviser-desk "$tree/usr/bin/adviser-desk"
install -D -m 644 packaging/debian/adviser-desk.desktop "$tree/usr/share/applications/adviser-desk.desktop"
install -D -m 644 packaging/debian/adviser-desk.svg "$tree/usr/share/icons/hicolor/scalable/apps/adviser-desk.svg"
install -D -m 644 packaging/debian/adviser-desk.metainfo.xml "$tree/usr/share/metainfo/adviser-desk.metainfo.xml"
install -m 644 packaging/debian/copyright "$tree/usr/share/doc/adviser-desk/copyright"
install -D -m 644 packaging/policy/policy.toml "$tree/usr/share/doc/adviser-desk/examples/policy.toml"

# What the bundle is linked with and does not bring itself. A library that is not foreseen here stops the build.
linked() { find "$bundle" -type f -exec objdump -p {} + 2>/dev/null | sed -n 's/^  NEEDED *//p' | sort -u; }
brought() { find "$bundle" -printf '%f\n' | sort -u; }
foreseen='^(ld-linux.*|lib(c|m|dl|rt|pthread|util|resolv))\.so\.[0-9]+$|^lib(GL|EGL|GLX|OpenGL|GLdispatch|xcb|wayland-client|wayland-cursor)\.so\.[0-9]+$'
unforeseen=$(comm -23 <(linked) <(brought) | grep -Ev "$foreseen" || true)
[ -z "$unforeseen" ] || stop "The bundle needs libraries that no package brings: $unforeseen"
glibc=$(dpkg-query -W -f '${Version}' libc6 | sed 's/-.*//')

find "$tree/usr" -type d -exec chmod 755 {} +
find "$tree/usr" -type f -exec chmod go-w {} +
cat >"$tree/DEBIAN/control" <<CONTROL
Package: adviser-desk
Version: $version
Architecture: $architecture
Section: misc
Priority: optional
Maintainer: The Adviser Desk contributors
Installed-Size: $(du -sk --apparent-size "$tree/usr" | cut -f1)
Depends: libc6 (>= $glibc), libgl1, libegl1, libxcb1, libwayland-client0, libwayland-cursor0, fonts-dejavu-core
Description: encrypted casebook for confidential advisers
 Advisers log contacts, consent and follow-ups in one encrypted vault on their
 own computer. Only totals that were checked for disclosure leave it. The
 program never uses a network.
CONTROL
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

dpkg-deb --root-owner-group -Zzstd -z10 --build "$tree" "dist/adviser-desk_${version}_${architecture}.deb" >&2
printf '%s\n' "dist/adviser-desk_${version}_${architecture}.deb"
