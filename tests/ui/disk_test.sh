#!/bin/bash
# A room whose disk fills or turns read-only while somebody reads, and where it cannot be written from the start: one
# sentence, its exit code, and nothing shown from then on. Real file systems of its own: a small tmpfs, an ext4 that fails.
# Usage: disk_test.sh SPOOR SPOOR_VIEW UI_PROBE SCREEN_BARS
set -u
if [ -z "${DISK_TEST_MOUNTS:-}" ]; then
  rights=(unshare -m); [ "$(id -u)" = 0 ] || rights=(unshare -Urm)
  "${rights[@]}" true 2>/dev/null || { echo "this user may mount nothing, not even in a namespace of his own"; exit 77; }
  DISK_TEST_MOUNTS=own exec "${rights[@]}" bash "$0" "$@"
fi
spoor=$1 view=$2 probe=$3 bars=$4 here=$(cd "$(dirname "$0")" && pwd)
. "$here/stage.sh"
unmount() { mountpoint -q "$1" && umount -l "$1"; }
trap 'for place in room state failing; do unmount "$place"; done; finish' EXIT
size="720x520"
"$bars" write tree || exit 1
make_release tree
start_display $size
look() { "$bars" look 720 520 >"$1"; }
# looks NAME: waits until bars are on the screen, and leaves them in NAME
looks() { for _ in $(seq 60); do look "$1"; [ -s "$1" ] && return; sleep .15; done; fail "no lines come to the screen: $1"; }
issue() { SPOOR_PASSPHRASE=vault-words "$spoor" session new --vault vault --archive t.spar --reviewer "Stage Reviewer" --expires +8h "$@" >/dev/null || fail "issuing $*"; }
reads() { start_viewer --size $size --scale 1 --open bars/0.txt "$@" >said 2>&1; looks shown; }
# goes_dark NAME WORDS [KEY]: no line is on the screen within ten seconds (where a key is given, while it is pressed) and
# none comes back; the reader ends with 1 and one sentence with these words
goes_dark() {
  for _ in $(seq 100); do [ -z "${3:-}" ] || keys "$3"; sleep .1; look now; [ -s now ] || break; done
  [ ! -s now ] || fail "$1: lines are still on the screen"
  sleep .7; keys Next ctrl+Home; sleep .3; look now
  [ ! -s now ] || fail "$1: lines came back"
  "$probe" capture dark.png 0 0 720 520
  [ "$("$probe" lightness dark.png)" -gt 25 ] || fail "$1: the locked view says nothing"
  keys Escape ctrl+q; wait "$viewer"; local code=$?
  [ $code = 1 ] && [ "$(grep -c . said)" = 1 ] && grep -q "$2" said && echo "ok: $1" || fail "$1 ends with $code: $(cat said)"
}
# not_shown NAME WORDS OPTIONS...: nothing opens; 1 and one sentence
not_shown() {
  rm -f x.png
  "$view" s.spsn --archive t.spar --size $size --open bars/0.txt --shot x.png "${@:3}" >out 2>err; local code=$?
  [ $code = 1 ] && [ ! -e x.png ] && [ ! -s out ] && [ "$(grep -c . err)" = 1 ] && grep -q "$2" err && echo "ok: $1" || fail "$1 ends with $code: $(cat out err)"
}
opens() { "$view" s.spsn --archive t.spar --size $size --open bars/0.txt --shot x.png "${@:2}" >out 2>err && [ -e x.png ] && echo "ok: $1" || fail "$1: $(cat err)"; rm -f x.png; }
whole() { "$spoor" log verify "$1"/logs/*.splog --room "$1" >out 2>&1 && echo "ok: the log in $1 is whole" || fail "the log in $1: $(cat out)"; }

# --- a disk of a room that fills, and has room again
mkdir room state && mount -t tmpfs -o size=512k small room || { echo "this user may mount no tmpfs"; exit 77; }
"$spoor" room init room >/dev/null || exit 1
printf 'shot = true\n' >shot.toml
issue --room room/room.pub --policy shot.toml -o s.spsn
fill() { dd if=/dev/zero of="$1/ballast" bs=4k >/dev/null 2>&1; }
reads --room room
fill room
goes_dark "a full disk while it is read" "cannot be written: No space left on device; make room" Next
not_shown "a full disk before it is opened" "make room" --room room
rm room/ballast
whole room
opens "the room, once there is room again" --room room
unmount room

# --- the same of the room that is made for sessions of none
mount -t tmpfs -o size=512k small state
issue -o s.spsn
reads
fill state
goes_dark "a full disk of one's own room" "cannot be written: No space left on device; make room" Next
not_shown "a full disk of one's own room, before it is opened" "make room"
rm state/ballast
whole state/spoor/room
opens "one's own room, once there is room again"
# --- and read-only
mount -o remount,ro state
not_shown "one's own room on a read-only medium" "Read-only file system"
mount -o remount,rw state && rm -r state/spoor && mount -o remount,ro state
not_shown "one's own room that cannot be made" "make the directory .*Read-only file system.*put it on"
mount -o remount,rw state
opens "one's own room, once it can be made"
unmount state

# --- a disk that fails while it is read: the kernel makes the file system read-only, under open files
truncate -s 8M disk.img
if mkfs.ext4 -q disk.img 2>/dev/null && mkdir failing && mount -o loop disk.img failing 2>/dev/null; then
  mkdir failing/room && chmod 700 failing/room && "$spoor" room init failing/room >/dev/null
  issue --room failing/room/room.pub --policy shot.toml -o s.spsn
  reads --room failing/room
  mount -o remount,abort failing 2>/dev/null
  touch failing/x 2>/dev/null && fail "the disk does not fail"
  goes_dark "a disk that turns read-only while it is read" "cannot be written: .*; ask the room's officer" Next
  not_shown "a disk that has turned read-only" "Read-only file system" --room failing/room
  whole failing/room
else
  echo "skipped: no ext4 of its own can be mounted here"
fi
[ "$failures" = 0 ] && echo "disk: all as it should be"
exit "$((failures > 0))"
