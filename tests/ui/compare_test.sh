#!/bin/bash
# Two releases of one archive beside one another, in a real window with real keys: the list of changes, a changed file
# side by side and one below the other, marks in the ordinary view, the tree's letters, locking; and what the log holds
# of both releases. Usage: compare_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE
set -u
spoor=$1 view=$2 probe=$3 trace=$4 here=$(cd "$(dirname "$0")" && pwd)
. "$here/stage.sh"

# --- every line is different, so that the tracer can name lines; the second release changes, adds, renames, removes
mkdir -p one/drivers one/lib two/drivers two/lib
words=(acpi binder cgroup devfreq entropy firmware gpio hwmon iommu journal kthread lockdep)
for w in "${words[@]}"; do
  awk -v w="$w" -v s="${#w}" 'BEGIN { for (i = 1; i <= 120; i++) printf "static int %s_lookup_%d(struct %s_table *t, u32 hash) { return %s_walk(t, hash %% %d, %d); }\n", w, i, w, w, (i * 7919 + s) % 997, i * 104729 % 9973 }' >"one/drivers/${w}_main.c"
done
cp one/drivers/*.c two/drivers/
sed -i -e '40,44s/lookup/search/' -e '60d' -e '90a static int scsi_fresh_value(void) { return 4711; }' two/drivers/gpio_main.c
mv two/drivers/hwmon_main.c two/lib/hwmon_sensors.c
sed -i '1,10d' two/lib/hwmon_sensors.c
rm two/drivers/acpi_main.c
awk 'BEGIN { for (i = 1; i <= 30; i++) printf "int brand_new_%d(long factor_%d);\n", i * 31, i * 17 % 23 }' >two/lib/added_file.c
"$spoor" room init room >/dev/null || exit 1
session_options=(--room room/room.pub)
make_release 4.1=one 4.2=two
start_display 1400x900
start_viewer --room room --open drivers/gpio_main.c:42 --size 1400x900 --scale 1 >said
area="301 100 1080 410"
# changed NAME X Y WIDTH HEIGHT BEFORE: that part of the screen is another than it was in the picture BEFORE
changed() {
  local worst=0
  for _ in $(seq 20); do
    "$probe" capture now.png && worst=$("$probe" differ now.png "$6" "$2" "$3" "$4" "$5")
    [ "${worst:-0}" -gt 24 ] && { echo "ok: $1"; return; }
    sleep .2
  done
  fail "$1: nothing changed there ($worst)"
}
at_rest() { sleep .4; "$probe" capture "$1"; }

# --- the list of releases, then the list of changes; letters in the tree
at_rest plain.png
keys ctrl+alt+r; sleep .3; type_text "4.1"; keys Return; sleep .8
changed "the list of changes opens" 301 540 1080 320 plain.png
changed "letters stand in the tree" 250 60 40 300 plain.png
changed "a bar stands beside changed lines" 301 100 6 400 plain.png

# --- the changed file, side by side: both sides are marked
at_rest list.png
keys Down Return; sleep .8
changed "the file's changes open" $area list.png
traced "side by side, the older release" 301 90 530 430
shows "the old side is of the changed file" drivers/gpio_main.c 42
traced "side by side, the newer release" 842 90 530 430
at_rest first.png
keys F7; changed "F7 goes to the next change" $area first.png
at_rest second.png
keys alt+d; changed "Alt+D puts one below the other" $area second.png
traced "one below the other" $area
keys ctrl+F7; sleep .8
traced "an added file" $area
keys ctrl+F7 alt+a; sleep .8
traced "a renamed file, whole" $area
keys alt+a
keys Escape; sleep .3
traced "the list of changes alone" 301 590 1080 260
keys Escape Escape

# --- marks in the ordinary view, and lines changed since
at_rest before.png
keys alt+l; changed "changed lines have another ground" 360 100 900 660 before.png
traced "changed lines in the ordinary view" 301 100 1080 660
keys shift+F7; keys F7; sleep .3

# --- Vim's and Emacs' keys
keys ctrl+shift+p; sleep .2; type_text "next keymap"; keys Return; sleep .2
keys d o; sleep .8; at_rest vim.png
keys bracketright c; changed "]c goes to the next change" 301 100 1080 660 vim.png
keys Escape; keys ctrl+shift+p; sleep .2; type_text "next keymap"; keys Return; sleep .2
keys ctrl+x v equal; sleep .6; traced "C-x v =" 301 100 1080 660

# --- locked, nothing is left; unlocked, the changes come back
keys ctrl+alt+k; sleep .8
"$probe" capture locked.png
worst=$("$probe" differ locked.png vim.png 301 100 1080 200)
[ "$worst" -gt 24 ] || fail "the changes are on the locked screen"
type_text reviewer-words; keys Return; sleep 1.5
traced "the changes once it is unlocked" 301 100 1080 660
stop_viewer

# --- what the log holds: lines of both releases, each under its own, announced before they were shown
log=$(echo room/logs/*.splog)
SPOOR_PASSPHRASE=vault-words "$spoor" log show "$log" --vault vault --room room >records || fail "the log cannot be read"
for place in "drivers/gpio_main.c 4.1" "drivers/gpio_main.c 4.2" "drivers/hwmon_main.c 4.1" "lib/hwmon_sensors.c 4.2"; do
  read -r path of <<<"$place"
  grep -q "shown     $path:[0-9]*-[0-9]* of release $of" records && echo "ok: $path of $of is recorded" || fail "$path of $of is not recorded: $(head -20 records)"
done
SPOOR_PASSPHRASE=vault-words "$spoor" log export "$log" --vault vault --room room >records.json
python3 - records.json <<'PYTHON' && echo "ok: announced before shown, in both releases" || fail "the records are not in order"
import json, sys
announced, shown = set(), set()
for record in map(json.loads, open(sys.argv[1], encoding="utf-8")):
    lines = range(record.get("first_line", 1), record.get("last_line", 0) + 1)
    if record["kind"] == "window":
        announced.update((record["path"], record["release"], n) for n in lines)
    if record["kind"] == "shown":
        shown.update((record["path"], record["release"], n) for n in lines)
missing = shown - announced
old, new = ({n for path, of, n in shown if (path, of) == ("drivers/gpio_main.c", release)} for release in ("4.1", "4.2"))
print(len(old), len(new), sorted(missing)[:5])
# The old version's changed lines, and nothing of it far from a change.
sys.exit(bool(missing) or not {40, 44, 60} <= old or not {40, 44, 90} <= new or bool(old & set(range(4, 30))))
PYTHON
[ "$failures" = 0 ]
