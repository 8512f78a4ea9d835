#!/bin/bash
# Sessions that were unlocked and not let in leave the clause that refused them in their log; those that were not
# unlocked leave nothing; a room that cannot be written shows nothing. Usage: door_test.sh SPOOR SPOOR_VIEW
set -u
spoor=$1 view=$2
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export EGL_LOG_LEVEL=fatal XDG_STATE_HOME=$folder/state
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }
vendor() { SPOOR_PASSPHRASE=vp SPOOR_SESSION_PASSPHRASE=rp "$spoor" "$@"; }
mkdir tree beside && seq -f 'line %g;' 60 >tree/a.c
printf 'shot = true\nopenings_max = 1\n' >once.toml
printf 'shot = false\n' >unseen.toml
issue() { vendor session new --vault vault --archive beside/t.spar --room room/room.pub --reviewer "$1" --policy "$2" -o "beside/$1.spsn"; }
{ "$spoor" room init room && vendor init vault && vendor pack tree -o beside/t.spar --vault vault &&
  issue once once.toml && issue unseen unseen.toml; } >/dev/null || { echo "the stage could not be set"; exit 1; }
id_of() { vendor session list --vault vault --json | grep "\"$1\"" | grep -o 's-[0-9a-f]\{12\}' | head -1; }
# reads NAME PASSPHRASE CODE: the reader, for a picture
reads() {
  SPOOR_PASSPHRASE=$2 "$view" "beside/$1.spsn" --archive beside/t.spar --room room --open a.c --shot "$1.png" --size 600x400 2>said >/dev/null
  local got=$?
  [ $got = "$3" ] || fail "$1: exit $got, wanted $3: $(cat said)"
}
# refusals NAME CLAUSE COUNT: so many records of that clause are in the session's log, which verifies
refusals() {
  local log got
  log=room/logs/$(id_of "$1").splog
  "$spoor" log verify "$log" --room room >/dev/null || fail "$1: the log does not verify"
  got=$(vendor log export "$log" --vault vault --room room | grep -c "\"clause\": *\"$2\"")
  [ "$got" = "$3" ] && echo "ok: $1: $3 of $2" || fail "$1: $got records of $2, wanted $3: $(vendor log export "$log" --vault vault --room room | head -c 600)"
}
logs() { find room/logs -name '*.splog' | wc -l; }

reads unseen wrong 5
[ "$(logs)" = 0 ] && echo "ok: a wrong passphrase leaves no log" || fail "a wrong passphrase begins a log"
reads unseen rp 6
grep -q 'policy: shot:' said || fail "pictures are not refused by their clause: $(cat said)"
refusals unseen shot 1
reads once rp 0
reads once rp 6
reads once rp 6
refusals once openings_max 2
vendor session revoke --vault vault "$(id_of once)" -o beside/revocations.sprl >/dev/null || fail "it cannot be revoked"
reads once rp 6
refusals once revoked 1
refusals once openings_max 2
[ -e unseen.png ] && fail "a picture was written"

# --- a session of another vendor, for this room: whatever it forbids, it is refused as his, and begins no log here
before=$(logs)
{ SPOOR_PASSPHRASE=vp "$spoor" init other && SPOOR_PASSPHRASE=vp "$spoor" pack tree -o other.spar --vault other &&
  SPOOR_PASSPHRASE=vp SPOOR_SESSION_PASSPHRASE=rp "$spoor" session new --vault other --archive other.spar --room room/room.pub --reviewer Other --policy unseen.toml -o other.spsn; } >/dev/null || fail "no session of another vendor"
SPOOR_PASSPHRASE=rp "$view" other.spsn --archive other.spar --room room --open a.c --shot other.png --size 600x400 2>said >/dev/null
[ $? = 6 ] && grep -q 'policy: vendor:' said && [ "$(logs)" = "$before" ] && echo "ok: another vendor's session begins no log" ||
  fail "another vendor's session: $(logs) logs, $before before: $(cat said)"

# --- a room on a read-only medium shows nothing, for it could not record it; it opens again once it can be written
{ printf 'shot = true\n' >seen.toml && issue seen seen.toml >/dev/null; } || fail "no session for the read-only room"
rights=(unshare -m); [ "$(id -u)" = 0 ] || rights=(unshare -Urm)
read_only='mount --bind room room && mount -o remount,bind,ro room && ! touch room/x 2>/dev/null'
if "${rights[@]}" bash -c "$read_only" 2>/dev/null; then
  SPOOR_PASSPHRASE=rp "${rights[@]}" bash -c "$read_only"' || exit 77; exec "$@"' - \
    "$view" beside/seen.spsn --archive beside/t.spar --room room --open a.c --shot seen.png --size 600x400 2>said >/dev/null
  [ $? = 1 ] && [ ! -e seen.png ] && [ "$(wc -l <said)" = 1 ] && grep -q "'room/.*Read-only.*put it on" said &&
    echo "ok: a read-only room shows nothing" || fail "a read-only room: $(cat said)"
else
  echo "skipped: this user may mount nothing, not even in a namespace of his own"
fi
reads seen rp 0
[ -e seen.png ] || fail "the room does not open again"

# --- where nothing can be written, the refusal stands, and says that it was not recorded
rm -rf room/logs/"$(id_of unseen)".*
mv room/logs room/away && touch room/logs
reads unseen rp 6
grep -q 'policy: shot:.*could not be recorded' said && [ "$(wc -l <said)" = 1 ] || fail "a refusal that is not recorded: $(cat said)"
[ "$failures" = 0 ]
