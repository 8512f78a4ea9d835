#!/bin/bash
# The table of bad input, for the three programs as their users run them. Each row: the exit code, one sentence on
# stderr with the words given, nothing on stdout, no file written, and no file of the vendor's changed.
# Usage: refusals_test.sh SPOOR SPOOR_VIEW SPOOR_TRACE BAD_FILES
set -u
# Without a terminal, so that a missing passphrase is not asked for.
[ -n "${SPOOR_TEST_DETACHED:-}" ] || SPOOR_TEST_DETACHED=1 exec setsid -w bash "$0" "$@"
spoor=$1 view=$2 trace=$3 bad_files=$4
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export EGL_LOG_LEVEL=fatal LC_ALL=C.UTF-8 HOME=$folder/home XDG_CACHE_HOME=$folder/cache
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

# --- The programs, each with its own passphrase from the environment unless a row says otherwise.
vendor() { SPOOR_PASSPHRASE=${pass-vp} SPOOR_SESSION_PASSPHRASE=rp SPOOR_KIT_PASSPHRASE=kp "$spoor" "$@"; }
reader() { SPOOR_PASSPHRASE=${pass-rp} "$view" "$@"; }
tracer() { SPOOR_PASSPHRASE=${pass-kp} "$trace" "$@"; }
issue() { vendor session new --vault vault --archive t.spar --reviewer "$@"; }

# A file is "new" if it is in the work folder and was not when the table began.
# The room is left out: an opening, the clock, and what was shown are remembered there.
inventory() { find . -path ./out -prune -o -type f ! -path './home/.local/state/spoor/room/*' ! -name 'vault.db-*' ! -name stdout ! -name stderr -print0 | sort -z | xargs -0 sha256sum; }

# row NAME CODE WORDS PROGRAM ARGUMENTS...: out/ is where commands write; it stays as it is.
row() {
  local name=$1 want=$2 words=$3 before got lines; shift 3
  before=$(ls -A out)
  "$@" >stdout 2>stderr </dev/null
  got=$?
  lines=$(wc -l <stderr)
  if [ "$got" != "$want" ]; then fail "$name: exit $got, wanted $want: $(head -c 400 stderr)"
  elif [ "$lines" != 1 ]; then fail "$name: $lines lines instead of one: $(head -c 400 stderr)"
  elif ! grep -q '^spoor\(-view\|-trace\)\?: ' stderr; then fail "$name: who says it? $(cat stderr)"
  elif ! grep -qF -- "$words" stderr; then fail "$name: no '$words' in: $(cat stderr)"
  elif [ -s stdout ]; then fail "$name: stdout holds $(head -c 200 stdout)"
  elif [ "$(ls -A out)" != "$before" ]; then fail "$name: left $(ls -A out)"; rm -rf out/x.*
  else echo "ok: $name"; fi
}
# fine NAME CODES PROGRAM ARGUMENTS...: taken as it is: one of the codes, and not a word on stderr.
fine() {
  local name=$1 codes=$2 got; shift 2
  "$@" >stdout 2>stderr </dev/null
  got=$?
  case " $codes " in
    *" $got "*) if [ -s stderr ]; then fail "$name: $(head -c 400 stderr)"; else echo "ok: $name"; fi ;;
    *) fail "$name: exit $got, wanted one of $codes: $(head -c 400 stderr)" ;;
  esac
}

# --- A tree with every kind of odd file, two vaults, sessions, kits.
mkdir -p tree/dir noise out odd
awk 'BEGIN { for (i = 1; i < 60; i++) printf "  long value_%d = compute(%d, \"%x\");  // step %d\n", i, i * 7919 % 1000, i * 104729, i }' >tree/dir/a.c
printf 'a\0b' >tree/blob
: >tree/void
printf '\n\n\n' >tree/blank
printf 'no newline at the end' >tree/cut
printf '\xff\xfe\x80 text\n' >tree/bytes
printf 'one\r\ntwo\r\n' >tree/crlf
printf '\tx\n a\tb\n' >tree/tabs
head -c 10000000 /dev/zero | tr '\0' 'w' >tree/wide
printf 'a name\n' >$'tree/\xff\n\x1b[31m'
head -c 1000000 /dev/urandom >noise/a
{ vendor init vault && vendor init other && vendor pack tree -o t.spar --vault vault --release r &&
  vendor pack tree/dir -o u.spar --vault vault && vendor pack tree/dir -o foreign.spar --vault other &&
  issue Ada -o s.spsn && issue Bob -o revoked.spsn && vendor kit export --vault vault --archive t.spar -o k.spkit &&
  vendor kit export --vault vault -o blind.spkit && vendor kit export --vault other -o other.spkit &&
  reader s.spsn --archive t.spar --open dir/a.c --size 900x600 --shot p.png && "$bad_files" p.png .; } >stdout 2>stderr ||
  { echo "the stage could not be set: $(cat stderr)"; exit 1; }
