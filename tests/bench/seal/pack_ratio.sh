#!/usr/bin/env bash
# Time of `spoor pack` against `tar | zstd -3 -T2` on the same tree, alternating, best of N.
#   pack_ratio.sh SPOOR_PROGRAM TREE [N=3]
set -euo pipefail
spoor=$(realpath "$1") tree=$(realpath "$2") rounds=${3:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export SPOOR_PASSPHRASE=bench
"$spoor" init "$work/vault" >/dev/null

seconds() { # runs its arguments, prints how long they took
  local start end
  start=$(date +%s.%N); "$@" >/dev/null; end=$(date +%s.%N)
  echo "$end $start" | awk '{ printf "%.2f\n", $1 - $2 }'
}
reference() { tar c -C "$(dirname "$tree")" "$(basename "$tree")" | zstd -3 -T2 -q -f -o "$work/reference.tar.zst"; }
sealed() { "$spoor" pack "$tree" -o "$work/a.spar" --vault "$work/vault"; }

tar c -C "$(dirname "$tree")" "$(basename "$tree")" | cat >/dev/null # both find the tree in memory
best_reference=999999 best_sealed=999999
for _ in $(seq "$rounds"); do
  t=$(seconds reference); best_reference=$(echo "$t $best_reference" | awk '{ print ($1 < $2) ? $1 : $2 }')
  t=$(seconds sealed); best_sealed=$(echo "$t $best_sealed" | awk '{ print ($1 < $2) ? $1 : $2 }')
done
echo "$best_reference $best_sealed $(stat -c %s "$work/reference.tar.zst") $(stat -c %s "$work/a.spar")" |
  awk '{ printf "tar|zstd %.2f s, spoor pack %.2f s: ratio %.2f; %.1f MB and %.1f MB: ratio %.3f\n",
         $1, $2, $2 / $1, $3 / 1e6, $4 / 1e6, $4 / $3 }'
