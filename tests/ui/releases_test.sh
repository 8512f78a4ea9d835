#!/bin/bash
# Several releases in one archive: what is out of a session's scope in one of them is out of it in each, by every way to it;
# and how the log names what was read in which. Usage: releases_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE
set -u
spoor=$1 view=$2 probe=$3 trace=$4 here=$(cd "$(dirname "$0")" && pwd)
. "$here/stage.sh"
export SPOOR_PASSPHRASE=vault-words SPOOR_SESSION_PASSPHRASE=reviewer-words
# put RELEASE PATH WORD: thirty lines that hold the word
put() { mkdir -p "$1/$(dirname "$2")" && awk -v word="$3" 'BEGIN { for (i = 1; i <= 30; i++) printf "int %s_%d = needle(%d);\n", word, i, i }' >"$1/$2"; }
put one src/open.c open_one && put one secret/keys.c hidden_one && put one moved.c moved_either
put two src/open.c open_two && put two secret/keys.c hidden_two && put two secret/moved.c moved_either && put two late.key hidden_key
printf 'shot = true\n[scope]\nexclude = ["secret", "*.key"]\n[print]\npages_total = 9\n' >scope.toml
printf 'shot = true\n[print]\npages_total = 9\n' >all.toml
issue() { "$spoor" session new --vault vault --archive t.spar --reviewer "Stage Reviewer" --expires +8h --policy "$2" -o "$1.spsn" >/dev/null; }
{ "$spoor" init vault && "$spoor" pack -o t.spar --vault vault --release 1.0=one --release 2.0=two; } >/dev/null &&
  issue s scope.toml && issue all all.toml || { echo "the release could not be made"; exit 1; }
id_of() { SPOOR_PASSPHRASE=vault-words "$spoor" session list --vault vault --json | grep -o 's-[0-9a-f]\{12\}' | sed -n "$1p"; }
scoped=$(id_of 1) whole=$(id_of 2)
log_of() { SPOOR_PASSPHRASE=vault-words "$spoor" log export "state/spoor/room/logs/$1.splog" --vault vault --room state/spoor/room; }
export SPOOR_PASSPHRASE=reviewer-words
# reads CODE WORDS SESSION OPTIONS...: the reader without a window
reads() {
  rm -f out.png out.pdf
  "$view" "$3.spsn" --archive t.spar "${@:4}" >said 2>&1
  local got=$?
  [ $got = "$1" ] && { [ -z "$2" ] || grep -q "$2" said; } && echo "ok: exit $got: ${*:3}" || fail "exit $got, wanted $1: ${*:3}: $(head -c 400 said)"
  [ $got = 0 ] || [ ! -e out.png ] && [ $got = 0 -o ! -e out.pdf ] || fail "something was written: ${*:3}"
}
shot=(--shot out.png --size 600x400)
# Of the newest release, which is read where none is named, and of either by its name.
for of in "" 2.0 1.0; do
  release=(); [ -z "$of" ] || release=(--release "$of")
  reads 0 "" s "${release[@]}" --open src/open.c "${shot[@]}"
  reads 6 "policy: scope:" s "${release[@]}" --open secret/keys.c "${shot[@]}"
  reads 0 "" s "${release[@]}" --print src/open.c:1-9 -o out.pdf
  reads 6 "policy: scope:" s "${release[@]}" --print secret/keys.c:1-9 -o out.pdf
  reads 6 "policy: scope:" s "${release[@]}" --open secret/nothing.c "${shot[@]}"
  reads 6 "policy: search:" s "${release[@]}" --measure literal=hidden
  reads 0 "" all "${release[@]}" --open secret/keys.c "${shot[@]}"
done
reads 0 "" s --release 1.0 --open moved.c "${shot[@]}"
reads 6 "policy: scope:" s --release 2.0 --open secret/moved.c "${shot[@]}"
reads 6 "policy: scope:" s --open late.key "${shot[@]}"
[ "$(log_of "$scoped" | grep -c '"clause":"scope"')" = 11 ] && [ "$(log_of "$scoped" | grep -c '"clause":"search"')" = 3 ] &&
  echo "ok: each refusal is in the log" || fail "refusals: $(log_of "$scoped" | grep refused)"

# --- a search of the whole release, in the window: what it lists is recorded, and nothing of it is out of scope
start_display 1000x1000
# searches SESSION RELEASE: lists every needle there is
searches() {
  rm -f s.kept; [ "$1" = s ] || { mv s.spsn s.kept && cp "$1.spsn" s.spsn; }
  start_viewer --release "$2" --size 1000x1000 --scale 1 >/dev/null
  keys ctrl+shift+f; sleep .4; type_text "= needle(7)"; sleep 1.5
  keys Escape Escape
  stop_viewer
  [ "$1" = s ] || mv s.kept s.spsn
}
# lists LOG PATH RELEASE: how many records of lines shown there are of it
lists() { log_of "$1" | grep '"kind":"shown"' | grep -c "\"path\":\"$2\",\"release\":\"$3\""; }
searches s 1.0
searches s 2.0
searches all 1.0
searches all 2.0
for place in "secret/keys.c 1.0" "secret/keys.c 2.0" "secret/moved.c 2.0" "late.key 2.0"; do
  read -r path of <<<"$place"
  [ "$(lists "$scoped" "$path" "$of")" = 0 ] && [ "$(lists "$whole" "$path" "$of")" -gt 0 ] && echo "ok: $path of $of is listed by a session of all, and not by one of a scope" ||
    fail "$path of $of: $(lists "$scoped" "$path" "$of") records in the scope, $(lists "$whole" "$path" "$of") without one"
done
for place in "src/open.c 1.0" "src/open.c 2.0" "moved.c 1.0"; do
  read -r path of <<<"$place"
  [ "$(lists "$scoped" "$path" "$of")" -gt 0 ] || fail "$path of $of is not listed"
done
log_of "$scoped" | grep -E 'secret|late\.key|"path":"//' && fail "the log of the scope names what is out of it, or a path as it is stored"

# --- how a person reads it
SPOOR_PASSPHRASE=vault-words "$spoor" log show "state/spoor/room/logs/$scoped.splog" --vault vault --room state/spoor/room >shown
grep -q 'shown     src/open.c:[0-9]*-[0-9]* of release 1.0' shown && grep -q 'printed   src/open.c:1-9 of release 2.0  1 pages' shown && ! grep -q '//' shown &&
  echo "ok: the log names path and release" || fail "log show: $(head -c 900 shown)"
[ "$failures" = 0 ]
