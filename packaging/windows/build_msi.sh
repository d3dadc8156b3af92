#!/usr/bin/env bash
# Wraps a bundle that was made on Windows (pyinstaller build_installer.spec there) into an MSI, on Debian with wixl.
#   packaging/windows/build_msi.sh FOLDER_OF_THE_WINDOWS_BUNDLE [VERSION]     the version is that of the program
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/../environment.sh"
bundle=$(realpath "$1")
cd "$root"
command -v wixl >/dev/null || stop 'First install: apt-get install wixl'
[ -e "$bundle/adviser-desk.exe" ] || stop "$bundle is no bundle for Windows: it has no adviser-desk.exe"
version=${2:-$(sed -n 's/^__version__ = "\(.*\)"/\1/p' adviser_desk/__init__.py)}
mkdir -p build/msi dist
# wixl finds files by a path from here only.
ln -sfn "$bundle" build/msi/bundle
find build/msi/bundle/ -type f | LC_ALL=C sort |
  wixl-heat --prefix build/msi/bundle/ --var var.Bundle --component-group Files --directory-ref INSTALLDIR --win64 \
    >build/msi/files.wxs
wixl --arch x64 -D Version="$version" -D Bundle=build/msi/bundle -D Win64=yes \
  -o "dist/adviser-desk-$version-x64.msi" packaging/windows/adviser-desk.wxs build/msi/files.wxs
printf '%s\n' "dist/adviser-desk-$version-x64.msi"
