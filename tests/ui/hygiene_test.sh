#!/bin/bash
# What a running spoor-view leaves behind and can still do: its filter, the disk, a forced core, a debugger of the same user.
# Usage: hygiene_test.sh SPOOR SPOOR_VIEW
set -u
spoor=$1 view=$2 here=$(cd "$(dirname "$0")" && pwd)
command -v Xvfb >/dev/null && command -v xdotool >/dev/null || { echo "Xvfb or xdotool is missing"; exit 77; }
folder=$(mktemp -d) || exit 1
pids=()
finish() { for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null; done; rm -rf "$folder"; }
trap finish EXIT
cd "$folder" || exit 1
export SPOOR_PASSPHRASE=vault-words SPOOR_SESSION_PASSPHRASE=reviewer-words EGL_LOG_LEVEL=fatal
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

# --- whatever a program may write by itself lands below user, and what a core's pattern names lands in work
mkdir -p user/tmp user/run tree work
chmod 700 user/run
export HOME=$folder/user XDG_CACHE_HOME=$folder/user/cache XDG_CONFIG_HOME=$folder/user/config \
  XDG_STATE_HOME=$folder/user/state XDG_DATA_HOME=$folder/user/data XDG_RUNTIME_DIR=$folder/user/run TMPDIR=$folder/user/tmp
awk 'BEGIN { for (i = 1; i <= 600; i++) printf "int known_line_%d = secret_of(%d);\n", i, i * 7919 }' > tree/long.c
issue() { "$spoor" session new --vault vault --archive t.spar --reviewer "Hygiene Test" --expires +8h "$@" >/dev/null; }
"$spoor" init vault >/dev/null && "$spoor" pack tree -o t.spar --vault vault >/dev/null && issue -o s.spsn &&
  "$spoor" room init room >/dev/null && issue --room room/room.pub -o r.spsn ||
  { echo "the release could not be made"; exit 1; }
export SPOOR_PASSPHRASE=reviewer-words
Xvfb -displayfd 9 -screen 0 900x700x24 -nolisten tcp -noreset 9>display 2>/dev/null &
pids+=($!)
for _ in $(seq 50); do [ -s display ] && break; sleep .1; done
[ -s display ] || { echo "Xvfb did not start"; exit 1; }
DISPLAY=:$(cat display); export DISPLAY

# Root may look into any process, and leaves files anywhere: the reader runs as a user whom nobody else is.
user=() id=
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
  id=$((61000 + $$ % 4000)) && user=(setpriv "--reuid=$id" "--regid=$id" --clear-groups)
  cp "$view" reader && cp "$here/hygiene_look.py" . && view=$folder/reader && here=$folder && chown -R "$id:$id" "$folder"
fi
touch begun
# Another user may not start root's own Python, which may come first.
look() { "${user[@]}" env "PATH=/usr/bin:$PATH" python3 "$here/hygiene_look.py" "$@"; }

window=
# start SESSION OPTIONS...: with known lines on the screen, found by a search in the file and by one of the release
start() {
  (ulimit -c unlimited 2>/dev/null; cd work && exec "${user[@]}" "$view" "../$1" --archive ../t.spar --open long.c --size 800x600 --scale 1 "${@:2}") &
  viewer=$!
  pids+=("$viewer")
  for _ in $(seq 150); do window=$(xdotool search --onlyvisible --name '^Spoor' 2>/dev/null | head -1); [ -n "$window" ] && break; sleep .1; done
  [ -n "$window" ] || { echo "no window appeared"; exit 1; }
  xdotool windowfocus "$window"
  for _ in 1 2 3 4 5 6; do xdotool key --delay 60 Next; done
  xdotool key ctrl+f; sleep .3; xdotool type --delay 30 "known_line_31"; sleep .6
  xdotool key Escape ctrl+shift+f; sleep .4; xdotool type --delay 30 "secret_of"; sleep 1
}
written() { find "$folder" -type f -not -path "$folder/tree/*"; [ -z "$id" ] || find /tmp /var/tmp /dev/shm -xdev -user "$id" -newer begun -type f -not -path "$folder/*" 2>/dev/null; }
# clean WHEN: no file holds a known line, but the tree that the archive was packed from
clean() {
  local found
  found=$(written | xargs -d '\n' python3 "$here/hygiene_look.py" word known_line_) || fail "the disk could not be searched $1"
  [ -z "$found" ] && echo "ok: no known line is on the disk $1" || fail "known lines are on the disk $1: $found"
}
cores() { written | grep '/core[^/]*$'; }

