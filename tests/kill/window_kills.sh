#!/bin/bash
# Kills the real viewer at random moments while it is read in, on a display of its own; see window_kills.cpp.
# Usage: window_kills.sh SPOOR SPOOR_VIEW SCREEN_BARS WINDOW_KILLS SLOW_DISK COUNT SEED
set -u
spoor=$1 view=$2 bars=$3 kills=$4 slow=$5 count=$6 seed=$7
command -v Xvfb >/dev/null || { echo "Xvfb is missing"; exit 77; }
folder=$(mktemp -d) || exit 1
pids=()
finish() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done; rm -rf "$folder"; }
trap finish EXIT
cd "$folder" || exit 1
export EGL_LOG_LEVEL=fatal SPOOR_PASSPHRASE=vault-words SPOOR_SESSION_PASSPHRASE=reviewer-words
"$bars" write tree && "$spoor" init vault >/dev/null && "$spoor" pack tree -o t.spar --vault vault >/dev/null &&
  "$spoor" room init room >/dev/null &&
  "$spoor" session new --vault vault --archive t.spar --reviewer Kills --room room/room.pub --expires +48h -o s.spsn >/dev/null ||
  { echo "the release could not be made"; exit 1; }
Xvfb -displayfd 9 -screen 0 720x520x24 -nolisten tcp -noreset 9>display 2>/dev/null &
pids+=($!)
for _ in $(seq 50); do [ -s display ] && break; sleep .1; done
[ -s display ] || { echo "Xvfb did not start"; exit 1; }
DISPLAY=:$(cat display) SPOOR_PASSPHRASE=reviewer-words SPOOR_VAULT_WORDS=vault-words "$kills" "$view" "$slow" "$count" "$seed"
