#!/usr/bin/env bash
# Installs, builds and tests everything: bash tests/run.sh [--preset NAME] [--jobs N] [--no-install] [-R REGEX]
#   --preset NAME   release (default), asan, tsan or clang: a configure preset of CMakePresets.json
#   --jobs N        compile and test jobs (default 2)
#   --no-install    do not look for missing packages first
#   -R REGEX        only the tests whose name matches
# Ends with ctest's summary and its exit code.
set -euo pipefail
cd "$(dirname "$0")/.."

preset=release
jobs=2
install=1
tests=()

usage() {
  sed -n '2,7s/^# \{0,1\}//p' "$0"
}

while [ "$#" -gt 0 ]; do
  case "$1" in
    --preset | --jobs | -R)
      [ "$#" -ge 2 ] || { echo "run.sh: $1 needs a value; see --help." >&2; exit 2; }
      case "$1" in
        --preset) preset="$2" ;;
        --jobs) jobs="$2" ;;
        -R) tests=(-R "$2") ;;
      esac
      shift 2
      ;;
    --no-install) install=0; shift ;;
    --help | -h) usage; exit 0 ;;
    *) echo "run.sh: unknown option '$1'; see --help." >&2; exit 2 ;;
  esac
done

if [ "$install" -eq 1 ]; then
  bash third_party/install.sh
fi

launcher=()
if command -v ccache >/dev/null; then
  launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi
cmake --preset "$preset" "${launcher[@]}" -Wno-dev >/dev/null
cmake --build "build/$preset" --parallel "$jobs" -- --quiet

# Everything in the tests is seeded; a sanitizer's finding must end its test.
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_stack_use_after_return=1:strict_string_checks=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-halt_on_error=1:print_stacktrace=1}"
export TSAN_OPTIONS="${TSAN_OPTIONS:-halt_on_error=1:second_deadlock_stack=1:suppressions=$PWD/tests/tsan.supp}"
# What the reader remembers of sessions and rooms goes into a folder of the tests' own, not into the user's.
XDG_STATE_HOME="$(mktemp -d)"
export XDG_STATE_HOME
trap 'rm -rf "$XDG_STATE_HOME"' EXIT
ctest --test-dir "build/$preset" --no-tests=error --output-on-failure --parallel "$jobs" "${tests[@]}"