start s.spsn
# --- the filter is in every thread (2: a filter)
for status in /proc/"$viewer"/task/*/status; do
  grep -q '^Seccomp:[[:space:]]*2$' "$status" || fail "a thread runs without the filter: $(grep Seccomp "$status")"
done
for code in UTF-8 UTF-16LE UTF-32BE; do
  iconv -t "$code" tree/long.c >user/tmp/planted
  (failures=0; clean "on purpose" >/dev/null; [ "$failures" = 1 ]) || fail "lines that were planted as $code are not found"
done
rm user/tmp/planted
clean "while the viewer runs"

# --- a debugger of the same user: what opens another program of his does not open the reader
"${user[@]}" sleep 600 &
other=$!
pids+=("$other")
sleep .2
open=$(look ways "$other" | tr '\n' ' ')
if [ "$(id -u)" = 0 ] && [ -z "$id" ]; then
  echo "skipped: root may look into the reader, and nobody else is here"
else
  opened=$(look ways "$viewer" | tr '\n' ' ')
  case $open in
    *environ*) [ -z "$opened" ] && echo "ok: ${open}open another program, and none of them the reader" || fail "the same user gets at the reader by $opened" ;;
    *) fail "nothing opens a program of the same user: the test would not see a way" ;;
  esac
fi
kill -0 "$viewer" 2>/dev/null || fail "the reader did not outlive being looked at"

# --- a forced core: its limit was raised for it, the process gives it up; another program leaves one, where this machine keeps them
(ulimit -c unlimited; cd work && exec "${user[@]}" sleep 600) &
other=$!
pids+=("$other")
sleep .2; kill -SEGV "$other"; wait "$other" 2>/dev/null
[ -n "$(cores)" ] || echo "cannot tell: cores go to $(cat /proc/sys/kernel/core_pattern) here, which this test does not see"
find work -name 'core*' -delete
kill -ABRT "$viewer"; wait "$viewer" 2>/dev/null
[ -z "$(cores)" ] && echo "ok: no core of the reader after SIGABRT" || fail "there is a core: $(cores)"
clean "after the viewer was killed"
for signal in SEGV BUS QUIT; do
  start r.spsn --room ../room
  kill "-$signal" "$viewer"; wait "$viewer" 2>/dev/null
  [ -z "$(cores)" ] && echo "ok: no core of the reader in a room after SIG$signal" || fail "there is a core: $(cores)"
done
[ -n "$(find room/logs -name '*.splog')" ] || fail "the room has no log: it was not read there"
clean "after the viewer was killed in a room"

# --- after an ordinary end, too
start s.spsn
xdotool key Escape Escape ctrl+q
for _ in $(seq 50); do kill -0 "$viewer" 2>/dev/null || break; sleep .1; done
kill -0 "$viewer" 2>/dev/null && fail "Ctrl+Q does not quit"
clean "after the viewer has ended"
find user -path '*shader_cache*' -type f | grep -q . && fail "the driver keeps a cache of shaders"
[ -z "$id" ] || [ -z "$(written | grep -v "^$folder/")" ] || fail "files lie outside of the user's directories: $(written | grep -v "^$folder/")"
[ "$failures" = 0 ] && echo "ok: nothing was left behind"
