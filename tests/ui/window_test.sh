#!/bin/bash
# Drives spoor-view in a real window with real keys and clicks; compares what the screen shows with --shot of the
# state that it should be in, and traces what searching shows. Usage: window_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE
set -u
spoor=$1 view=$2 probe=$3 trace=$4
command -v Xvfb >/dev/null && command -v xdotool >/dev/null || { echo "Xvfb or xdotool is missing"; exit 77; }
folder=$(mktemp -d) || exit 1
pids=()
finish() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done; rm -rf "$folder"; }
trap finish EXIT
cd "$folder" || exit 1
export SPOOR_PASSPHRASE=vault-words SPOOR_SESSION_PASSPHRASE=reviewer-words EGL_LOG_LEVEL=fatal XDG_STATE_HOME=$folder/state
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

# --- a release with two files whose every line is different
mkdir -p tree/src
awk 'BEGIN { for (i = 1; i <= 600; i++) printf "int value_%d = compute(%d, \"%x\");  // line %d\n", i, i * 7919 % 1000, i * 104729, i }' > tree/src/long.c
awk 'BEGIN { for (i = 1; i <= 40; i++) printf "def f%d(x):\n    return x * %d\n", i, i }' > tree/src/short.py
"$spoor" init vault >/dev/null && "$spoor" pack tree -o t.spar --vault vault --release "window test" >/dev/null &&
  "$spoor" session new --vault vault --archive t.spar --reviewer "Window Test" --expires +8h -o s.spsn >/dev/null &&
  SPOOR_KIT_PASSPHRASE=kit-words "$spoor" kit export --vault vault --archive t.spar -o k.spkit >/dev/null ||
  { echo "the release could not be made"; exit 1; }
export SPOOR_PASSPHRASE=reviewer-words

# What is laid out in one quarter of an hour differs from what is in the next: the window and the pictures that it is
# compared with are to be of one.
left=$((900 - $(date +%s) % 900))
[ "$left" -gt 120 ] || sleep "$left"

# --- the display and the window
Xvfb -displayfd 9 -screen 0 1100x800x24 -nolisten tcp -noreset 9>display 2>/dev/null &
pids+=($!)
for _ in $(seq 50); do [ -s display ] && break; sleep .1; done
[ -s display ] || { echo "Xvfb did not start"; exit 1; }
DISPLAY=:$(cat display); export DISPLAY
"$view" s.spsn --archive t.spar --open src/long.c --size 1000x700 --scale 1 &
viewer=$!
pids+=("$viewer")
window=
for _ in $(seq 150); do window=$(xdotool search --onlyvisible --name '^Spoor' 2>/dev/null | head -1); [ -n "$window" ] && break; sleep .1; done
[ -n "$window" ] || { echo "no window appeared"; exit 1; }
[ "$(xdotool getwindowname "$window")" = "Spoor - Window Test" ] || fail "the title holds more than the reviewer's name"
xdotool windowmove "$window" 0 0 windowfocus "$window"

# The code pane without the scrollbar, in a window of 1000x700 at scale 1 with the tree at its first width.
area="301 105 680 560"
keys() { xdotool key --delay 60 "$@"; }
go_to() { keys ctrl+g; sleep .3; xdotool type --delay 40 "$1"; sleep .2; keys Return; sleep .2; }
# same_as NAME SHOT-OPTIONS...: until the code pane equals --shot of that state (a worker may still be colouring)
same_as() {
  local name=$1; shift
  # A session is open in one viewer of a machine at a time: the picture is made on another one.
  XDG_STATE_HOME=$folder/elsewhere "$view" s.spsn --archive t.spar --size 1000x700 --scale 1 "$@" --shot want.png || { fail "$name: --shot"; return; }
  local worst=none
  for _ in $(seq 30); do
    "$probe" capture got.png && worst=$("$probe" differ got.png want.png $area)
    [ "$worst" = 0 ] && { echo "ok: $name"; return; }
    sleep .2
  done
  fail "$name: the window differs from --shot by $worst"
}

same_as "first paint" --open src/long.c
go_to 312
same_as "go to line" --open src/long.c:312
cp got.png before.png
xdotool mousemove 600 400 click 5; sleep .6   # a notch: three lines of 20 px
"$probe" capture got.png
worst=$("$probe" differ got.png before.png 301 105 680 480 60)
[ "$worst" -le 12 ] && echo "ok: wheel" || fail "wheel: lines changed while they scrolled, by $worst"
keys ctrl+plus ctrl+plus
go_to 100
same_as "zoom in" --open src/long.c:100 --font-px 16
keys ctrl+0 ctrl+shift+t
go_to 100
same_as "zoom back and light theme" --open src/long.c:100 --theme light
keys ctrl+shift+e Down Return
same_as "open from the tree" --open src/short.py --theme light
keys ctrl+Tab
same_as "next tab" --open src/long.c:100 --theme light
keys ctrl+w ctrl+Home
same_as "close tab" --open src/short.py --theme light

# --- searching. traced NAME X Y WIDTH HEIGHT: that part of the screen names the session; leaves the verdict in verdict
traced() {
  "$probe" capture part.png "${@:2}" && SPOOR_PASSPHRASE=kit-words "$trace" part.png --kit k.spkit --archive t.spar --json > verdict 2>&1
  local code=$?
  [ $code = 0 ] && grep -q '"reviewer":"Window Test"' verdict && echo "ok: $1" || fail "$1: the trace ends with $code: $(head -c 600 verdict)"
}
number() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" verdict; }
type_in() { keys "$1"; sleep .4; xdotool type --delay 40 "$2"; sleep .4; }
keys ctrl+shift+t ctrl+shift+t ctrl+shift+t ctrl+shift+t   # through the other themes to dark
keys ctrl+shift+e Up Return   # the other file
same_as "back in the long file" --open src/long.c
type_in ctrl+f "line 31"
keys Return Return Escape Home; sleep .3   # the caret back to where --shot has it
same_as "search in the file: line 31, then 310, then 311" --open src/long.c:311
keys ctrl+shift+f; sleep .4
xdotool type --delay 40 "compute"; sleep 1
traced "the list of found lines is marked" 301 480 685 190
keys ctrl+a; type_in BackSpace "value_431 "
keys Return; sleep .3; keys Return; sleep .5
traced "the found line is opened" 301 96 680 310
[ "$(number first_line)" -le 431 ] && [ "$(number last_line)" -ge 431 ] && grep -q '"path":"src/long.c"' verdict ||
  fail "the code shows $(number first_line) to $(number last_line), not line 431 of src/long.c"

ticks() { awk '{ print $14 + $15 }' "/proc/$viewer/stat"; }
sleep 1.5; before=$(ticks); sleep 3; after=$(ticks)
[ $((after - before)) -le 6 ] && echo "ok: idle" || fail "idle: $((after - before)) ticks in 3 s"
keys ctrl+q
for _ in $(seq 50); do kill -0 "$viewer" 2>/dev/null || break; sleep .1; done
if kill -0 "$viewer" 2>/dev/null; then fail "Ctrl+Q does not quit"; else wait "$viewer" || fail "quitting ends with $?"; fi
[ "$failures" = 0 ]
