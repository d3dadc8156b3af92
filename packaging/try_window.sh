#!/bin/sh
# Run by try_deb.sh in its Debian: the window on a screen without a monitor, worked by the keyboard.
#   try_window.sh PASSPHRASE write|look
set -eu
passphrase=$1
Xvfb :77 -screen 0 1280x800x24 -nolisten tcp -noreset 2>/dev/null &
screen=$!
export DISPLAY=:77
trap 'kill "$screen"' EXIT

title() { xdotool getactivewindow getwindowname 2>/dev/null || true; }
wait_for() {
  tries=0
  until title | grep -qx "$1"; do
    tries=$((tries + 1))
    [ "$tries" -lt 300 ] || { echo "Not so: the window '$1' is there; '$(title)' is"; exit 1; }
    sleep 0.2
  done
  sleep 1
}

unlock() {
  wait_for 'Adviser Desk – locked'
  xdotool type --delay 20 "$passphrase"
  xdotool key Return
  wait_for 'Adviser Desk'
}

sleep 1
openbox >/dev/null 2>&1 &
adviser-desk --language en 2>/tmp/window-errors &
program=$!
unlock
if [ "$2" = write ]; then
  xdotool key ctrl+shift+n
  sleep 1
  xdotool type --delay 20 'A first talk about the roster.'
  sleep 1
  xdotool key ctrl+Return
  sleep 2
fi
xdotool key ctrl+l
unlock
xdotool key ctrl+q
wait "$program"
echo "opened, $([ "$2" = write ] && echo 'a contact logged, ')locked, opened again and closed; on stderr: $(wc -l </tmp/window-errors) lines"
