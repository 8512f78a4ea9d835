#!/bin/bash
# spoor-view as the only program under cage, the Wayland kiosk, through Xwayland and without a screen: it takes the whole
# output, obeys keys, its picture names the session, and nothing is left when it ends.
# Usage: kiosk_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE
set -u
spoor=$1 view=$2 probe=$3 trace=$4
command -v cage >/dev/null && command -v Xwayland >/dev/null || { echo "cage or Xwayland is missing"; exit 77; }
. "$(dirname "$0")/stage.sh"

mkdir tree
awk 'BEGIN { for (i = 1; i <= 600; i++) printf "int value_%d = compute(%d, \"%x\");  // line %d\n", i, i * 7919 % 1000, i * 104729, i }' > tree/long.c
make_release tree

# cage refuses to run as root; whoever it runs as needs the programs and files in a folder of his own.
as_user=()
[ "$(id -u)" -ne 0 ] || as_user=(setpriv --reuid 65534 --regid 65534 --clear-groups --)
mkdir kiosk runtime && cp "$view" "$probe" s.spsn t.spar kiosk/ && chmod 755 kiosk/spoor-view kiosk/ui_probe
chmod 755 "$folder" && chmod 700 runtime
cat > kiosk/session.sh <<'X'
./spoor-view s.spsn --archive t.spar --open long.c:1 --size 700x500 &
viewer=$!
for _ in $(seq 150); do window=$(xdotool search --onlyvisible --name '^Spoor' 2>/dev/null | head -1); [ -n "$window" ] && break; sleep .1; done
[ -n "$window" ] || { echo "no window" > said; exit 1; }
sleep 2
xdotool getwindowgeometry "$window" | sed -n 's/.*Geometry: //p' > geometry
./ui_probe window first.png "$window"
xdotool key --window "$window" ctrl+End
sleep 2
./ui_probe window last.png "$window"
xdotool key --window "$window" ctrl+q
wait "$viewer"
echo "ended with $?" > said
X
[ "$(id -u)" -ne 0 ] || chown -R 65534:65534 kiosk runtime
(cd kiosk && "${as_user[@]}" env XDG_RUNTIME_DIR="$folder/runtime" XDG_STATE_HOME="$folder/kiosk/state" HOME="$folder/kiosk" \
  WLR_BACKENDS=headless WLR_HEADLESS_OUTPUTS=1 WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1 \
  timeout 120 cage -- bash session.sh) > cage.log 2>&1
[ -f kiosk/said ] || { fail "nothing ran under cage: $(tail -n 3 cage.log)"; exit 1; }
[ "$(cat kiosk/said)" = "ended with 0" ] || fail "the reader: $(cat kiosk/said); $(tail -n 3 cage.log)"
[ "$(cat kiosk/geometry)" = 1280x720 ] && echo "ok: the whole output" || fail "the window is $(cat kiosk/geometry)"

named() {
  SPOOR_PASSPHRASE=kit-words "$trace" "kiosk/$1.png" --kit k.spkit --archive t.spar --json > verdict 2>&1
  local code=$?
  [ $code = 0 ] && grep -q '"reviewer":"Stage Reviewer"' verdict && echo "ok: $1" ||
    fail "$1: the trace ends with $code: $(head -c 400 verdict)"
}
named first
shows "the first lines" long.c 1
named last
shows "the last lines, after a key" long.c 600
exit "$((failures > 0))"
