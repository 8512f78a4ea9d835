#!/bin/bash
# Definitions in a real window with real keys and a real pointer: the search for names, going, peeking, resting on a
# name, occurrences, the outline. Each panel is captured and traced by itself. Usage: symbols_test.sh SPOOR SPOOR_VIEW
# UI_PROBE SPOOR_TRACE
set -u
spoor=$1 view=$2 probe=$3 trace=$4 here=$(cd "$(dirname "$0")" && pwd)
. "$here/stage.sh"

# --- a release whose names and lines are all different; what ends in _walk is defined in six files, the rest once. A
# panel of names alone has to name the session by a few hundred glyphs, so that these must not be all alike.
places="arch/arm arch/mips arch/riscv arch/s390 arch/x86 lib"
mkdir -p tree/drivers; for place in $places; do mkdir -p "tree/$place"; done
words=(acpi binder cgroup devfreq entropy firmware gpio hwmon iommu journal kthread lockdep mailbox netlink overlay pinctrl quota regmap scsi thermal usb vhost watchdog xattr)
for w in "${words[@]}"; do
  awk -v w="$w" -v s="${#w}" -v all="${words[*]}" 'BEGIN {
    n = split(all, kin)
    printf "struct %s_table {\n\tunsigned int %s_hash[%d];\n\tconst char *%s_name;\n};\n\nenum %s_state { %s_IDLE, %s_BUSY };\n\n", w, w, s * 7919 % 997, w, w, toupper(w), toupper(w)
    for (i = 1; i <= 40; i++) printf "static int %s_lookup_%d_%s%s(struct %s_table *table%d, const char *name%d)\n{\n\tunsigned int hash%d = %d;\n\n\treturn %s_walk(table%d, name%d, hash%d %% %d);\n}\n\n", w, i, kin[i * 5 % n + 1], kin[i * 3 % n + 1], w, i, i, i, (i * 7919 + s) % 997, w, i, i, i, i * 104729 % 9973
  }' > "tree/drivers/${w}_controller.c"
  for place in $places; do
    awk -v w="$w" -v p="$place" -v s="$(( ${#w} * 31 + $(printf %d "'${place: -2:1}") ))" 'BEGIN {
      printf "/* Walks the chain of %s entries as %s does it,\n * %d steps at most, and says how far it came. */\nint %s_walk(struct %s_table *table, const char *name, unsigned int start)\n{\n", w, p, s * 13 % 89, w, w
      for (i = 1; i <= 9; i++) printf "\tif (table->%s_hash[%d] == start + %d)\n\t\treturn strcmp(name, table->%s_name) %% %d;\n", w, (i * s) % 83, i * 7919 % (s + 11), w, i * 104729 % 991
      printf "\treturn %d;\n}\n\n", s
    }' >> "tree/$place/walk.c"
  done
done
make_release tree
start_display 1400x900
start_viewer --open drivers/scsi_controller.c --size 1400x900 --scale 1
code="301 100 1080 760"
at_line() { keys ctrl+g; sleep .2; type_text "$1"; keys Return; sleep .2; }

keys ctrl+t; sleep .5; type_text "lookup_7"
traced "the search for names" 260 40 880 380
keys ctrl+a; type_text "regmaplook33"; sleep .2; keys Return; sleep .3
traced "a name is gone to" $code
shows "its definition" drivers/regmap_controller.c 232

# A lookup's fifth line calls a function that six files define.
at_line 236; keys ctrl+Right ctrl+Right
keys F12; sleep .4
traced "the list of definitions" 268 90 864 150
keys Down Return; sleep .3
traced "the second definition" $code
shows "the definition that was chosen" arch/mips/walk.c 428
keys alt+Left; sleep .2
traced "back" $code
shows "the call again" drivers/regmap_controller.c 236

keys ctrl+Right ctrl+Right alt+F12; sleep .6
traced "what is peeked at" 301 405 660 265
shows "the first definition" arch/arm/walk.c 428
keys Right; sleep .4
traced "the other one" 301 405 660 265
shows "the other definition" arch/mips/walk.c 428
keys Escape; sleep .2

keys shift+F12; sleep 1
traced "occurrences" 301 490 1080 370
keys Escape Escape

# The pointer rests on the call's name: below it stands what is defined.
at_line 236
xdotool mousemove 500 362; sleep .2; xdotool mousemove 502 364; sleep 1
traced "the lines of a definition under the pointer" 480 405 800 250
shows "the definition's comment and lines" arch/arm/walk.c 426
xdotool mousemove 900 840; sleep .4

keys ctrl+shift+o; sleep .4; type_text "look"; sleep .2
keys Escape; at_line 2; sleep .2; at_line 236
traced "the outline that follows the caret" 0 480 300 380
keys alt+o

# Ctrl and a click; then Vim's keys and Emacs's.
xdotool mousemove 502 364 keydown ctrl click 1 keyup ctrl; sleep .5
traced "a click with Ctrl lists the definitions" 268 90 864 150
keys Escape
keys ctrl+shift+p; sleep .2; type_text "next keymap"; keys Return
at_line 232; keys w w w w; keys g d; sleep .4
traced "gd" $code
shows "the struct" drivers/regmap_controller.c 1
keys ctrl+o; sleep .2; at_line 236; keys w w; keys shift+k; sleep .6
traced "K" 480 405 800 250
shows "what Vim's K shows" arch/arm/walk.c 426
keys ctrl+shift+p; sleep .2; type_text "next keymap"; keys Return
at_line 236; keys ctrl+Right ctrl+Right alt+period; sleep .4
traced "M-." 268 90 864 150
keys Escape
stop_viewer
[ "$failures" = 0 ]
