#!/bin/bash
# What a running spoor-view leaves behind and can still do: its filter, the disk, a forced core.
# Usage: hygiene_test.sh SPOOR SPOOR_VIEW
set -u
spoor=$1 view=$2
command -v Xvfb >/dev/null && command -v xdotool >/dev/null || { echo "Xvfb or xdotool is missing"; exit 77; }
folder=$(mktemp -d) || exit 1
pids=()
finish() { for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null; done; rm -rf "$folder"; }
trap finish EXIT
cd "$folder" || exit 1
export SPOOR_PASSPHRASE=vault-words SPOOR_SESSION_PASSPHRASE=reviewer-words EGL_LOG_LEVEL=fatal
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

# --- whatever a program may write by itself lands below user
mkdir -p user/tmp user/run tree work
chmod 700 user/run
export HOME=$folder/user XDG_CACHE_HOME=$folder/user/cache XDG_CONFIG_HOME=$folder/user/config \
  XDG_STATE_HOME=$folder/user/state XDG_DATA_HOME=$folder/user/data XDG_RUNTIME_DIR=$folder/user/run TMPDIR=$folder/user/tmp
awk 'BEGIN { for (i = 1; i <= 600; i++) printf "int known_line_%d = secret_of(%d);\n", i, i * 7919 }' > tree/long.c
"$spoor" init vault >/dev/null && "$spoor" pack tree -o t.spar --vault vault >/dev/null &&
  "$spoor" session new --vault vault --archive t.spar --reviewer "Hygiene Test" --expires +8h -o s.spsn >/dev/null ||
  { echo "the release could not be made"; exit 1; }
export SPOOR_PASSPHRASE=reviewer-words
Xvfb -displayfd 9 -screen 0 900x700x24 -nolisten tcp -noreset 9>display 2>/dev/null &
pids+=($!)
for _ in $(seq 50); do [ -s display ] && break; sleep .1; done
[ -s display ] || { echo "Xvfb did not start"; exit 1; }
DISPLAY=:$(cat display); export DISPLAY

window=
start() {
  (ulimit -c unlimited 2>/dev/null; cd work && exec "$view" ../s.spsn --archive ../t.spar --open long.c --size 800x600 --scale 1) &
  viewer=$!
  pids+=("$viewer")
  for _ in $(seq 150); do window=$(xdotool search --onlyvisible --name '^Spoor' 2>/dev/null | head -1); [ -n "$window" ] && break; sleep .1; done
  [ -n "$window" ] || { echo "no window appeared"; exit 1; }
  xdotool windowfocus "$window"
  for _ in 1 2 3 4 5 6; do xdotool key --delay 60 Next; done
  xdotool key ctrl+f; sleep .3; xdotool type --delay 30 "known_line_31"; sleep 1
}
# clean WHEN: no file holds a known line, but the tree that the archive was packed from
clean() {
  grep -rlaF --exclude-dir=tree "known_line_31" "$folder"
  [ $? = 1 ] || fail "known lines are on the disk $1"
}

start
# --- the filter is in every thread (2: a filter)
for status in /proc/"$viewer"/task/*/status; do
  grep -q '^Seccomp:[[:space:]]*2$' "$status" || fail "a thread runs without the filter: $(grep Seccomp "$status")"
done
cp tree/long.c user/tmp/planted
(failures=0; clean "on purpose" >/dev/null; [ "$failures" = 1 ]) || fail "planted lines are not found"
rm user/tmp/planted
clean "while the viewer runs"

# --- a forced core: its limit was raised for it, the process gives it up
kill -ABRT "$viewer"; wait "$viewer" 2>/dev/null
[ -z "$(find "$folder" -name 'core*' -not -path '*/tree/*')" ] || fail "there is a core: $(find "$folder" -name 'core*')"
clean "after the viewer was killed"

# --- after an ordinary end, too
start
xdotool key Escape ctrl+q
for _ in $(seq 50); do kill -0 "$viewer" 2>/dev/null || break; sleep .1; done
kill -0 "$viewer" 2>/dev/null && fail "Ctrl+Q does not quit"
clean "after the viewer has ended"
find user -path '*shader_cache*' -type f | grep -q . && fail "the driver keeps a cache of shaders"
[ "$failures" = 0 ] && echo "ok: nothing was left behind"
