#!/bin/bash
# A room from its making to what it refuses, with the real programs. Usage: rooms_test.sh SPOOR SPOOR_VIEW
set -u
spoor=$1 view=$2
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export SPOOR_PASSPHRASE=vault-words EGL_LOG_LEVEL=fatal LC_ALL=C.UTF-8 XDG_STATE_HOME=$folder/state
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

# expect CODE WORDS COMMAND...: it ends with the code, and its one sentence on stderr has the words
expect() {
  local code=$1 words=$2
  shift 2
  "$@" >out 2>err
  local got=$?
  [ "$got" = "$code" ] || fail "$*: exit $got, not $code: $(cat err)"
  [ -z "$words" ] || grep -qF -- "$words" err || fail "$*: says '$(cat err)', not '$words'"
  [ "$code" = 0 ] || [ "$(wc -l <err)" = 1 ] || fail "$*: $(wc -l <err) lines on stderr"
}

for who in ada charles mary wrong; do echo "$who's words" >$who.pass; done
chmod 600 ./*.pass
mkdir -p tree/kernel/debug tree/docs
for file in kernel/main.c kernel/debug/trace.c docs/manual.md secret.key; do echo "int $(basename $file .c);" >tree/$file; done
"$spoor" init vault >/dev/null && "$spoor" pack tree -o a.spar --vault vault >/dev/null || exit 1
expect 0 "" "$spoor" room init room1 --name "Reading room 1"
expect 0 "" "$spoor" room init room2
expect 2 "is not an empty directory" "$spoor" room init room1
expect 0 "" "$spoor" room show room1/room.pub --json
grep -q '"name":"Reading room 1"' out || fail "room show: $(cat out)"

cat >p.toml <<'TOML'
shot = true
openings_max = 3
overlay_text = "For inspection only"
[scope]
include = ["kernel", "*.md"]
exclude = ["kernel/debug"]
TOML
issue() { # issue OUTPUT ARGUMENTS...
  local output=$1
  shift
  expect 0 "" "$spoor" session new --vault vault --archive a.spar --reviewer Ada --room room1/room.pub --json \
    -o "$output" --session-passphrase-file ada.pass "$@"
  id=$(sed -n 's/.*"session":"\([^"]*\)".*/\1/p' out)
}
look() { # look SESSION [ARGUMENTS...]: as Ada, in her room
  local session=$1
  shift
  "$view" "$session" --archive a.spar --room room1 --passphrase-file ada.pass --size 400x300 "$@"
}

# --- the room and the passphrase, and neither alone
mkdir m1 && issue m1/s.spsn --policy p.toml
expect 5 "policy: room:" "$view" m1/s.spsn --archive a.spar --passphrase-file ada.pass --shot x.png
expect 5 "policy: room:" "$view" m1/s.spsn --archive a.spar --passphrase-file ada.pass --room room2 --shot x.png
expect 5 "passphrase" "$view" m1/s.spsn --archive a.spar --passphrase-file wrong.pass --room room1 --shot x.png
expect 1 "is not a room" "$view" m1/s.spsn --archive a.spar --passphrase-file ada.pass --room tree --shot x.png
[ -e x.png ] && fail "a picture was written for nobody"
[ -e state/spoor ] && fail "a session of a room made a room of its own"

# --- scope, and openings: those that were refused above did not count
expect 0 "" look m1/s.spsn --shot one.png --open kernel/main.c
expect 6 "policy: scope:" look m1/s.spsn --shot two.png --open kernel/debug/trace.c
expect 6 "policy: scope:" look m1/s.spsn --shot two.png --open secret.key
expect 6 "policy: openings_max:" look m1/s.spsn --shot two.png
[ -e two.png ] && fail "a refused picture was written"

# --- updates: narrower, wider, longer, back, and for good
mkdir m2 && issue m2/s.spsn
expect 6 "policy: shot:" look m2/s.spsn --shot x.png
echo 'openings_max = 9' >w.toml
expect 0 "" "$spoor" session narrow --vault vault "$id" --policy w.toml -o m2/1.spsu
expect 0 "" look m2/s.spsn --measure open
echo 'openings_max = 10' >w.toml
expect 2 "openings_max" "$spoor" session narrow --vault vault "$id" --policy w.toml -o m2/2.spsu
expect 0 "" "$spoor" session extend --vault vault "$id" --expires +3d -o m2/2.spsu
expect 2 "must end later" "$spoor" session extend --vault vault "$id" --expires +1d -o m2/3.spsu
expect 0 "" look m2/s.spsn --measure open
mv m2/2.spsu kept
expect 6 "policy: update: This room has seen update 2" look m2/s.spsn --measure open
cp m1/s.spsn m2/not.spsu
expect 7 "" look m2/s.spsn --measure open
rm m2/not.spsu && mv kept m2/2.spsu
head -c 300 m2/2.spsu >m2/4.spsu
expect 7 "cut short or altered" look m2/s.spsn --measure open
rm m2/4.spsu
expect 0 "" "$spoor" session revoke --vault vault "$id" --updates m2
expect 6 "policy: revoked:" look m2/s.spsn --measure open
expect 6 "was revoked" "$spoor" session extend --vault vault "$id" --expires +4d -o m2/5.spsu

