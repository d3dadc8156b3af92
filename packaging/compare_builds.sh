#!/usr/bin/env bash
# Builds the last commit twice, in two folders of different names, and compares every file of the two bundles.
# About three minutes; with the word "package" the two .deb as well, six minutes or more. The packages of Python are those
# of this folder.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$root"
make_environment
build=packaging/build_bundle.sh
[ "${1:-}" != package ] || build=packaging/build_deb.sh
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
list() { (cd "$1" && find . \( -type f -o -type l \) -printf '%P %m %l ' -exec sh -c 'sha256sum <"$1"' - {} \; | sort); }

# Both of the same commit, also when another is made in between.
commit=$(git rev-parse HEAD)
for name in one another-folder; do
  git clone -q "$root" "$place/$name"
  git -C "$place/$name" checkout -q --detach "$commit"
  ln -s "$root/.venv" "$place/$name/.venv"
  (cd "$place/$name" && "$build" >&2)
  list "$place/$name/dist/adviser-desk" >"$place/$name.txt"
done
printf '%s files, %s of them differ\n' "$(wc -l <"$place/one.txt")" \
  "$(diff "$place/one.txt" "$place/another-folder.txt" | grep -c '^<' || true)"
diff "$place/one.txt" "$place/another-folder.txt" | awk '/^</ { print $2 }'
cmp -s "$place/one.txt" "$place/another-folder.txt"
if [ "$build" = packaging/build_deb.sh ]; then
  cmp "$place"/{one,another-folder}/dist/*.deb && printf 'the two packages are the same, byte for byte\n'
fi
