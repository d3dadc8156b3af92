#!/usr/bin/env bash
# Makes dist/adviser-desk_VERSION_ARCH.deb from the bundle. The same sources on the same machine give the same file.
# Build on the oldest release to support: the package asks for at least the libraries of the machine it was built on.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$root"
install_packages run screen build package
packaging/build_bundle.sh >&2
python=$root/.venv/bin/python

SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
version=$("$python" -c 'import adviser_desk; print(adviser_desk.__version__)')
architecture=$(dpkg --print-architecture)
tree=$root/build/deb
bundle=$tree/usr/lib/adviser-desk
doc=$tree/usr/share/doc/adviser-desk

rm -rf "$tree"
mkdir -p "$tree/DEBIAN" "$tree/usr/bin" "$tree/usr/lib" "$doc/examples" "$tree/usr/share/man/man1"
cp -a dist/adviser-desk "$bundle"
ln -s ../lib/adviser-desk/adviser-desk "$tree/usr/bin/adviser-desk"
cd packaging/debian
install -D -m 644 adviser-desk.desktop "$tree/usr/share/applications/adviser-desk.desktop"
install -D -m 644 adviser-desk.svg "$tree/usr/share/icons/hicolor/scalable/apps/adviser-desk.svg"
install -D -m 644 org.adviserdesk.AdviserDesk.metainfo.xml -t "$tree/usr/share/metainfo"
install -D -m 644 lintian-overrides "$tree/usr/share/lintian/overrides/adviser-desk"
install -m 644 copyright "$doc/copyright"
install -m 644 ../policy/policy.toml "$doc/examples/policy.toml"
install -m 755 ../restore_test.sh "$doc/examples/restore_test.sh"
gzip -9n <changelog >"$doc/changelog.gz"
gzip -9n <adviser-desk.1 >"$tree/usr/share/man/man1/adviser-desk.1.gz"
cd "$root"
grep -q "^adviser-desk ($version) " packaging/debian/changelog || stop "packaging/debian/changelog lacks $version."

# What the bundle is linked with and does not bring, with the least versions that have what it uses.
mkdir -p build/shlibs/debian
# shellcheck disable=SC2016 # dpkg fills it in
printf 'Source: adviser-desk\n\nPackage: adviser-desk\nArchitecture: any\nDepends: ${shlibs:Depends}\n' \
  >build/shlibs/debian/control
mapfile -t linked < <(find "$bundle" -type f \( -name '*.so*' -o -path "$bundle/adviser-desk" \) | sort)
mapfile -t places < <(find "$bundle" -name '*.so*' -printf '-l%h\n' | sort -u)
needed=$(cd build/shlibs && dpkg-shlibdeps -O --ignore-missing-info "${places[@]}" "${linked[@]}" 2>"$root/build/shlibs/log" |
  sed 's/^shlibs:Depends=//')
[ -n "$needed" ] || stop "$(cat build/shlibs/log)"
unforeseen=$(tr ',' '\n' <<<"$needed" | awk '{ print $1 }' | sort |
  comm -23 - <(grep -v '^#' packaging/debian/libraries.txt | tr '|' '\n' | sort))
[ -z "$unforeseen" ] || stop "The bundle needs libraries that packaging/debian/libraries.txt lacks: $unforeseen"

find "$tree/usr" -type d -exec chmod 755 {} +
cat >"$tree/DEBIAN/control" <<CONTROL
Package: adviser-desk
Version: $version
Architecture: $architecture
Section: misc
Priority: optional
Maintainer: $(sed -n 's/^ -- \(.*>\)  .*/\1/p' packaging/debian/changelog | head -1)
Installed-Size: $(du -sk --apparent-size "$tree/usr" | cut -f1)
Depends: $needed, fonts-dejavu-core
Description: encrypted casebook for confidential advisers
 Advisers log contacts, consent and follow-ups in one encrypted vault on their
 own computer. Only totals that were checked for disclosure leave it. The
 program never uses a network.
CONTROL
(cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

# One thread: with more, the file depends on how many the machine has.
dpkg-deb --root-owner-group -Zxz -z6 --threads-max=1 --build "$tree" "dist/adviser-desk_${version}_${architecture}.deb" >&2
printf '%s\n' "dist/adviser-desk_${version}_${architecture}.deb"