# --- a list that the room must have, fresh, and never an older one
mkdir m3 && echo 'revocation_list_max_age_s = 3600' >f.toml && issue m3/s.spsn --policy f.toml
expect 6 "policy: revocation_list_max_age_s:" look m3/s.spsn --measure open
cp vault/revocations.sprl m3/ && expect 0 "" look m3/s.spsn --measure open
cp m3/revocations.sprl old.sprl
issue other.spsn && expect 0 "" "$spoor" session revoke --vault vault "$id" -o m3/revocations.sprl
expect 0 "" look m3/s.spsn --measure open
cp old.sprl m3/revocations.sprl
expect 6 "policy: revocation_list:" look m3/s.spsn --measure open
rm m3/revocations.sprl
expect 6 "now there is none" look m3/s.spsn --measure open

# --- two viewers of one session; the list may lie in the room as well
cp vault/revocations.sprl room1/
mkdir m4 && issue m4/s.spsn
exec 8>room1/locks/"$id".lock && flock 8
expect 6 "is open in another viewer" look m4/s.spsn --measure open
exec 8>&-
expect 0 "" look m4/s.spsn --measure open

# --- two of three persons
printf '[unlock]\nn = 2\nm = 3\n' >q.toml
expect 2 "give one for each" "$spoor" session new --vault vault --archive a.spar --reviewer Three \
  --session-passphrase-file ada.pass --policy q.toml -o q.spsn
expect 0 "" "$spoor" session new --vault vault --archive a.spar --reviewer Three --room room1/room.pub \
  --session-passphrase-file ada.pass --session-passphrase-file charles.pass --session-passphrase-file mary.pass \
  --policy q.toml -o q.spsn
expect 0 "" "$view" q.spsn --archive a.spar --room room1 --passphrase-file mary.pass --passphrase-file ada.pass \
  --measure open
expect 5 "policy: unlock:" "$view" q.spsn --archive a.spar --room room1 --passphrase-file ada.pass \
  --passphrase-file ada.pass --measure open
expect 5 "2 of 3 persons" "$view" q.spsn --archive a.spar --room room1 --passphrase-file ada.pass \
  --passphrase-file wrong.pass --measure open

# --- a vendor whom the room does not know, and one that it was told of
SPOOR_PASSPHRASE=x "$spoor" init vault2 >/dev/null && SPOOR_PASSPHRASE=x "$spoor" pack tree -o b.spar --vault vault2 >/dev/null
SPOOR_PASSPHRASE=x "$spoor" session new --vault vault2 --archive b.spar --reviewer Ada --room room1/room.pub \
  --session-passphrase-file ada.pass -o b.spsn >/dev/null
expect 6 "policy: vendor:" "$view" b.spsn --archive b.spar --room room1 --passphrase-file ada.pass --measure open
expect 2 "64 hex digits" "$spoor" room init room3 --vendor 12
expect 0 "" "$spoor" room init room3 --vendor "$(printf '%064d' 0)"
"$spoor" session new --vault vault --archive a.spar --reviewer Ada --room room3/room.pub \
  --session-passphrase-file ada.pass -o c.spsn >/dev/null
expect 6 "policy: vendor:" "$view" c.spsn --archive a.spar --room room3 --passphrase-file ada.pass --measure open

# --- what somebody did to the room
chmod 755 room1 && expect 6 "chmod 700" look m4/s.spsn --measure open
chmod 700 room1 && cp room1/state state.kept && printf x >>room1/state
expect 7 "state was altered" look m4/s.spsn --measure open
cp room2/state room1/state && expect 7 "state was altered" look m4/s.spsn --measure open
rm room1/state && expect 1 "" look m4/s.spsn --measure open
cp state.kept room1/state && expect 0 "" look m4/s.spsn --measure open
echo 'openings = 3' >bad.toml
expect 2 "line 1: openings: there is no such key" "$spoor" session new --vault vault --archive a.spar \
  --reviewer Ada --session-passphrase-file ada.pass --policy bad.toml -o bad.spsn

# --- a session of no room remembers in the room that is made for such
expect 0 "" "$spoor" session new --vault vault --archive a.spar --reviewer Trial --policy p.toml \
  --session-passphrase-file ada.pass -o t.spsn
for _ in 1 2 3; do
  expect 0 "" "$view" t.spsn --archive a.spar --passphrase-file ada.pass --shot t.png --open docs/manual.md --size 400x300
done
expect 6 "policy: openings_max:" "$view" t.spsn --archive a.spar --passphrase-file ada.pass --shot u.png
[ "$(stat -c %a state/spoor/room)" = 700 ] || fail "the room that was made is open to others"

[ "$failures" = 0 ] && echo "rooms: all as it should be"
exit "$((failures > 0))"
