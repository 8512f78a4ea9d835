#!/bin/bash
# Sessions that were unlocked and not let in leave the clause that refused them in their log; those that were not
# unlocked leave nothing; a room that cannot be written shows nothing. Usage: door_test.sh SPOOR SPOOR_VIEW OTHER_CLOCK
set -u
spoor=$1 view=$2 clock=$3
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
# at SECONDS COMMAND...: with the clock set by so much
at() { OTHER_CLOCK_S=$1 LD_PRELOAD=$clock ASAN_OPTIONS=verify_asan_link_order=0 "${@:2}"; }
# refused NAME CLAUSE COUNT WORDS [SECONDS]: it is not let in, with the clock set by so much; the clause is named, in a
# sentence with these words, and so many records of it are in the log by then
refused() {
  rm -f "$1.png"
  SPOOR_PASSPHRASE=rp at "${5:-0}" "$view" "beside/$1.spsn" --archive beside/t.spar --room room --open a.c --shot "$1.png" --size 600x400 2>said >/dev/null
  local got=$?
  [ $got = 6 ] && grep -q "policy: $2: .*$4" said && [ "$(wc -l <said)" = 1 ] || fail "$1: exit $got, wanted 6 by $2: $(cat said)"
  [ ! -e "$1.png" ] || fail "$1: a picture was written"
  refusals "$1" "$2" "$3"
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

# --- the hours and the window, by the room's clock
hours() { printf 'shot = true\n[daily_hours]\nfrom = "%s"\nto = "%s"\n' "$(date -u -d "$1" +%H:%M)" "$(date -u -d "$2" +%H:%M | sed s/00:00/24:00/)"; }
hours '+2 hours' '+3 hours' >hours.toml
printf 'shot = true\n' >seen.toml
{ issue hours hours.toml && issue late seen.toml && at 7200 issue early seen.toml; } >/dev/null || fail "no sessions for the hours"
refused hours daily_hours 1 "may be read on"
refused early window 1 "begins at"
reads late rp 0
refused late window 1 "expired at" 36000
refused late clock 1 "" -3600
reads late rp 0

# --- the list of what was taken back: none, too old, an older one than the room has seen
printf 'shot = true\nrevocation_list_max_age_s = 3600\n' >fresh.toml
{ issue fresh fresh.toml && issue gone seen.toml; } >/dev/null || fail "no sessions for the lists"
reads fresh rp 0
refused fresh revocation_list_max_age_s 1 "get a new one" 7200
cp beside/revocations.sprl older.sprl
vendor session revoke --vault vault "$(id_of gone)" -o beside/revocations.sprl >/dev/null || fail "it cannot be revoked"
refused gone revoked 1 "revocation list"
reads fresh rp 0
mv beside/revocations.sprl newest.sprl
refused fresh revocation_list 1 "now there is none"
cp older.sprl beside/revocations.sprl
refused fresh revocation_list 2 "has seen"
mv newest.sprl beside/revocations.sprl
reads fresh rp 0

# --- updates: one that the room has seen and that is taken away; one that takes the session back
printf 'shot = true\nopenings_max = 9\n' >narrow.toml
{ issue less seen.toml && vendor session narrow --vault vault "$(id_of less)" --policy narrow.toml -o beside/less-1.spsu; } >/dev/null || fail "no update"
reads less rp 0
mv beside/less-1.spsu kept.spsu
refused less update 1 "now there is none"
mv kept.spsu beside/less-1.spsu
reads less rp 0
vendor session revoke --vault vault "$(id_of less)" --updates beside >/dev/null || fail "it cannot be revoked"
refused less revoked 1 "update"

# --- a session of another vendor, for this room: whatever it forbids, it is refused as his, and begins no log here
before=$(logs)
{ SPOOR_PASSPHRASE=vp "$spoor" init other && SPOOR_PASSPHRASE=vp "$spoor" pack tree -o other.spar --vault other &&
  SPOOR_PASSPHRASE=vp SPOOR_SESSION_PASSPHRASE=rp "$spoor" session new --vault other --archive other.spar --room room/room.pub --reviewer Other --policy unseen.toml -o other.spsn; } >/dev/null || fail "no session of another vendor"
SPOOR_PASSPHRASE=rp "$view" other.spsn --archive other.spar --room room --open a.c --shot other.png --size 600x400 2>said >/dev/null
[ $? = 6 ] && grep -q 'policy: vendor:' said && [ "$(logs)" = "$before" ] && echo "ok: another vendor's session begins no log" ||
  fail "another vendor's session: $(logs) logs, $before before: $(cat said)"

# --- a room on a read-only medium shows nothing, for it could not record it; it opens again once it can be written
issue seen seen.toml >/dev/null || fail "no session for the read-only room"
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
