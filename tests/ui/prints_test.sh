#!/bin/bash
# Printing with the real programs: without a display, in a room, killed, on a full disk, by keys in a real window; and
# the pages traced from scans. Usage: prints_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE SCAN_PRINT
set -u
spoor=$1 view=$2 probe=$3 trace=$4 scan=$5
. "$(dirname "$0")/stage.sh"
export LC_ALL=C.UTF-8 XDG_STATE_HOME=$folder/state
ok() { echo "ok: $*"; }
# expect CODE WORDS COMMAND...: it ends with the code, and its one sentence on stderr has the words
expect() {
  local code=$1 words=$2
  shift 2
  "$@" >out 2>err
  local got=$?
  [ "$got" = "$code" ] || fail "$*: exit $got, not $code: $(cat err)"
  [ -z "$words" ] || grep -qF -- "$words" err || fail "$*: says '$(cat err)', not '$words'"
}

mkdir -p tree
awk 'BEGIN { for (i = 1; i <= 600; i++) printf "static int value_%d = compute(%d, \"%x\");  // %s\n", i, i * 7919 % 1000, i * 104729, (i % 3 ? "checked" : "to be looked at again") }' >tree/long.c
echo secret >tree/hidden.key
cat >p.toml <<'TOML'
overlay_text = "CONFIDENTIAL - SOURCE CODE"
[scope]
exclude = ["*.key"]
[print]
pages_total = 6
consecutive_lines = 120
TOML
export SPOOR_PASSPHRASE=vault-words SPOOR_SESSION_PASSPHRASE=reviewer-words
"$spoor" init vault >/dev/null && "$spoor" pack tree -o t.spar --vault vault --release "prints 1.0" >/dev/null &&
  "$spoor" room init room >/dev/null || { echo "the release could not be made"; exit 1; }
issue() { SPOOR_PASSPHRASE=vault-words "$spoor" session new --vault vault --archive t.spar --reviewer "Stage Reviewer" --expires +8h "$@" >/dev/null || fail "issuing $*"; }
issue --policy p.toml -o s.spsn
issue --policy p.toml --room room/room.pub -o r.spsn
issue -o none.spsn
SPOOR_KIT_PASSPHRASE=kit-words "$spoor" kit export --vault vault --archive t.spar -o k.spkit >/dev/null || fail "the kit"
export SPOOR_PASSPHRASE=reviewer-words
paper() { "$view" "$1" --archive t.spar "${@:2}"; }

# --- without a display, and what is refused
unset DISPLAY
expect 0 "" paper s.spsn --print long.c:101-150 -o one.pdf
grep -q '1 page, .*-000001, in .one.pdf.; 1 of 6 pages used' out || fail "--print says: $(cat out)"
[ "$(head -c 5 one.pdf)" = "%PDF-" ] && [ "$(stat -c %a one.pdf)" = 600 ] && ok "one page" || fail "one.pdf"
expect 6 "policy: print.consecutive_lines: Lines 101 to 221" paper s.spsn --print long.c:151-221 -o x.pdf
expect 6 "policy: scope:" paper s.spsn --print hidden.key:1 -o x.pdf
expect 6 "policy: print.pages_total: The session does not allow printing" paper none.spsn --print long.c:1-5 -o x.pdf
expect 2 "no such lines" paper s.spsn --print long.c:601-610 -o x.pdf
expect 2 "--print wants" paper s.spsn --print long.c:9-8 -o x.pdf
expect 2 "--paper knows" paper s.spsn --print long.c:1-5 -o x.pdf --paper a3
expect 1 "Cannot write" paper s.spsn --print long.c:301-350 -o no/such/x.pdf
expect 1 "Cannot write" paper s.spsn --print long.c:301-350 -o /proc/x.pdf
[ -e x.pdf ] && fail "a refused page was written"
expect 0 "" paper s.spsn --print long.c:301-310 -o letter.pdf --paper letter --font "Fira Code"
grep -q '000002, .*2 of 6' out || fail "the next number: $(cat out)"

# --- a full disk between the grant and the pages: they stay granted, and cost nothing the second time
(trap '' XFSZ; ulimit -f 12; paper s.spsn --print long.c:401-500 -o full.pdf) >out 2>err
[ $? = 1 ] && grep -q 'The pages stay yours, as .*-000003' err || fail "full disk: $(cat err)"
[ -e full.pdf ] && fail "a torn page was left"
"$spoor" room prints >listed
[ "$(grep -c 'not written' listed)" = 1 ] && grep -q '000003 .* 2 pages .*not written .*long.c:401-500' listed || fail "list: $(cat listed)"
expect 0 "" paper s.spsn --print long.c:401-500 -o full.pdf
grep -q '2 pages, .*-000003 to .*-000004, .*; 4 of 6 pages used' out && ok "full disk" || fail "after the full disk: $(cat out)"

