#!/usr/bin/env bash
# The main job of Spoor, end to end, on real code: a vendor seals it, a reviewer reads it, a piece of his screen
# leaks, the tracer names him. Installs and builds first, and leaves everything in build/demo.
#   bash tests/demo.sh [SEED] [--programs DIR] [--out DIR]
#   SEED            a whole number that chooses reviewer, file and place (default: new ones every time)
#   --programs DIR  take the programs that are already built there; install and build nothing
#   --out DIR       work there instead of build/demo; an earlier demo there is deleted
# Ends with 0 only if the trace names the right reviewer, and nobody where nobody is to be named.
set -euo pipefail
cd "$(dirname "$0")/.."

seed=''
programs=''
out=build/demo
condition="12 lines, x 0.7, JPEG 50" # as the pass-rate table of tests/blackbox knows it

usage() {
  sed -n '2,8s/^# \{0,1\}//p' "$0"
}

fail() {
  echo "demo.sh: $1" >&2
  exit 1
}

while [ "$#" -gt 0 ]; do
  case "$1" in
    --programs | --out)
      [ "$#" -ge 2 ] || { echo "demo.sh: $1 needs a value; see --help." >&2; exit 2; }
      if [ "$1" = --out ]; then out="$2"; else programs="$2"; fi
      shift 2
      ;;
    --help | -h) usage; exit 0 ;;
    *[!0-9]* | "") echo "demo.sh: '$1' is no seed and no option; see --help." >&2; exit 2 ;;
    *) seed="$1"; shift ;;
  esac
done
[ -n "$seed" ] || seed=$((SRANDOM % 100000))

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$'\e[1m' plain=$'\e[0m'; fi
chapter=0
chapter() {
  chapter=$((chapter + 1))
  printf '\n%s%d  %s%s\n' "$bold" "$chapter" "$1" "$plain"
}
say() { fold -s -w 110 <<<"$1" | sed 's/^/   /'; }

# json KEY...: the values of the JSON object on standard input, one a line.
json() { python3 -c 'import json, sys; o = json.load(sys.stdin); [print(o[k]) for k in sys.argv[1:]]' "$@"; }

# draw N: sets drawn to the seed's next number below N (Knuth's 64-bit linear congruence, its upper bits).
state=$((10#$seed))
draw() {
  state=$((state * 6364136223846793005 + 1442695040888963407))
  drawn=$(((state >> 33 & 0x7fffffff) % $1))
}

build() {
  echo "Installing what is missing, then building (the first time takes some minutes)"
  bash third_party/install.sh
  local launcher=()
  if command -v ccache >/dev/null; then
    launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  cmake --preset release "${launcher[@]}" -Wno-dev >/dev/null
  local quiet=(--quiet)
  if [ -t 1 ]; then quiet=(); fi # on a terminal ninja counts on one line
  cmake --build build/release --parallel 2 --target spoor spoor-view spoor-trace demo_pictures -- "${quiet[@]}"
  programs=build/release/bin
}

# An earlier demo's folder is deleted, nobody else's.
clear_folder() {
  [ ! -e "$out" ] || [ -e "$out/.spoor-demo" ] || fail "$out is there and holds no demo; choose another --out."
  rm -rf "$out"
  mkdir -p "$out"
  touch "$out/.spoor-demo"
}

# Real trees that are on every machine on which Spoor is built.
gather_code() {
  local python headers
  headers="/usr/include/c++/$(g++ -dumpversion)"
  python="$(python3 -c 'import sysconfig; print(sysconfig.get_path("stdlib"))')"
  mkdir -p "$out/tree/c++" "$out/tree/python"
  tar -cf - -C "$headers" . | tar -xf - -C "$out/tree/c++"
  tar -cf - -C "$python" --exclude=__pycache__ --exclude='*-packages' --exclude='config-*' --exclude='*.so' . |
    tar -xf - -C "$out/tree/python"
}

# Three secrets, three holders: whoever has one of these files can read no other's.
choose_passphrases() {
  local holder
  for holder in vendor reviewer laboratory; do
    (umask 077 && head -c 18 /dev/urandom | base64 >"$out/$holder.pass")
  done
}

as_vendor() { "$programs/spoor" "$@" --passphrase-file "$out/vendor.pass"; }
trace() { "$programs/spoor-trace" "$@" --passphrase-file "$out/laboratory.pass"; }

# make_vault NAME TREE REVIEWERS: a vault, a sealed tree, sessions, and the kit for the laboratory.
make_vault() {
  as_vendor init "$out/$1.vault" --name "$1" >/dev/null
  as_vendor pack "$2" --vault "$out/$1.vault" -o "$out/$1.spar" --release 1.0
  as_vendor session new --vault "$out/$1.vault" --archive "$out/$1.spar" --reviewers-file "$3" --expires +8h \
    --session-passphrase-file "$out/reviewer.pass" -o "$out/$1.sessions" --json >"$out/$1.issued"
  as_vendor kit export --vault "$out/$1.vault" --archive "$out/$1.spar" -o "$out/$1.spkit" \
    --kit-passphrase-file "$out/laboratory.pass" >/dev/null
}

# Chooses by the seed who reads what: sets reviewer, session, file and line.
choose_page() {
  local files lines chosen
  readarray -t files < <(cd "$out/tree" && find . -type f -size +8k -size -1000k -exec grep -lI . {} + |
    LC_ALL=C sort | sed 's,^\./,,')
  draw 1 # the first number of neighbouring seeds is alike
  draw "$(wc -l <"$out/vendor.issued")"
  chosen="$(sed -n "$((drawn + 1))p" "$out/vendor.issued" | json reviewer file)"
  reviewer="${chosen%%$'\n'*}" session="${chosen#*$'\n'}"
  draw "${#files[@]}"
  file="${files[$drawn]}"
  lines="$(wc -l <"$out/tree/$file")"
  draw $((lines > 60 ? lines - 60 : 1))
  line=$((drawn + 1))
}

# expect_nobody WHAT CAPTURE KIT: traces, and fails if anybody is named.
expect_nobody() {
  local code=0 verdict
  verdict="$(trace "$2" --kit "$3")" || code=$?
  say "$1"
  say "-> $(sed -n '1s/.*: //p' <<<"$verdict"): $(sed -n 's/^  why *//p' <<<"$verdict")"
  case "$code" in
    3 | 4) ;;
    *) fail "that ended with $code instead of 3 (inconclusive) or 4 (unmarked)." ;;
  esac
}

