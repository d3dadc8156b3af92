# shellcheck shell=bash
# For ./run and ./test: sets $python to the interpreter of .venv, made or renewed when needed. Read with `source`.
# Touches the network only when a package is missing or requirements.lock has changed.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export PYTHONPATH=$root

stop() {
  printf '%s\n' "$1" >&2
  exit 1
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# The packages of the wanted groups that are not there: for each line the first name this release knows.
missing_packages() {
  local group names name wanted
  while read -r group names; do
    [[ " $* " == *" $group "* ]] || continue
    wanted=
    for name in ${names//|/ }; do
      if is_installed "$name"; then
        wanted=
        continue 2
      fi
      if [ -z "$wanted" ] && apt-cache show "$name" >/dev/null 2>&1; then wanted=$name; fi
    done
    # A list that was never fetched knows no name at all: then the first one is as good as any.
    printf '%s\n' "${wanted:-${names%%|*}}"
  done < <(grep -v '^#' "$root/packages-debian.txt")
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_packages() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || return 0
  [ -n "$(missing_packages "$@")" ] || return 0
  if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
    stop "First install: sudo apt-get install $(missing_packages "$@" | tr '\n' ' ')"
  fi
  printf 'Installing Debian packages...\n' >&2
  as_root apt-get update -q >&2
  # shellcheck disable=SC2046 # one word per package
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    $(missing_packages "$@") >&2
}

is_usable_python() {
  "$1" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && is_usable_python "$name"; then
      command -v "$name"
      return
    fi
  done
  stop "Adviser Desk needs Python 3.11, 3.12, 3.13 or 3.14 with its venv module."
}

# The stamp says which lock the environment holds; it is written last, so a broken install is done again.
make_environment() {
  local stamp=$root/.venv/lock.sha256 lock found
  python=$root/.venv/bin/python
  if ! is_usable_python "$python"; then
    found=$(find_python)
    "$found" -m venv --clear "$root/.venv"
  fi
  lock=$("$python" -c 'import hashlib, sys; print(hashlib.sha256(open(sys.argv[1], "rb").read()).hexdigest())' \
    "$root/requirements.lock")
  [ "$(cat "$stamp" 2>/dev/null)" = "$lock" ] && return
  printf 'Installing the Python packages of requirements.lock...\n' >&2
  "$python" -m pip install -q --disable-pip-version-check --require-hashes -r "$root/requirements.lock" >&2
  printf '%s\n' "$lock" >"$stamp"
}

# Whether a window can be shown here.
has_screen() {
  [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]
}
