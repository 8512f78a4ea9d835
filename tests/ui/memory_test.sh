#!/bin/bash
# What is left of the vendor's text in the reader's memory once it has locked itself, and what comes back. Only root can look.
# Usage: memory_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE
set -u
spoor=$1 view=$2 probe=$3 trace=$4 here=$(cd "$(dirname "$0")" && pwd)
[ "$(id -u)" = 0 ] || { echo "only root may look into the reader's memory"; exit 77; }
. "$here/stage.sh"
# Large files, so that a search is still in the middle of some when the reader locks.
mkdir tree && for k in $(seq 200); do
  awk -v k="$k" 'BEGIN { for (i = 1; i <= 3000; i++) printf "int known_line_%d = secret_of(%d);\n", i, i * 7919 + k }' >"tree/long$k.c"
done
# And a release before it, for comparing.
mkdir before && for k in $(seq 200); do sed -e "$((k * 7)),$((k * 7 + 9))s/secret_of/secret_of_old/" -e '60,70d' "tree/long$k.c" >"before/long$k.c"; done
make_release 1=before 2=tree
start_display 1000x700
start_viewer --open long1.c --size 1000x700 --scale 1 >said

# found: how often lines of the release lie in the process's memory
found() { in_memory 'known_line_\d+ = secret_of'; }
before=$(found) || { echo "nobody may look into the reader's memory here"; exit 77; }
# holds WHEN: looking finds the text while it is read
holds() { before=$(found); [ "$before" -gt 20 ] && echo "ok: $before lines $1" || fail "looking finds $before lines $1"; }
# locks WHEN: and none of it a moment after the reader locked itself
locks() { xdotool key ctrl+alt+k; sleep 2; locked=$(found); [ "$locked" = 0 ] && echo "ok: none once locked $1" || fail "$locked lines are in memory, locked $1"; }
unlocks() { type_text reviewer-words; keys Return; sleep 1.2; }

# --- reading, with a search in the file
for _ in 1 2 3 4 5 6; do keys Next; done
keys ctrl+f; sleep .3; type_text "known_line_31"; sleep .6; keys Escape
holds "while it is read"
traced "the page" 300 60 680 560
first=$(number first_line)
locks "while it is read"
unlocks
holds "unlocked again"
traced "the page once it is unlocked" 300 60 680 560
[ "$(number first_line)" = "$first" ] && echo "ok: at the same line" || fail "line $first was on top, now $(number first_line)"

# --- a search of the release that runs while it locks; it begins anew once it is unlocked
keys ctrl+shift+f; sleep .4
for query in "secret_of(7" "known_line_2" "= secret" "of(15838"; do
  keys ctrl+a; xdotool type --delay 3 "$query"
  locks "while it searches for '$query'"
  unlocks
done
holds "of what was searched for"
keys Escape Escape

# --- two views side by side
keys ctrl+g; sleep .2; type_text 5; keys Return; sleep .3
keys ctrl+backslash; sleep .6
locks "with two views"
unlocks
traced "one of two views" 300 60 340 560
traced "the other one" 660 60 330 560
keys ctrl+shift+w

# --- a comparison: while it still counts lines, and with changes on the screen
keys ctrl+alt+r; sleep .3; keys Return
locks "while releases are compared"
unlocks
keys ctrl+alt+d; sleep 1
holds "of two releases"
traced "the older release" 300 90 330 260
locks "with changes on the screen"
unlocks
holds "of two releases again"
traced "the changes once it is unlocked" 300 90 330 260
stop_viewer
[ "$failures" = 0 ]
