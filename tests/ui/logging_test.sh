#!/bin/bash
# What a real window leaves in the log: exactly the lines that were on the screen, for how long, locks, searches; and
# what it does where the log cannot be written. The lines are read back from the screen (tests/kill/bars.hpp).
# Usage: logging_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE SCREEN_BARS
set -u
spoor=$1 view=$2 probe=$3 trace=$4 bars=$5 here=$(cd "$(dirname "$0")" && pwd)
. "$here/stage.sh"
export SPOOR_REVIEWER_PASSPHRASE=my-own-words
size="720x520"

"$bars" write tree && "$spoor" room init room >/dev/null && "$spoor" log key -o me.sprk >/dev/null || exit 1
session_options=(--room room/room.pub)
make_release tree
start_display $size

begin() { start_viewer --room room --reviewer-key me.sprk --size $size --scale 1 "$@" >said 2>&1; }
look() { "$bars" look 720 520 >"$1"; }
# looks NAME: waits until bars are on the screen and stay, and leaves them in NAME
looks() {
  for _ in $(seq 60); do
    look "$1"; sleep .15; look again
    [ -s "$1" ] && cmp -s "$1" again && return
  done
  fail "no lines come to the screen: $1"
}
blank() { look now; [ ! -s now ] || fail "$1: lines are on the screen: $(cat now)"; }
log=
records() { log=$(echo room/logs/*.splog); SPOOR_PASSPHRASE=vault-words "$spoor" log export "$log" --vault vault --room room "$@"; }

# --- reading: two pages, a search, a lock, and the first of them again
begin --open bars/0.txt
looks one; sleep 1.5
keys Next; looks two; sleep 1.5
keys ctrl+f; sleep .3; type_text "needle-in-the-log"; sleep 2.5; keys Escape; looks three
keys ctrl+alt+k; sleep .7; blank "locked"
sleep 1
type_text wrong; keys Return; sleep 1; blank "another passphrase"
type_text reviewer-words; keys Return; looks four; sleep 1.2
cmp -s three four || fail "unlocking moved the page: $(cat three) $(cat four)"
keys ctrl+q
for _ in $(seq 50); do kill -0 "$viewer" 2>/dev/null || break; sleep .1; done
wait "$viewer" || fail "quitting ends with $?: $(cat said)"
records >records.json || fail "the log cannot be read"
python3 "$here/logging_check.py" records.json one two four && echo "ok: the log says what was on the screen" || fail "the log is not what was seen"
grep -q needle records.json "$log" && fail "the vendor can read what was searched for"
"$spoor" log export "$log" --reviewer-key me.sprk | grep -q '"text":"needle-in-the-log"' && echo "ok: the reviewer reads his term" || fail "the reviewer cannot read his term"

# --- what he takes home holds the log to what it says now
receipt=$(sed -n "s/.*home: '\([^']*\)'.*/\1/p" said)
[ -f "$receipt" ] && head -c 5 "${receipt%.txt}.pdf" | grep -q %PDF || fail "there is no receipt where it is said: $(cat said)"
"$spoor" log verify "$log" --room room --receipt "$receipt" | grep -q 'heads     1 agree' && echo "ok: the receipt agrees" || fail "the receipt does not agree"
head -c $(($(stat -c %s "$log") - 200)) "$log" >cut.splog
"$spoor" log verify cut.splog --room room/room.pub --receipt "$receipt" >/dev/null 2>&1 && fail "a log that was cut agrees with the receipt"
"$spoor" room init other >/dev/null
"$spoor" log verify "$log" --room other 2>err && fail "another room's log is taken" || grep -q "another room" err || fail "$(cat err)"

# --- it opens again where it was, and nobody else opens it meanwhile
begin
looks five
cmp -s four five || grep -qxFf <(cut -d' ' -f1 four) <(cut -d' ' -f1 five) || fail "another place: $(cat four), then $(cat five)"
python3 -c 'import sys
a, b = (open(f).read().split() for f in ("four", "five"))
sys.exit(not (a[0] == b[0] and int(a[1]) <= int(b[2]) and int(b[1]) <= int(a[2])))' && echo "ok: the place" || fail "it opened elsewhere: $(cat four), then $(cat five)"
"$view" s.spsn --archive t.spar --room room --measure open >out 2>err
[ $? = 6 ] && grep -q "open in another viewer" err && echo "ok: a second viewer" || fail "a second viewer: $(cat err)"
keys ctrl+q; wait "$viewer" || fail "quitting ends with $?"

# --- a full disk: nothing more is shown, and the sentence says why
used=$(($(stat -c %s "$log") / 1024 + 1))
(ulimit -f $((used + 1)) && exec "$view" s.spsn --archive t.spar --room room --size $size --scale 1 --open bars/1.txt) >said 2>&1 &
viewer=$!
pids+=("$viewer")
for _ in $(seq 150); do xdotool search --onlyvisible --name '^Spoor' >/dev/null 2>&1 && break; sleep .1; done
xdotool windowfocus "$(xdotool search --onlyvisible --name '^Spoor' | head -1)"
looks six
for _ in $(seq 40); do
  keys Next Next Next Next; look now
  [ -s now ] || break
done
sleep .5; blank "a full disk"
keys Next ctrl+Home ctrl+p; sleep .3; blank "keys behind a full disk"
"$probe" capture full.png 0 0 720 520
SPOOR_PASSPHRASE=kit-words "$trace" full.png --kit k.spkit >verdict 2>&1 && fail "the locked view is marked: $(cat verdict)"
[ "$("$probe" lightness full.png)" -gt 25 ] || fail "the locked view says nothing"
keys Escape ctrl+q
wait "$viewer"; code=$?
[ $code = 1 ] && grep -q "cannot be written: .*make room there" said && echo "ok: a full disk" || fail "a full disk ends with $code: $(cat said)"
"$spoor" log verify "$log" --room room >/dev/null && echo "ok: its log is whole" || fail "the log does not verify after a full disk"
begin; looks seven; keys ctrl+q; wait "$viewer" || fail "it does not open again: $(cat said)"

# --- a read-only medium: said before anything is shown
rights=(unshare -m); [ "$(id -u)" = 0 ] || rights=(unshare -Urm)
read_only() { # read_only PATH COMMAND...: where only this is read-only
  "${rights[@]}" bash -c 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" || exit 77; shift; exec "$@"' - "$@"
}
for medium in room/logs room; do
  read_only $medium "$view" s.spsn --archive t.spar --room room --size $size >out 2>err; code=$?
  [ $code = 77 ] && { echo "skipped: this user may mount nothing, not even in a namespace of his own"; break; }
  [ $code = 1 ] && [ "$(wc -l <err)" = 1 ] && grep -q "Read-only file system" err && echo "ok: $medium on a read-only medium" ||
    fail "$medium on a read-only medium ends with $code: $(cat err)"
done
[ "$failures" = 0 ] && echo "logging: all as it should be"
exit "$((failures > 0))"
