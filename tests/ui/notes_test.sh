#!/bin/bash
# Notes, bookmarks and marks with real keys in a real window: what they look like, that a killed reader loses none, that
# only the reviewer's key reads them. Usage: notes_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE
set -u
spoor=$1 view=$2 probe=$3 trace=$4 here=$(cd "$(dirname "$0")" && pwd)
. "$here/stage.sh"
mkdir -p tree/net tree/sched
for name in net/packet net/other sched/fair; do
  awk -v n="${name#*/}" 'BEGIN { for (i = 1; i <= 200; i++) printf "static int %s_%d(struct q *p, int q%d) { return p->field_%d + %d; }\n", n, i, i, i * 7919 % 1000, i * 104729 % 9973 }' >"tree/$name.c"
done
make_release tree
export SPOOR_REVIEWER_PASSPHRASE=own-words
"$spoor" log key -o me.sprk >/dev/null || { echo "no key could be made"; exit 1; }
start_display 1100x800
open_reader() { start_viewer --reviewer-key me.sprk --size 1000x700 --scale 1 "$@" >>said 2>&1; }
# kept WORDS...: the sealed file holds a note like that
kept() { "$spoor" log notes state/spoor/room/notes/*.spnt --reviewer-key me.sprk --json >notes 2>&1; grep -q -- "$1" notes && echo "ok: kept: $1" || fail "not kept: $1: $(cat notes)"; }
# differs NAME A B X Y WIDTH HEIGHT; alike the same: by the largest difference of a channel there
differs() { [ "$("$probe" differ "${@:2}")" -ge 40 ] && echo "ok: $1" || fail "$1: nothing is to be seen"; }
alike() { [ "$("$probe" differ "${@:2}")" -le 2 ] && echo "ok: $1" || fail "$1: it differs"; }
gutter="301 94 9 560"

open_reader --open net/packet.c:20
traced "the code, before anything is noted" 301 94 690 560
"$probe" capture plain.png
keys ctrl+alt+n; sleep .2; type_text "Is this an overflow?"; "$probe" capture asked.png
keys Return; sleep .2
kept '"cited":"net/packet.c:20@[0-9a-f]\{12\}","first_line":20,"kind":"note".*"text":"Is this an overflow?"'
keys Down Down Down ctrl+F2; sleep .2
kept '"first_line":23,"kind":"bookmark","last_line":23'
keys Down Down ctrl+alt+b Down Down Down ctrl+alt+t; sleep .2
kept '"first_line":25,"kind":"to do","last_line":28'
keys ctrl+alt+m; sleep .6
kept '"first_line":0,"kind":"reviewed","last_line":0'
"$probe" capture marked.png
differs "the note's sign" plain.png marked.png 301 275 9 19
differs "the bookmark's sign" plain.png marked.png 301 335 9 19
differs "the mark of the lines" plain.png marked.png 301 375 9 79
differs "the folder's count" plain.png marked.png 230 67 60 20
differs "the file's mark" plain.png marked.png 220 113 70 20
alike "no sign at other lines" plain.png marked.png 301 455 9 190
traced "the code beside the signs" 301 94 690 560

# --- the list: the vendor's paths in it are marked like all text; a note is gone to
for line in 40 60 80 100 120 140 160 180; do keys ctrl+g; type_text "$line"; keys Return ctrl+F2; done
keys ctrl+p; sleep .3; type_text "fair"; keys Return; sleep .3
for line in 30 50 70 90 110 130 150; do keys ctrl+g; type_text "$line"; keys Return ctrl+F2; done
keys ctrl+alt+j; sleep .5; "$probe" capture list.png
differs "the list" marked.png list.png 80 100 840 300
type_text "overflow"; keys Return; sleep .4
traced "the note is gone to" 301 94 690 560
shows "its line" net/packet.c 20
keys F2; sleep .2; keys shift+F2; sleep .2

# --- killed: everything is there again, in another session on the release, too
cp notes before; kill -9 "$viewer"; wait "$viewer" 2>/dev/null
(SPOOR_PASSPHRASE=vault-words "$spoor" session new --vault vault --archive t.spar --reviewer "Stage Reviewer" --expires +8h -o s.spsn >/dev/null) || fail "another session"
SPOOR_PASSPHRASE=vault-words SPOOR_KIT_PASSPHRASE=kit-words "$spoor" kit export --vault vault --archive t.spar -o k.spkit >/dev/null || fail "the kit"
open_reader --open net/packet.c:20
sleep .6; keys Down Down Down Down Down Down Down Down; sleep .4; "$probe" capture again.png
alike "a new session shows the same signs" marked.png again.png $gutter
alike "and counts the same" marked.png again.png 200 67 95 70

# --- a lock wipes notes, and keeps what is being written
keys ctrl+g; type_text "60"; keys Return ctrl+alt+n; sleep .2; type_text "half a thought, not finished"
open_notes=$(in_memory "this an overflow" 2>/dev/null)
xdotool key ctrl+alt+k; sleep .8
locked_notes=$(in_memory "this an overflow" 2>/dev/null)
if [ -n "$open_notes" ]; then
  [ "$open_notes" -gt 0 ] && [ "$locked_notes" = 0 ] && [ "$(in_memory "half a thought, not finished")" = 0 ] && echo "ok: a lock wipes notes" ||
    fail "notes in memory: $open_notes before the lock, $locked_notes and $(in_memory "half a thought, not finished") after it"
fi
kept '"text":"half a thought, not finished"'
type_text reviewer-words; keys Return; sleep 1
keys ctrl+g; type_text "28"; keys Return; sleep .3
"$probe" capture unlocked.png
differs "unlocked, there are signs again" plain.png unlocked.png 301 94 9 560
stop_viewer

# --- exports: within the allowance of characters of code, not beyond it, and none is given back by a restart
printf 'note_allowance_chars = 400\n' >n.toml
(export SPOOR_PASSPHRASE=vault-words
"$spoor" room init room >/dev/null && "$spoor" session new --vault vault --archive t.spar --reviewer "Stage Reviewer" --expires +8h --policy n.toml -o n.spsn >/dev/null &&
  "$spoor" session new --vault vault --archive t.spar --reviewer "Stage Reviewer" --expires +8h --policy n.toml --room room/room.pub -o r.spsn >/dev/null) || fail "sessions to export with"
export_notes() { "$view" "$1" --archive t.spar --reviewer-key me.sprk --export-notes "${@:2}" >out 2>err; code=$?; }
export_notes n.spsn -o one.md
[ $code = 0 ] && grep -q "of 400 used; in 'one.md'" out && grep -q "^static int packet_20(" one.md && grep -q "Is this an overflow" one.md && ! grep -q "packet_23(" one.md &&
  echo "ok: exported: $(cat out)" || fail "export: $code, $(cat out err)"
export_notes n.spsn -o two.md; export_notes n.spsn -o three.md
[ $code = 6 ] && grep -q "policy: note_allowance_chars: These notes quote" err && [ ! -e three.md ] && echo "ok: $(cat err)" || fail "beyond the allowance: $code, $(cat out err)"
export_notes n.spsn --without-code -o four.md
[ $code = 0 ] && grep -q "Is this an overflow" four.md && ! grep -q "packet_20(" four.md && echo "ok: without code it costs nothing" || fail "without code: $code, $(cat out err)"
grep -qF 'quoted    net/packet.c:20-20' <(SPOOR_PASSPHRASE=vault-words "$spoor" log show state/spoor/room/logs/"$(sed -n 's/.*session \(s-[0-9a-f]*\),.*/\1/p' one.md)".splog --vault vault) &&
  echo "ok: the vendor reads which lines were quoted" || fail "the log does not say what was quoted"
mkdir room/notes && cp state/spoor/room/notes/*.spnt room/notes
export_notes r.spsn --room room -o x.md
[ $code = 6 ] && grep -q "policy: room:" err && [ ! -e x.md ] && echo "ok: nothing leaves the room in the clear" || fail "in a room: $code, $(cat out err)"
export_notes r.spsn --room room
[ $code = 0 ] && ! grep -rlq "packet_20\|overflow" room && "$spoor" log notes room/notes/*-1.spnx --reviewer-key me.sprk -o home.md && grep -q "^static int packet_20(" home.md &&
  echo "ok: kept in the room, sealed to the reviewer" || fail "kept in the room: $code, $(cat out err)"
cp n.spsn s.spsn
open_reader --open net/packet.c:20
keys ctrl+alt+e; sleep .4; type_text "packet"; keys Return; "$probe" capture export.png; keys Escape
[ -z "$(ls state/spoor/room/notes/*.spnx 2>/dev/null)" ] && echo "ok: nothing is exported beyond the allowance" || fail "the window exports beyond the allowance"
keys ctrl+shift+p; sleep .3; type_text "notes without code"; keys Return; sleep .4; keys Return Return; sleep .6
"$spoor" log notes state/spoor/room/notes/*-1.spnx --reviewer-key me.sprk | grep -q "Is this an overflow" && echo "ok: exported by keys" || fail "the window exports nothing"
keys Return
stop_viewer

# --- a second reader of the same notes, no key, no passphrase, a damaged file: said in one sentence, and nothing is lost
cp state/spoor/room/notes/*.spnt whole
start_viewer --size 1000x700 --scale 1 --open net/packet.c:20 >>said 2>&1
keys ctrl+F2; sleep .3
cmp -s whole state/spoor/room/notes/*.spnt && echo "ok: no key, no notes" || fail "without a key notes were changed"
stop_viewer
SPOOR_REVIEWER_PASSPHRASE=other "$view" s.spsn --archive t.spar --reviewer-key me.sprk >out 2>&1; code=$?
[ $code = 5 ] && grep -q "does not open the reviewer's key file" out && echo "ok: a wrong passphrase" || fail "a wrong passphrase: $code, $(cat out)"
printf x >>"$(echo state/spoor/room/notes/*.spnt)"; cp state/spoor/room/notes/*.spnt torn
open_reader --open net/packet.c:20
keys ctrl+F2; sleep .3
cmp -s torn state/spoor/room/notes/*.spnt && echo "ok: damaged notes stay as they are" || fail "damaged notes were written over"
stop_viewer
"$spoor" log notes torn --reviewer-key me.sprk >out 2>&1; [ $? = 7 ] && echo "ok: damaged notes are refused" || fail "damaged notes: $(cat out)"

# --- nothing of them lies about in the clear, and the log tells the vendor only that there was a note
grep -rlq "overflow\|half a thought, not finished" state && fail "notes lie in the clear: $(grep -rl overflow state)"
for log in state/spoor/room/logs/*.splog; do
  SPOOR_PASSPHRASE=vault-words "$spoor" log show "$log" --vault vault
done >vendor 2>&1
[ "$(grep -c noted vendor)" = 2 ] && echo "ok: the log says that he noted twice" || fail "the log: $(grep -c noted vendor) notes"
grep -q "overflow\|half a" vendor && fail "the vendor reads notes"
for log in state/spoor/room/logs/*.splog; do "$spoor" log show "$log" --reviewer-key me.sprk; done >own 2>&1
grep -q "net/packet.c:20@.*Is this an overflow?" own && echo "ok: the reviewer reads his" || fail "the reviewer cannot read his notes: $(cat own)"
[ "$failures" = 0 ]
