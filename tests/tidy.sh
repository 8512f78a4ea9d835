#!/usr/bin/env bash
# clang-tidy 14 over our sources: bash tests/tidy.sh [--all | FILE.cpp...]
# Without arguments: the files that differ from the last commit's parent. All of them take about half an hour on two
# cores, which is why this is no ctest. Needs the package clang-tidy-14.
set -euo pipefail
cd "$(dirname "$0")/.."

command -v clang-tidy-14 >/dev/null || { echo "tidy.sh: install the package clang-tidy-14 first." >&2; exit 1; }
cmake --preset release -Wno-dev >/dev/null # so that the list of what is compiled is today's

case "${1:-}" in
  --all) mapfile -t files < <(git ls-files 'watermark/*.cpp' 'viewer/*.cpp' 'tests/*.cpp') ;;
  "") mapfile -t files < <(git diff --name-only --diff-filter=d HEAD~1 -- '*.cpp') ;;
  --help | -h) sed -n '2,4s/^# \{0,1\}//p' "$0"; exit 0 ;;
  *) files=("$@") ;;
esac
[ "${#files[@]}" -gt 0 ] || { echo "tidy.sh: no file has changed"; exit 0; }
# Files of options that are off (fuzzers) are not in the compilation database.
mapfile -t files < <(for f in "${files[@]}"; do grep -qF "/$f\"" build/release/compile_commands.json && echo "$f"; done)
[ "${#files[@]}" -gt 0 ] || { echo "tidy.sh: none of these files is compiled" >&2; exit 1; }
printf '%s\0' "${files[@]}" | xargs -0 -n 1 -P 2 clang-tidy-14 --quiet -p build/release
echo "tidy.sh: ${#files[@]} files are clean"