bob=$(vendor session list --vault vault --json | grep Bob | grep -o 's-[0-9a-f]\{12\}' | head -1)
mkdir revoked && cp t.spar revoked/ && mv revoked.spsn revoked/
vendor session revoke --vault vault "$bob" -o revoked/revocations.sprl >/dev/null || exit 1
mkfifo pipe
printf 'vault-words\n' >open.txt && chmod 644 open.txt
python3 - <<'PYTHON'
import struct, zlib
def chunk(kind, body): return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
def png(name, width, height, *more, rows=None):
    z = zlib.compressobj(1)
    row = bytes(1 + (width + 7) // 8)
    data = rows if rows is not None else b"".join(z.compress(row) for _ in range(height)) + z.flush()
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    open(name, "wb").write(b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", data) + chunk(b"IEND", b""))
png("vast.png", 30000, 30000)
png("profile.png", 64, 64, chunk(b"iCCP", b"bad\0\0" + zlib.compress(b"no profile")))
png("deflate.png", 64, 64, rows=b"this is no deflate stream")
jpeg = bytearray(open("whole.jpg", "rb").read())
middle = len(jpeg) // 2
jpeg[middle:middle + 64] = bytes(range(1, 65))
open("scratched.jpg", "wb").write(jpeg)
PYTHON
before=$(inventory)

A="--archive t.spar" S="--shot out/x.png" V="--vault vault" K="--kit k.spkit"

echo "--- passphrases and keys"
pass=wrong row "wrong passphrase of a vault"     5 "passphrase does not open" vendor pack tree/dir -o out/x.spar $V
pass=wrong row "wrong passphrase of a session"   5 "passphrase does not open" reader s.spsn $A $S
pass=wrong row "wrong passphrase of a kit"       5 "passphrase does not open" tracer p.png $K
pass='' row "no passphrase of a vault"           2 "SPOOR_PASSPHRASE"         vendor pack tree/dir -o out/x.spar $V
pass='' row "no passphrase of a session"         2 "SPOOR_PASSPHRASE"         reader s.spsn $A $S
pass='' row "no passphrase of a kit"             2 "SPOOR_PASSPHRASE"         tracer p.png $K
row "a passphrase that others can read"          2 "chmod 600"                reader s.spsn $A $S --passphrase-file open.txt
row "archive of another session"                 5 "archive"                  reader s.spsn --archive u.spar $S
row "archive that another vault packed"          5 "did not pack"             vendor session new $V --archive foreign.spar --reviewer X -o out/x.spsn
row "kit of an archive that another vault packed" 5 "did not pack"            vendor kit export $V --archive foreign.spar -o out/x.spkit
row "kit that may not read the archive"          5 "export it again"          tracer p.png --kit blind.spkit $A
row "kit of another vault, with this archive"    5 "export it again"          tracer p.png --kit other.spkit $A
fine "kit of another vault names nobody"         "3 4"                        tracer p.png --kit other.spkit

echo "--- sessions whose time is not now"
pass='correct horse battery staple'
row "expired session"                            6 "expired"                  reader expired.spsn --archive granted.spar $S
row "session of tomorrow"                        6 "begins at"                reader early.spsn --archive granted.spar $S
unset pass
row "revoked session"                            6 "revoked"                  reader revoked/revoked.spsn --archive revoked/t.spar $S
head -c 40 revoked/revocations.sprl >odd/revocations.sprl && cp s.spsn odd/
row "torn revocation list"                       7 "revocation"               reader odd/s.spsn $A $S
rm odd/revocations.sprl

echo "--- torn files (every byte of them: seal_test)"
cuts() { local size; size=$(stat -c %s "$1"); echo 0 1 8 60 $((size / 7)) $((size / 2)) $((size - 65)) $((size - 1)); }
for bytes in $(cuts s.spsn); do head -c "$bytes" s.spsn >odd/torn.spsn
  row "session cut at $bytes"                    7 "'torn.spsn'"          reader odd/torn.spsn $A $S; done
for bytes in $(cuts t.spar); do head -c "$bytes" t.spar >odd/torn.spar
  row "archive cut at $bytes, for the reader"    7 "'torn.spar'"          reader s.spsn --archive odd/torn.spar $S
  row "archive cut at $bytes, for the vendor"    7 "'torn.spar'"          vendor session new $V --archive odd/torn.spar --reviewer X -o out/x.spsn
done
size=$(stat -c %s t.spar) # data come first, the tree and its signature last
{ head -c 100 t.spar; head -c $((size - 1600)) /dev/zero; tail -c 1500 t.spar; } >odd/torn.spar
row "archive altered inside, for the reader"     7 "'torn.spar'"              reader s.spsn --archive odd/torn.spar --open dir/a.c $S
row "archive altered inside, for the tracer"     7 "'torn.spar'"              tracer p.png $K --archive odd/torn.spar
head -c 2000 t.spar >odd/torn.spar
row "archive cut, for the tracer"                7 "'torn.spar'"          tracer p.png $K --archive odd/torn.spar
for bytes in $(cuts k.spkit); do head -c "$bytes" k.spkit >odd/torn.spkit
  row "kit cut at $bytes"                        7 "'torn.spkit'"         tracer p.png --kit odd/torn.spkit; done
cp -r vault odd/vault && head -c 100 vault/keys.spvk >odd/vault/keys.spvk
row "torn keys of a vault"                       7 "keys.spvk"                vendor pack tree/dir -o out/x.spar --vault odd/vault
cp vault/keys.spvk odd/vault/ && rm -f odd/vault/vault.db-* && head -c 5000 vault/vault.db >odd/vault/vault.db
row "torn registry of a vault"                   7 "backup"                   vendor pack tree/dir -o out/x.spar --vault odd/vault

echo "--- the wrong thing, or nothing, where a file should be"
row "no such session"                            1 "No such file"             reader none.spsn $A $S
row "no such archive"                            1 "No such file"             reader s.spsn --archive none.spar $S
row "no such kit"                                1 "No such file"             tracer p.png --kit none.spkit
row "no such capture"                            1 "no such file"             tracer none.png $K
row "no such tree"                               1 "No such file"             vendor pack none -o out/x.spar $V
row "no such vault"                              1 "No such file"             vendor pack tree/dir -o out/x.spar --vault none
row "a folder as session"                        1 "not a regular file"       reader tree $A $S
row "a folder without pictures as capture"         2 "no picture to look at"      tracer tree $K
row "a kit as session"                           7 "not a Spoor session"      reader k.spkit $A $S
row "a session as kit"                           7 "not a Spoor kit"          tracer p.png --kit s.spsn
row "a session as archive"                       7 "not a Spoor archive"      reader s.spsn --archive s.spsn $S
row "no such file in the release"                1 "none.c"                   reader s.spsn $A --open none.c $S
row "a directory to open"                        2 "dir"                      reader s.spsn $A --open dir $S

echo "--- pictures"
fine "a good picture names its reader"           0                            tracer p.png $K $A
row "not an image"                               7 "not a picture"            tracer s.spsn $K
row "an empty file"                              7 "not a picture"            tracer tree/void $K
row "30,000 x 30,000"                            7 "30000 x 30000"            tracer vast.png $K
row "a PNG without its pixels"                   7 "damaged"                  tracer deflate.png $K
fine "1 x 1"                                     3                            tracer pixel.png $K
fine "an empty page"                             3                            tracer blank.png $K
fine "a PNG with a bad colour profile"           3                            tracer profile.png $K
fine "a JPEG with a scratch"                     "0 3 4 7"                    tracer scratched.jpg $K --json
for picture in p.png whole.jpg whole.webp whole.tiff; do
  for part in 3 10; do
    head -c $(($(stat -c %s $picture) * part / 11)) $picture >odd/torn.img
    row "$picture cut at $part/11"               7 "get the"                  tracer odd/torn.img $K
  done
done
row "the bad one of two captures is said"        7 "torn.img"           bash -c "SPOOR_PASSPHRASE=kp $trace odd/torn.img blank.png $K >/dev/null"

echo "--- odd files in the tree"
for file in blob void blank cut bytes crlf tabs wide dir/a.c $'\xff\n\x1b[31m' tabs:99999999999; do
  shown=$(printf %q "$file")
  fine "read $shown"                             0                            reader s.spsn $A --open "$file" --size 900x600 --shot odd/y.png
  [ -s odd/y.png ] || fail "read $shown: no picture"
  fine "trace $shown"                            "0 3"                        tracer odd/y.png $K $A
done

echo "--- nonsense on the command line"
row "no arguments for the vendor"                2 "--help"                   vendor
row "no arguments for the reader"                2 "--help"                   reader
row "no arguments for the tracer"                2 "--help"                   tracer
row "size of nonsense"                           2 "WIDTHxHEIGHT"             reader s.spsn $A --size tall $S
row "no capture"                                 2 "CAPTURE"                  tracer $K
row "measuring the scrolling of nothing"         2 "--open"                   reader s.spsn $A --measure scroll

echo "--- places where nothing can be written"
row "an archive over a pipe"                     1 "no plain file"            vendor pack tree/dir -o pipe $V
row "a kit over a folder"                        1 "directory"                vendor kit export $V -o tree
row "a session where no folder is"               1 "No such file"             issue X -o none/x.spsn
row "a picture over a pipe"                      1 "no plain file"            reader s.spsn $A --shot pipe
row "a picture where no folder is"               1 "No such file"             reader s.spsn $A --shot none/x.png
row "evidence where no folder can be"            1 "debug directory"          tracer p.png $K --debug-dir t.spar/x
on_full() { "$@" 2>stderr.own >/dev/full; local code=$?; cat stderr.own >&2; rm -f stderr.own; return $code; }
row "a list to a full device"                    1 "standard output"          on_full vendor session list $V
row "figures to a full device"                   1 "standard output"          on_full reader s.spsn $A --measure open
row "a verdict to a full device"                 1 "standard output"          on_full tracer p.png $K --json
row "help to a full device"                      1 "standard output"          on_full tracer --help

echo "--- a full disk, as a limit on the size of files"
# up_to KB COMMAND...: a write beyond it fails as on a full disk.
up_to() { local kb=$1; shift; (ulimit -f "$kb"; "$@"); }
printf 'an older release' >out/old.spar && printf 'an older picture' >out/old.png
row "packing"                                    1 "make room"                up_to 400 vendor pack noise -o out/x.spar $V
row "packing over an older release"              1 "make room"                up_to 400 vendor pack noise -o out/old.spar $V
row "a long session"                             1 "make room"                up_to 300 issue Long --expires +30d -o out/x.spsn
row "a picture"                                  1 "make room"                up_to 4 reader s.spsn $A --open wide --shot out/old.png
row "evidence"                                   1 "make room"                up_to 4 tracer p.png $K --debug-dir out
[ "$(cat out/old.spar out/old.png)" = "an older releasean older picture" ] || fail "an older file was changed"
row "a vault"                                    1 "disk with the vault is full" up_to 4 vendor init out/vault

echo "--- a full disk, really full (a small file system of our own)"
# Rows again in a namespace of mounts; a user without rights takes a namespace of users, too.
rights=(unshare -m); [ "$(id -u)" = 0 ] || rights=(unshare -Urm)
really_full() {
  local left_kb=$1; shift
  "${rights[@]}" bash -c 'left_kb=$1; shift
    mount -t tmpfs -o size=1024k small full && cp out/old.* full/ || exit 77
    dd if=/dev/zero of=full/ballast bs=1k count=$((1016 - left_kb)) 2>/dev/null
    "$@"; code=$?
    rm full/ballast; [ "$(ls -A full)" = "$(ls -A out)" ] && cmp -s full/old.spar out/old.spar || code=99
    exit $code' - "$left_kb" env SPOOR_PASSPHRASE="$secret" SPOOR_SESSION_PASSPHRASE=rp SPOOR_KIT_PASSPHRASE=kp "$@"
}
mkdir full
if "${rights[@]}" mount -t tmpfs small full 2>/dev/null; then
  secret=vp
  row "packing"                                  1 "make room"                really_full 60 "$spoor" pack noise -o full/x.spar $V
  row "packing over an older release"            1 "make room"                really_full 60 "$spoor" pack noise -o full/old.spar $V
  row "a vault"                                  1 "make room"                really_full 4 "$spoor" init full/vault
  row "a session"                                1 "make room"                really_full 4 "$spoor" session new $V $A --reviewer Full -o full/x.spsn
  row "a kit"                                    1 "make room"                really_full 0 "$spoor" kit export $V $A -o full/x.spkit
  row "a revocation list"                        1 "make room"                really_full 0 "$spoor" session revoke $V "$bob" -o full/x.sprl
  secret=rp row "a picture"                      1 "make room"                really_full 4 "$view" s.spsn $A --shot full/old.png
  secret=kp row "evidence"                       1 "make room"                really_full 4 "$trace" p.png $K --debug-dir full
else
  echo "skipped: this user may mount nothing, not even in a namespace of his own"
fi

# begin PROGRAM PASSPHRASE ARGUMENTS...: in the background, as process $pid.
begin() {
  local program=$1 words=$2; shift 2
  (export SPOOR_PASSPHRASE=$words SPOOR_SESSION_PASSPHRASE=rp; exec "$program" "$@" >/dev/null 2>&1) & pid=$!
}

echo "--- killed while packing"
truncate -s 64G noise/zeros # sparse: no disk, much time
begin "$spoor" vp pack noise -o out/old.spar $V
sleep 1.2; kill -9 $pid; wait $pid 2>/dev/null
killed=$?; rm noise/zeros
[ "$killed" = 137 ] && echo "ok: killed" || fail "packing ended with $killed before it could be killed"
[ "$(cat out/old.spar)" = "an older release" ] || fail "kill -9 changed the older release"
# Where the file system has no files without a name, a temporary one stays.
left=$(ls -A out | grep -v '^old\.' || true)
python3 -c 'import os; os.close(os.open("out", os.O_TMPFILE | os.O_WRONLY))' 2>/dev/null && [ -n "$left" ] && fail "kill -9 left $left"

echo "--- secrets while a program runs"
# held NAME PROGRAM ARGUMENTS...: what others see of it soon after it has begun to wait at the pipe.
closed() {
  grep -q '^Max core file size  *0  *0 ' "/proc/$1/limits" || return 1
  ! tr '\0' '\n' 2>/dev/null <"/proc/$1/environ" | grep -q '^SPOOR_PASSPHRASE=.'  # or nobody may read it at all
}
held() {
  local name=$1 done=; shift
  begin "$@"
  for _ in $(seq 50); do sleep .1; closed $pid && { done=yes; break; }; done
  [ -n "$done" ] && echo "ok: $name" || fail "$name may leave a core, or shows its passphrase in its environment"
  kill $pid; wait $pid 2>/dev/null
}
mkfifo waits
held "the vendor's program" "$spoor" vp session new $V $A --reviewer X -o out/x.spsn --session-passphrase-file waits
held "the reader" "$view" '' s.spsn $A $S --passphrase-file waits
held "the tracer" "$trace" '' p.png $K --passphrase-file waits
rm waits

echo "--- nothing is lost"
fine "pack again after all that"                 0                            vendor pack tree/dir -o odd/again.spar $V
fine "the first session still reads"             0                            reader s.spsn $A --open tabs --shot odd/y.png
names=$(vendor session list $V | grep -c ' active ')
[ "$names" = 1 ] || fail "$names sessions are active instead of one"
rm -rf odd noise/zeros; mkdir odd
after=$(inventory)
lost=$(diff <(grep -av ' ./vault/' <<<"$before") <(grep -av ' ./vault/' <<<"$after"))
[ -z "$lost" ] && echo "ok: every file is as it was" || fail "files changed: $lost"
echo "$failures rows failed"
[ "$failures" = 0 ]
