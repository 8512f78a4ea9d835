#!/bin/bash
# Moving in a real window with real keys: the palette, opening by parts of a path, places, keymaps. Each panel that
# shows the vendor's text is traced from a capture of the screen. Usage: reader_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE
set -u
spoor=$1 view=$2 probe=$3 trace=$4 here=$(cd "$(dirname "$0")" && pwd)
. "$here/stage.sh"

# --- a release whose names and lines are all different
mkdir -p tree/net tree/sched
words=(buffer carrier device ether filter gateway header index jitter kernel latency monitor network offset packet queue router socket timer uplink vector window xmit yield zone)
for i in $(seq 0 24); do
  w=${words[$i]}
  awk -v w="$w" -v s="$i" 'BEGIN { for (i = 1; i <= 200; i++) printf "static int %s_%d(struct %s *p, int q%d) { return p->field_%d + %d * q%d; }\n", w, i, w, i, (i * 7919 + s) % 1000, i * 104729 % 9973, i }' > "tree/net/${w}_unit.c"
done
cp tree/net/packet_unit.c tree/sched/fair_share.c && echo "int last_of_the_fair_share;" >> tree/sched/fair_share.c
awk 'BEGIN { for (i = 1; i <= 60; i++) printf "int fair_slice_%d(struct rq *rq, u64 delta%d)\n{\n\tu64 vruntime = rq->clock * %d + delta%d;\n\tif (vruntime > rq->limit[%d]) {\n\t\tresched_curr(rq, %d);\n\t\treturn account_%d(rq, vruntime);\n\t}\n\treturn 0;\n}\n\n", i, i, i * 7919 % 997, i, i * 31 % 89, i * 104729 % 9973, i }' > tree/sched/slices.c
make_release tree
start_display 1100x800
start_viewer --open net/buffer_unit.c --size 1000x700 --scale 1

code="301 100 680 560"
keys ctrl+p; sleep .5; type_text "unit"
traced "the list of files is marked" 80 100 840 420
keys ctrl+a; type_text "socket"; keys Return
traced "a file opens by part of its name" $code
shows "the file that was chosen" net/socket_unit.c 3
keys ctrl+g; type_text "150"; keys Return
traced "a line is gone to" $code
shows "the line that was typed" net/socket_unit.c 150
keys alt+Left alt+Left
traced "back" $code
shows "the file before" net/buffer_unit.c 2
keys alt+Right alt+Right
traced "forward" $code
shows "the line again" net/socket_unit.c 150

keys ctrl+shift+p; type_text "next keymap"; keys Return
keys g g
traced "the palette chose Vim's keys: gg" $code
shows "the file's beginning" net/socket_unit.c 1
type_text "120G"
traced "120G" $code
shows "line 120" net/socket_unit.c 120
keys slash; sleep .2; type_text "socket_77"; keys Escape; sleep .2
traced "a slash searches, and is not typed into the field" $code
shows "the line that was found" net/socket_unit.c 77

keys ctrl+shift+k; sleep .4; type_text "fair"; keys Return
traced "the tree's filter" $code
shows "the file that was filtered for" sched/fair_share.c 3

# --- two files side by side, blocks folded, lines wrapped, headers that stay
keys ctrl+backslash; keys ctrl+p; sleep .2; type_text "slices"; keys Return; sleep .2
traced "the left view" 301 100 330 560
shows "the left view's file" sched/fair_share.c 3
traced "the right view" 655 100 320 560
shows "the right view's file" sched/slices.c 5
keys ctrl+shift+w; keys ctrl+p; sleep .2; type_text "slices"; keys Return; sleep .2
keys z shift+m; sleep .2
traced "folded blocks" $code
keys z shift+r; type_text "303G"; keys ctrl+e ctrl+e ctrl+e
traced "a header stays on top" $code
shows "the lines below the header" sched/slices.c 304
keys alt+z; sleep .2
traced "wrapped lines" $code

# --- nothing gets out: the window owns no selection, whatever is pressed
keys ctrl+p; type_text "router"; keys ctrl+a ctrl+c ctrl+x ctrl+Insert shift+Delete; keys Escape ctrl+a ctrl+c
[ "$("$probe" selections)" = "" ] && echo "ok: no selection is owned" || fail "a selection is owned: $("$probe" selections)"
xdotool mousemove 500 300 mousedown 1 mousemove 700 400 mouseup 1 click 2; sleep .2
[ "$("$probe" selections)" = "" ] && echo "ok: none after dragging" || fail "dragging owns a selection: $("$probe" selections)"

ticks() { awk '{ print $14 + $15 }' "/proc/$viewer/stat"; }
sleep 1.5; before=$(ticks); sleep 2; after=$(ticks)
[ $((after - before)) -le 4 ] && echo "ok: idle" || fail "idle: $((after - before)) ticks in 2 s"
stop_viewer
[ "$failures" = 0 ]
