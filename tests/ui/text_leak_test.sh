#!/bin/bash
# From the screen to the name without a pixel: two people read different files in real windows, their logs go into the
# kit, and code that one of them retyped names his session, when and for how long.
# Usage: text_leak_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE
set -u
spoor=$1 view=$2 probe=$3 trace=$4 here=$(cd "$(dirname "$0")" && pwd)
. "$here/stage.sh"

mkdir tree && cp "$here"/../../viewer/app/*.cpp tree/ || exit 1
make_release tree
SPOOR_PASSPHRASE=vault-words SPOOR_SESSION_PASSPHRASE=reviewer-words "$spoor" session new --vault vault --archive t.spar \
  --reviewer "Somebody Else" --expires +8h -o other.spsn >/dev/null || exit 1
start_display 1000x700
begun=$(date +%s)
start_viewer --open guard.cpp:40 --size 1000x700 --scale 1 >said
sleep 3
stop_viewer
ended=$(date +%s)
mv s.spsn mine.spsn && mv other.spsn s.spsn
start_viewer --open tree_model.cpp:40 --size 1000x700 --scale 1 >said
sleep 3
stop_viewer

logs=()
for log in state/spoor/room/logs/*.splog; do logs+=(--log "$log"); done
[ "${#logs[@]}" = 4 ] || fail "not two logs: ${logs[*]}"
SPOOR_PASSPHRASE=vault-words SPOOR_KIT_PASSPHRASE=kit-words "$spoor" kit export --vault vault --archive t.spar "${logs[@]}" \
  -o logs.spkit >said || fail "$(cat said)"
grep -q "knows 2 logs" said || fail "$(cat said)"

# Retyped: other names, other line ends, some words lost. leak FILE FIRST LAST
leak() { sed -n "$2,$3p" "tree/$1" | sed 's/grant_/grant_of_it/g; s/sentence/words/g; s/  */ /g' | awk 'NR % 9 != 0' | tr '\n' ' ' | fold -s -w 90; }
name_of() { SPOOR_PASSPHRASE=kit-words "$trace" --text "$1" --kit logs.spkit --archive t.spar --json >verdict 2>&1; }
leak guard.cpp 36 52 >leak.txt
name_of leak.txt; code=$?
[ $code = 0 ] || fail "the retyped text ends with $code: $(cat verdict)"
python3 - verdict "$begun" "$ended" <<'PYTHON' && echo "ok: retyped text names who had it on screen" || fail "$(head -c 1500 verdict)"
import json, sys
from datetime import datetime
verdict = json.loads(open(sys.argv[1]).read().splitlines()[0])
begun, ended = int(sys.argv[2]), int(sys.argv[3])
first = verdict["sessions"][0]
print(verdict["verdict"], verdict["pieces"][0], first)
assert verdict["verdict"] == "seen by one session"
assert first["reviewer"] == "Stage Reviewer" and verdict["pieces"][0]["path"] == "guard.cpp"
seen = datetime.fromisoformat(first["first"].replace("Z", "+00:00")).timestamp()
assert begun - 1 <= seen <= ended
assert 1500 <= first["duration_ms"] <= 1000 * (ended - begun + 1)
PYTHON
leak guard.cpp 110 140 >unseen.txt
name_of unseen.txt
grep -q "\"verdict\":\"seen by no session\"" verdict || fail "lines that nobody looked at: $(head -c 600 verdict)"
[ "$failures" = 0 ] && echo "text leaks: all as it should be"
exit "$((failures > 0))"