# --- in a room: kept there, sealed, and taken out by whoever keeps it
expect 6 "policy: room:" paper r.spsn --room room --print long.c:1-50 -o x.pdf
[ -e x.pdf ] && fail "a page left the room"
expect 0 "" paper r.spsn --room room --print long.c:1-50
grep -q 'for whoever keeps the room' out || fail "in the room: $(cat out)"
grep -rlq "%PDF\|value_17" room && fail "the room holds pages in the clear"
mkdir taken && expect 0 "" "$spoor" room prints room -o taken --json
grep -q '"first_line":1,.*"pages":1,"path":"long.c".*"standing":"kept"' out || fail "room prints: $(cat out)"
number=$(sed -n 's/.*"first_number":"\([^"]*\)".*/\1/p' out)
[ "$(head -c 5 "taken/$number.pdf")" = "%PDF-" ] && ok "taken out of the room" || fail "taken out: $(ls taken)"
expect 2 "is no directory" "$spoor" room prints room -o nowhere
cp room/prints/*.sprt kept && printf x >>"$(echo room/prints/*.sprt)" && expect 7 "was altered" "$spoor" room prints room -o taken
cp kept "room/prints/$number.sprt"

# --- killed at random moments: pages are counted once, none twice, and every grant can be had
printf 'print = {pages_total = 60}\n' >killed.toml && issue --policy killed.toml -o killed.spsn
for i in $(seq 8); do
  paper killed.spsn --print "long.c:$((i * 60))-$((i * 60 + 9))" -o "k$i.pdf" >/dev/null 2>&1 &
  sleep "0.$((i * 11 % 40 + 10))"
  kill -9 $! 2>/dev/null
  wait $! 2>/dev/null
  [ -e "k$i.pdf" ] && [ "$(tail -c 6 "k$i.pdf" | head -c 5)" != "%%EOF" ] && fail "kill $i left a torn page"
done
"$spoor" room prints --json | grep -v '"standing":"given out"' >open
for i in $(seq 8); do
  expect 0 "" paper killed.spsn --print "long.c:$((i * 60))-$((i * 60 + 9))" -o "again$i.pdf"
done
used=$(sed -n 's/.*; \([0-9]*\) of 60 pages used.*/\1/p' out)
files=$(ls k?.pdf again?.pdf 2>/dev/null | wc -l)
[ "$used" -ge 8 ] && [ "$used" -le "$files" ] && ok "$used pages for $files files, $(wc -l <open) grants taken up again" ||
  fail "$used pages are counted for $files files"
"$spoor" room prints | grep -q "not written" && fail "grants were left over: $("$spoor" room prints)"

# --- by keys in a real window
start_display 1100x700
issue --policy p.toml -o w.spsn && cp w.spsn s.spsn
start_viewer --open long.c:50 --size 1100x700 --scale 1
keys ctrl+alt+p
type_text "50-99"
"$probe" capture asked.png
keys Return && "$probe" capture confirm.png && keys Return && sleep .5
"$probe" capture printed.png
"$spoor" room prints >listed
grep -q "1 page .*kept .*long.c:50-99" listed && ok "printed by keys" || fail "printed by keys: $(cat listed)"
keys Return
keys ctrl+alt+p && type_text "100-190" && keys Return Return Return && keys Escape
[ "$("$spoor" room prints | grep -c long.c:100-190)" = 0 ] && ok "refused in the window" || fail "a refused print was made"
stop_viewer

# --- the pages themselves name the session
SPOOR_PASSPHRASE=kit-words "$trace" one.pdf --kit k.spkit --archive t.spar --json >verdict 2>&1
code=$?
[ $code = 0 ] && grep -q '"reviewer":"Stage Reviewer"' verdict && ok "the PDF names the session" || fail "the PDF: $code: $(head -c 600 verdict)"
grep -q '"path":"long.c"' verdict && [ "$(number first_line)" -le 130 ] && [ "$(number last_line)" -ge 120 ] && ok "and the lines" || fail "its place: $(head -c 900 verdict)"
[ "$failures" = 0 ] && echo "prints: all as it should be"
exit "$((failures > 0))"
