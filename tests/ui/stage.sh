# What tests in a real window share; sourced with spoor, view, probe and trace set. make_release FOLDER packs it (or
# NAME=FOLDER NAME=FOLDER... several releases) and issues a session (session_options: of it); start_display WIDTHxHEIGHT; start_viewer OPTIONS... opens the window and waits for it.
command -v Xvfb >/dev/null && command -v xdotool >/dev/null || { echo "Xvfb or xdotool is missing"; exit 77; }
folder=$(mktemp -d) || exit 1
pids=()
finish() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done; rm -rf "$folder"; }
trap finish EXIT
cd "$folder" || exit 1
export EGL_LOG_LEVEL=fatal XDG_STATE_HOME=$folder/state
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

session_options=()  # of the session that make_release issues
pack_trees() {
  [ $# = 1 ] && { "$spoor" pack "$1" -o t.spar --vault vault --release "stage 1.0"; return; }
  local named=(); for tree in "$@"; do named+=(--release "$tree"); done
  "$spoor" pack -o t.spar --vault vault "${named[@]}"
}

make_release() {
  export SPOOR_PASSPHRASE=vault-words SPOOR_SESSION_PASSPHRASE=reviewer-words
  "$spoor" init vault >/dev/null && pack_trees "$@" >/dev/null &&
    "$spoor" session new --vault vault --archive t.spar --reviewer "Stage Reviewer" --expires +8h "${session_options[@]}" -o s.spsn >/dev/null &&
    SPOOR_KIT_PASSPHRASE=kit-words "$spoor" kit export --vault vault --archive t.spar -o k.spkit >/dev/null ||
    { echo "the release could not be made"; exit 1; }
  export SPOOR_PASSPHRASE=reviewer-words
}

start_display() {
  Xvfb -displayfd 9 -screen 0 "${1}x24" -nolisten tcp -noreset 9>display 2>/dev/null &
  pids+=($!)
  for _ in $(seq 50); do [ -s display ] && break; sleep .1; done
  [ -s display ] || { echo "Xvfb did not start"; exit 1; }
  DISPLAY=:$(cat display); export DISPLAY
}

start_viewer() {
  "$view" s.spsn --archive t.spar "$@" &
  viewer=$!
  pids+=("$viewer")
  window=
  for _ in $(seq 150); do window=$(xdotool search --onlyvisible --name '^Spoor' 2>/dev/null | head -1); [ -n "$window" ] && break; sleep .1; done
  [ -n "$window" ] || { echo "no window appeared"; exit 1; }
  xdotool windowmove "$window" 0 0 windowfocus "$window"
  sleep .3
}

stop_viewer() {
  xdotool key ctrl+q
  for _ in $(seq 50); do kill -0 "$viewer" 2>/dev/null || break; sleep .1; done
  if kill -0 "$viewer" 2>/dev/null; then fail "Ctrl+Q does not quit"; else wait "$viewer" || fail "quitting ends with $?"; fi
}

keys() { xdotool key --delay 60 "$@"; sleep .1; }
type_text() { xdotool type --delay 40 "$1"; sleep .3; }

# traced NAME [X Y WIDTH HEIGHT]: that part of the screen names the session; leaves the verdict in verdict. Waits for
# the screen to show it, as a busy machine draws late.
traced() {
  local code=0
  for _ in 1 2 3; do
    sleep .3
    "$probe" capture part.png "${@:2}" && SPOOR_PASSPHRASE=kit-words "$trace" part.png --kit k.spkit --archive t.spar --json > verdict 2>&1
    code=$?
    [ $code = 0 ] && grep -q '"reviewer":"Stage Reviewer"' verdict && { echo "ok: $1"; return; }
  done
  fail "$1: the trace ends with $code: $(head -c 400 verdict)"
}
number() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" verdict; }
# shows NAME PATH LINE: the verdict before names this path and a range that holds this line
shows() {
  grep -q "\"path\":\"$2\"" verdict && [ "$(number first_line)" -le "$3" ] && [ "$(number last_line)" -ge "$3" ] && echo "ok: $1" ||
    fail "$1: the code shows lines $(number first_line) to $(number last_line), not line $3 of $2: $(head -c 400 verdict)"
}

# in_memory PATTERN: how often what matches lies in the viewer's memory; only root can look
in_memory() {
  python3 - "$viewer" "$1" <<'PYTHON'
import re, sys
pid, pattern, total = sys.argv[1], re.compile(sys.argv[2].encode()), 0
with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
    for line in maps:
        span, rights = line.split()[:2]
        if "r" not in rights or line.rstrip().endswith(("[vvar]", "[vsyscall]")):
            continue
        begin, end = (int(part, 16) for part in span.split("-"))
        memory.seek(begin)
        try:
            total += len(pattern.findall(memory.read(end - begin)))
        except OSError:
            pass
print(total)
PYTHON
}
