#!/usr/bin/env bash
# Run by try_wine.sh: the window of the installed program on its screen, worked by keys, with pictures in FOLDER.
#   try_wine_window.sh PROGRAM PASSPHRASE FOLDER write|look
set -euo pipefail
program=$1 passphrase=$2 place=$3 what=$4

title() { xdotool getactivewindow getwindowname 2>/dev/null || true; }
wait_for() {
  local tries=0
  until title | grep -qx "$1"; do
    tries=$((tries + 1))
    [ "$tries" -lt 400 ] || { echo "Not so: the window '$1' is there; '$(title)' is" && exit 1; }
    sleep 0.2
  done
}
picture() { if command -v import >/dev/null; then import -window root "$place/window-$1.png"; fi; }
# Under Wine a window has the keys only after a click in it; a key that comes too soon is lost.
keys() { xdotool type --delay 120 "$1"; }
unlock() {
  wait_for 'Adviser Desk – locked'
  sleep 8
  xdotool mousemove 560 368 click 1
  sleep 1
  keys "$passphrase"
  xdotool key Return
  wait_for 'Adviser Desk'
  sleep 8
}

(cat </dev/null | wine "$program" --language en 2>&1 | cat >"$place/window.log") &
running=$!
unlock
picture opened
if [ "$what" = write ]; then
  xdotool key ctrl+shift+n
  sleep 3
  keys 'A first talk about the roster.'
  sleep 1
  picture contact
  xdotool key ctrl+Return
  sleep 4
  picture kept
  xdotool key ctrl+l
  unlock
fi
xdotool key ctrl+q
tries=0
while xdotool search --name 'Adviser Desk' >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 150 ] || { echo 'Not so: it closes' && exit 1; }
  sleep 0.2
done
wait "$running" || true
echo "opened, $([ "$what" = write ] && echo 'a contact logged, locked, opened again ')and closed; said: $(wc -l <"$place/window.log") lines"
