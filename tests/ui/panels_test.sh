#!/bin/bash
# Every panel that shows the vendor's text, in a real window: each is captured and traced by itself. Then windows that
# are far too small and far too large. Usage: panels_test.sh SPOOR SPOOR_VIEW UI_PROBE SPOOR_TRACE
set -u
spoor=$1 view=$2 probe=$3 trace=$4 here=$(cd "$(dirname "$0")" && pwd)
. "$here/stage.sh"

mkdir -p tree/arch tree/block
for w in acpi binder cgroup devfreq entropy firmware gpio hwmon iommu journal kthread lockdep mailbox netlink overlay pinctrl quota regmap scsi thermal usb vhost watchdog xattr; do
  awk -v w="$w" 'BEGIN { for (i = 1; i <= 90; i++) printf "static struct %s_entry *%s_lookup_%d(const char *name%d, unsigned int hash_%d)\n{\n\treturn %s_walk(name%d, hash_%d %% %d);\n}\n", w, w, i, i, (i * 7919) % 997, w, i, (i * 7919) % 997, i * 104729 % 9973 }' > "tree/arch/${w}_controller_driver.c"
done
iconv -t UTF-16LE < tree/arch/gpio_controller_driver.c > tree/block/wide_text.c
head -c 6000 "$spoor" > tree/block/program.bin
printf 'int is_admin(void);\n/* check \xe2\x80\xae } \xe2\x81\xa6if (is_admin)\xe2\x81\xa9 \xe2\x81\xa6 begin */\nvoid s\xd0\xb0y_hello_to_everybody(int count_of_people);\nint user\xe2\x80\x8b_id_of_the_caller;\n' > tree/block/trojan_source.c
make_release tree
start_display 1400x900
start_viewer --open arch/scsi_controller_driver.c:40 --size 1400x900 --scale 1

code="301 100 1085 760"
traced "the code" $code
traced "the tree" 0 60 290 800
keys ctrl+p; sleep .4; type_text "ctrl"; traced "the picker of files" 260 95 880 400
keys Escape ctrl+shift+f; sleep .3; type_text "lookup_7"; sleep .6; traced "found lines" 301 560 1080 300
keys Escape Escape ctrl+shift+k; sleep .3; type_text "controller"; traced "the filtered tree" 0 60 290 800
keys Escape; keys ctrl+p; sleep .2; type_text "program.bin"; keys Return; sleep .3
traced "a binary file in hexadecimal" $code
keys ctrl+p; sleep .2; type_text "wide_text"; keys Return; sleep .3
traced "UTF-16 as text" $code
for key in alt+n ctrl+backslash; do keys $key; sleep .2; done
traced "the map and two views" 301 100 1085 760
keys ctrl+shift+w alt+n ctrl+alt+u; sleep 1
traced "hidden and lookalike characters, listed" 301 460 1080 400
for theme in light contrast solarized-dark solarized-light; do
  keys ctrl+shift+t; sleep .2
  traced "the code in $theme" 301 100 1085 340
done
keys ctrl+shift+p; sleep .2; type_text "larger"; keys Return Return; traced "after larger text" 301 100 1085 340
stop_viewer

for size in 200x100 3000x2000; do
  start_viewer --open arch/scsi_controller_driver.c --size $size --scale 1
  for key in ctrl+p Escape ctrl+shift+f Escape F1 Escape ctrl+backslash alt+z Page_Down ctrl+shift+p Escape; do keys $key; done
  kill -0 "$viewer" 2>/dev/null && echo "ok: $size" || fail "$size: the viewer is gone"
  stop_viewer
done
[ "$failures" = 0 ]
