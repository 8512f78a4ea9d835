#!/bin/bash
# Bad input to spoor-view: each gives its exit code, exactly one line on stderr, and no picture.
# Usage: refusals_test.sh SPOOR SPOOR_VIEW
set -u
spoor=$1 view=$2
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export EGL_LOG_LEVEL=fatal
failures=0

mkdir -p tree/dir
printf 'int a;\n' > tree/dir/a.c
printf 'a\0b' > tree/blob
: > tree/void
printf 'no newline at the end' > tree/cut
printf '\xff\xfe\x80 text\r\nnext\r\n\tx\n' > tree/odd
head -c 10000000 /dev/zero | tr '\0' 'w' > tree/wide
issue() { SPOOR_PASSPHRASE=vp SPOOR_SESSION_PASSPHRASE=rp "$spoor" session new --vault vault --expires +8h "$@" >/dev/null; }
export SPOOR_PASSPHRASE=vp
{ "$spoor" init vault && "$spoor" pack tree -o t.spar --vault vault --release r && "$spoor" pack tree/dir -o u.spar --vault vault --release u; } >/dev/null || exit 1
issue --archive t.spar --reviewer Ada -o s.spsn && issue --archive t.spar --reviewer Bob -o revoked.spsn || exit 1
bob=$("$spoor" session list --vault vault --json | grep Bob | grep -o 's-[0-9a-f]\{12\}' | head -1)
mkdir revoked && cp t.spar revoked/ && mv revoked.spsn revoked/
"$spoor" session revoke --vault vault "$bob" -o revoked/revocations.sprl >/dev/null || exit 1
export SPOOR_PASSPHRASE=rp

# refused NAME CODE ARGUMENTS...
refused() {
  local name=$1 want=$2; shift 2
  timeout 60 "$view" "$@" >out 2>err </dev/null
  local got=$?
  if [ "$got" != "$want" ] || [ "$(wc -l <err)" != 1 ] || [ -e x.png ]; then
    echo "FAILED: $name: exit $got, wanted $want; $(cat err)"; failures=$((failures + 1)); rm -f x.png
  else
    echo "ok: $name"
  fi
}
# shown NAME ARGUMENTS...
shown() {
  local name=$1; shift
  if timeout 60 "$view" s.spsn --archive t.spar "$@" --shot y.png 2>err && [ -s y.png ] && [ ! -s err ]; then
    echo "ok: $name"
  else
    echo "FAILED: $name: $(cat err)"; failures=$((failures + 1))
  fi
  rm -f y.png
}

S="--shot x.png"
SPOOR_PASSPHRASE=wrong refused "wrong passphrase" 5 s.spsn --archive t.spar $S
SPOOR_PASSPHRASE='' refused "no passphrase" 2 s.spsn --archive t.spar $S
refused "no such session" 1 none.spsn --archive t.spar $S
refused "no such archive" 1 s.spsn --archive none.spar $S
refused "archive of another session" 5 s.spsn --archive u.spar $S
refused "revoked session" 6 revoked/revoked.spsn --archive revoked/t.spar $S
for bytes in 0 1 60 400; do
  head -c $bytes s.spsn > torn.spsn; refused "session cut at $bytes" 7 torn.spsn --archive t.spar $S
  head -c $bytes t.spar > torn.spar; refused "archive cut at $bytes" 7 s.spsn --archive torn.spar $S
done
refused "a folder as session" 1 tree --archive t.spar $S
refused "no such file in the release" 1 s.spsn --archive t.spar --open none.c $S
refused "a directory to open" 2 s.spsn --archive t.spar --open dir $S
refused "a picture where none can be" 1 s.spsn --archive t.spar --shot /nonexistent/x.png
mkfifo pipe
refused "a picture over what is no plain file" 1 s.spsn --archive t.spar --shot pipe
refused "no arguments" 2
refused "size of nonsense" 2 s.spsn --archive t.spar --size tall $S
refused "measuring the scrolling of nothing" 2 s.spsn --archive t.spar --measure scroll
shown "binary file" --open blob
shown "empty file" --open void
shown "no final newline" --open cut:1
shown "invalid UTF-8, CRLF and tabs" --open odd
shown "a line of 10 MB" --open wide
shown "a line beyond the end" --open odd:99999999999
shown "a window of 64x64" --open odd --size 64x64
[ "$failures" = 0 ]
