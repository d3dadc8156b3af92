#!/usr/bin/env bash
# Makes the bundle dist/adviser-desk of this folder, tries it, and puts its list of parts (SBOM) in it. About a minute.
# The same sources on the same machine give the same files.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$root"
install_packages run screen build
make_environment

# A folder without history has no day of a commit; then it is that of the newest file in it.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || find adviser_desk -printf '%Ts\n' | sort -n | tail -1)
export SOURCE_DATE_EPOCH PYTHONHASHSEED=0
bundle=dist/adviser-desk

rm -rf "$bundle"
"$python" -m PyInstaller --noconfirm --clean --log-level ERROR --distpath dist --workpath build/bundle build_installer.spec

# A Python that was built on this machine names the folder where it was built.
while read -r file; do chrpath --delete "$file" >/dev/null; done < <(
  find "$bundle" -type f -exec objdump -p {} + 2>/dev/null |
    awk '/file format/ { file = $1; sub(/:$/, "", file) } /R(UN)?PATH +\// { print file }'
)
find "$bundle" -type d -exec chmod 755 {} +
find "$bundle" -type f -exec chmod 644 {} +
chmod 755 "$bundle/adviser-desk"
"$python" tools/parts.py "$bundle"
QT_QPA_PLATFORM=offscreen "$bundle/adviser-desk" --selftest >&2