# Fails unless the trace names the right reviewer; leaves leak.json and the picture of the offsets.
trace_the_leak() {
  local code=0 named place verdict with=(--kit "$out/vendor.spkit" --archive "$out/vendor.spar")
  say "\$ spoor-trace $out/leak.jpg ${with[*]}"
  verdict="$(trace "$out/leak.jpg" "${with[@]}" --debug-dir "$out/evidence")" || code=$?
  say "$verdict"
  trace "$out/leak.jpg" "${with[@]}" --json >"$out/leak.json" || true
  [ "$code" -eq 0 ] || fail "the leak of seed $seed is not traced (exit code $code)."
  named="$(json reviewer <"$out/leak.json")"
  [ "$named" = "$reviewer" ] || fail "'$named' is named, but it was '$reviewer'."
  place="$(json source <"$out/leak.json")"
  case "$place" in
    *"'$file'"*) say "Right: it was $reviewer, in that file." ;;
    *) say "Right: it was $reviewer. The file was $file, unless the text is in both." ;;
  esac
}

[ -n "$programs" ] || build
began=$SECONDS
clear_folder
echo "Spoor's demo with seed $seed; 'bash tests/demo.sh $seed' chooses the same reviewer and page again."

chapter "A vendor seals real code and issues a session to each of 50 reviewers"
gather_code
choose_passphrases
say "$(make_vault vendor "$out/tree" tests/demo/reviewers.csv)"
say "Issued $(wc -l <"$out/vendor.issued") sessions, from $(sed -n 1p "$out/vendor.issued" | json reviewer) to\
 $(sed -n '$p' "$out/vendor.issued" | json reviewer)."

chapter "One of them opens a page"
choose_page
"$programs/spoor-view" "$session" --archive "$out/vendor.spar" --passphrase-file "$out/reviewer.pass" \
  --open "$file:$line" --shot "$out/screen.png"
say "$reviewer reads $file from line $line."
say "Each glyph stands up to 1/8 pixel beside its place, left or right, as only this session says."

chapter "A piece of the screen leaks"
"$programs/demo_pictures" leak "$out/screen.png" --as "$condition" --seed "$seed" -o "$out/leak.jpg"
say "12 lines of it, shrunk to 0.7, as a JPEG of quality 50: $(($(wc -c <"$out/leak.jpg") / 1024)) kB"

chapter "The laboratory traces it; it has the vendor's kit and archive and is told nothing else"
trace_the_leak

chapter "Nobody is named who has nothing to do with it"
mkdir "$out/other.tree"
cp LICENSE "$out/other.tree"
make_vault other "$out/other.tree" tests/demo/reviewers.csv >/dev/null
expect_nobody "The same leak and another vendor's kit of 50 sessions" "$out/leak.jpg" "$out/other.spkit"
"$programs/demo_pictures" plain "$out/tree/$file" --line "$line" -o "$out/plain.png"
expect_nobody "The same code, drawn by a program that marks nothing" "$out/plain.png" "$out/vendor.spkit"

found() { printf '   %-46s %s\n' "$1" "$2"; }
printf '\n%sDone in %d s after the build. Where to look next%s\n' "$bold" $((SECONDS - began)) "$plain"
found "$out/screen.png" "the screen; the mark is in it, and not to be seen"
found "$out/leak.jpg" "what leaked"
found "$(echo "$out"/evidence/*offsets.png)" "what was measured, drawn over the code"
found "$out/leak.json" "the verdict for programs"
cat <<END

   The window, as $reviewer (F1 lists the keys):
   $programs/spoor-view $session \\
     --archive $out/vendor.spar --passphrase-file $out/reviewer.pass

   README.md: "For vendors", "For reviewers", "For forensics" (how to read a verdict, and when not to believe one)
END
