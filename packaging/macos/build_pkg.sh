#!/usr/bin/env bash
# Makes dist/adviser-desk-VERSION.pkg on a Mac: the .app of build_installer.spec, signed when a name is given, in a
# package for /Applications. Written by the manuals of Apple's tools; not run yet (docs/release/other-systems.md).
#   packaging/macos/build_pkg.sh
#   SIGN_APP='Developer ID Application: ...' SIGN_PKG='Developer ID Installer: ...' packaging/macos/build_pkg.sh
#   and NOTARY_PROFILE=name, made before with: xcrun notarytool store-credentials name
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/../environment.sh"
[ "$(uname -s)" = Darwin ] || stop 'This runs on macOS only.'
cd "$root"
make_environment
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0
version=$("$python" -c 'import adviser_desk; print(adviser_desk.__version__)')
app="dist/Adviser Desk.app"
package=dist/adviser-desk-$version.pkg

rm -rf dist/adviser-desk "$app" build/pkg
"$python" -m PyInstaller --noconfirm --clean --log-level ERROR --distpath dist --workpath build/bundle build_installer.spec
"$python" tools/parts.py dist/adviser-desk
cp dist/adviser-desk/sbom.cdx.json "$app/Contents/Resources/"
QT_QPA_PLATFORM=offscreen "$app/Contents/MacOS/adviser-desk" --selftest >&2

# An empty list of entitlements: no network, no camera, nothing. Python needs no exception of the hardened runtime as
# long as every library inside is signed with the same name.
if [ -n "${SIGN_APP:-}" ]; then
  find "$app/Contents" -type f \( -name '*.so' -o -name '*.dylib' \) -print0 |
    xargs -0 codesign --force --timestamp --options runtime --sign "$SIGN_APP"
  codesign --force --timestamp --options runtime --entitlements packaging/macos/entitlements.plist --sign "$SIGN_APP" "$app"
  codesign --verify --deep --strict "$app"
fi

mkdir -p build/pkg/root/Applications
cp -R "$app" build/pkg/root/Applications/
# Never moved elsewhere by the installer, so that an upgrade finds it.
pkgbuild --analyze --root build/pkg/root build/pkg/components.plist
plutil -replace 0.BundleIsRelocatable -bool NO build/pkg/components.plist
pkgbuild --root build/pkg/root --component-plist build/pkg/components.plist --identifier org.adviserdesk.AdviserDesk \
  --version "$version" --install-location / build/pkg/adviser-desk.pkg
productbuild --package build/pkg/adviser-desk.pkg ${SIGN_PKG:+--sign "$SIGN_PKG"} "$package"
if [ -n "${NOTARY_PROFILE:-}" ]; then
  xcrun notarytool submit "$package" --keychain-profile "$NOTARY_PROFILE" --wait
  xcrun stapler staple "$package"
fi
printf '%s\n' "$package"
