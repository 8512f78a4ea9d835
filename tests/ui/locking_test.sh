#!/bin/bash
# The idle lock in a real window: it locks, tells nothing, keeps the place, and only the passphrase unlocks it.
# Usage: locking_test.sh SPOOR SPOOR_VIEW UI_PROBE
set -u
spoor=$1 view=$2 probe=$3
command -v Xvfb >/dev/null && command -v xdotool >/dev/null || { echo "Xvfb or xdotool is missing"; exit 77; }
folder=$(mktemp -d) || exit 1
pids=()
finish() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done; rm -rf "$folder"; }
trap finish EXIT
cd "$folder" || exit 1
export SPOOR_PASSPHRASE=vault-words SPOOR_SESSION_PASSPHRASE=reviewer EGL_LOG_LEVEL=fatal XDG_STATE_HOME=$folder/state
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

mkdir tree && awk 'BEGIN { for (i = 1; i <= 400; i++) printf "int value_%d = %d;\n", i, i * 7919 % 1000 }' >tree/a.c
printf 'idle_lock_s = 6\nshot = true\noverlay_text = "INSPECTION ONLY"\n' >p.toml
"$spoor" init vault >/dev/null && "$spoor" pack tree -o t.spar --vault vault >/dev/null &&
  "$spoor" session new --vault vault --archive t.spar --reviewer Lock --policy p.toml -o s.spsn >/dev/null ||
  { echo "the release could not be made"; exit 1; }
export SPOOR_PASSPHRASE=reviewer

"$view" s.spsn --archive t.spar --open a.c:200 --size 1000x700 --scale 1 --shot code.png || fail "--shot"

Xvfb -displayfd 9 -screen 0 1000x700x24 -nolisten tcp -noreset 9>display 2>/dev/null &
pids+=($!)
for _ in $(seq 50); do [ -s display ] && break; sleep .1; done
[ -s display ] || { echo "Xvfb did not start"; exit 1; }
DISPLAY=:$(cat display); export DISPLAY
"$view" s.spsn --archive t.spar --open a.c:200 --size 1000x700 --scale 1 &
pids+=($!)
window=
for _ in $(seq 150); do window=$(xdotool search --onlyvisible --name '^Spoor' 2>/dev/null | head -1); [ -n "$window" ] && break; sleep .1; done
[ -n "$window" ] || { echo "no window appeared"; exit 1; }
xdotool windowmove "$window" 0 0 windowfocus "$window"

area="301 105 680 560"
# shows PICTURE ATTEMPTS [KEY]: whether the code pane comes to equal a picture, while a key touches the viewer
shows() {
  local worst=none
  for _ in $(seq "$2"); do
    [ -z "${3-}" ] || xdotool key "$3"
    "$probe" capture got.png && worst=$("$probe" differ got.png "$1" $area)
    [ "$worst" = 0 ] && return 0
    sleep .2
  done
  return 1
}
shows code.png 40 Shift_L && echo "ok: open" || fail "the window does not show what --shot does"
second=$("$view" s.spsn --archive t.spar 2>&1 >/dev/null)
case $second in *"open in another viewer"*) echo "ok: second viewer" ;; *) fail "a second viewer: $second" ;; esac
for _ in $(seq 60); do
  sleep .5
  "$probe" capture locked.png
  [ "$("$probe" differ locked.png code.png $area)" = 0 ] || break
done
xdotool key ctrl+g && sleep .3 && xdotool type 9 && xdotool key Return
sleep .5
"$probe" capture got.png
[ "$("$probe" differ got.png code.png $area)" = 0 ] && fail "it did not lock"
xdotool type wrong && xdotool key Return
shows code.png 3 && fail "another passphrase unlocked it"
# Shift keeps it from locking again before a busy machine is looked at; the passphrase is typed once.
xdotool type --delay 60 reviewer && xdotool key Return
shows code.png 40 Shift_L && echo "ok: unlocked in the same place" || fail "the passphrase did not unlock it where it was"
[ "$failures" = 0 ] && echo "locking: all as it should be"
exit "$((failures > 0))"
