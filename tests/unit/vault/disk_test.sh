#!/bin/bash
# A vault on a disk that is full, and on one that cannot be written: each command says so in one sentence, and
# nothing is lost, wherever in its work the disk ends. On small file systems of the test's own, in a namespace of
# mounts. Usage: disk_test.sh SPOOR
set -u
spoor=$1
if [ "${2:-}" != inside ]; then
  rights=(unshare -m)
  [ "$(id -u)" = 0 ] || rights=(unshare -Urm)
  "${rights[@]}" mount -t tmpfs test /mnt 2>/dev/null || { echo "this user may mount nothing, not even in a namespace of his own"; exit 77; }
  exec "${rights[@]}" bash "$0" "$spoor" inside
fi
folder=$(mktemp -d) || exit 1
trap 'umount "$folder/disk" 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export SPOOR_PASSPHRASE=vp SPOOR_SESSION_PASSPHRASE=rp SPOOR_KIT_PASSPHRASE=kp SPOOR_NEW_PASSPHRASE=np
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }
for person in one two; do echo "trustee $person" >$person.words; chmod 600 $person.words; done
V="--vault disk/vault"

mkdir disk tree && mount -t tmpfs -o size=2048k small disk || exit 1
echo 'int a;' >tree/a.c
printf 'Reviewer %d\n' $(seq 20) >team.csv
"$spoor" init disk/vault >/dev/null && "$spoor" pack tree -o a.spar $V >/dev/null &&
  "$spoor" session new $V --archive a.spar --reviewer Ada -o ada.spsn --json >issued || exit 1
ada=$(python3 -c 'import json; print(json.load(open("issued"))["session"])')
"$spoor" session revoke $V "$ada" -o list.sprl >/dev/null && "$spoor" session new $V --archive a.spar --reviewer Bob -o bob.spsn --json >issued || exit 1
bob=$(python3 -c 'import json; print(json.load(open("issued"))["session"])')

listed() { "$spoor" session list $V --json; }
fill() { # leaves $1 KB
  rm -f disk/ballast
  dd if=/dev/zero of=disk/ballast bs=1k count=$(($(df --output=avail -k disk | tail -1) - $1)) 2>/dev/null
}
# Exit code 1 and one sentence with these words.
refused() {
  local name=$1 words=$2 said code
  shift 2
  said=$("$@" 2>&1 >/dev/null)
  code=$?
  if [ $code = 1 ] && [ "$(wc -l <<<"$said")" = 1 ] && grep -q -- "$words" <<<"$said"; then echo "ok: $name"; else fail "$name: $code, $said"; fi
}

echo "--- wherever the disk ends while twenty sessions are issued, all are there or none is"
before=$(listed)
whole=0 none=0
for kb in 0 4 8 12 16 24 40 64 100 160 240 320 480 700; do
  fill $kb
  rm -rf disk/out
  said=$("$spoor" session new $V --archive a.spar --reviewers-file team.csv -o disk/out 2>&1 >said)
  code=$?
  rm -f disk/ballast
  now=$(listed)
  files=$(ls disk/out 2>/dev/null | wc -l)
  new=$(($(wc -l <<<"$now") - $(wc -l <<<"$before")))
  # Every file that is there is registered, and no row is there without its file.
  for file in disk/out/*.spsn; do
    [ -e "$file" ] && { grep -q "$(basename "$file" .spsn)" <<<"$now" || fail "$kb KB: $file is not registered"; }
  done
  [ "$files" = "$new" ] || fail "$kb KB: $files files and $new rows"
  case $code in
    0) whole=$((whole + 1)); [ "$files" = 20 ] || fail "$kb KB: done, with $files files" ;;
    1) none=$((none + 1)); [ "$(wc -l <<<"$said")" = 1 ] && grep -q 'make room' <<<"$said" || fail "$kb KB: $said" ;;
    *) fail "$kb KB: exit code $code, $said" ;;
  esac
  [ "$(head -n "$(wc -l <<<"$before")" <<<"$now")" = "$before" ] || fail "$kb KB: earlier sessions have changed"
  before=$now
done
[ "$whole" -gt 0 ] && [ "$none" -gt 0 ] && echo "ok: $none times refused, $whole times done" || fail "refused $none times, done $whole times"
rm -rf disk/out

echo "--- every other command on a full disk"
before=$(listed) keys=$(sha256sum disk/vault/keys.spvk disk/vault/revocations.sprl)
fill 0
refused "listing" "make room" "$spoor" session list $V
refused "packing" "make room" "$spoor" pack tree -o b.spar $V
[ ! -e b.spar ] || fail "an archive was written whose key is lost"
refused "a session" "make room" "$spoor" session new $V --archive a.spar --reviewer Eve -o eve.spsn
[ ! -e eve.spsn ] || fail "a session was written that nobody registered"
refused "revoking" "make room" "$spoor" session revoke $V "$bob" -o other.sprl
refused "extending" "make room" "$spoor" session extend $V "$bob" --expires +20h -o bob.spsu
refused "a new passphrase" "make room" "$spoor" vault passphrase $V
refused "a new registry key" "make room" "$spoor" vault rekey $V
refused "a new mark key" "make room" "$spoor" vault new-mark-key $V
refused "a new issuing key" "make room" "$spoor" vault rotate $V -o vendor.spsc
refused "a kit" "make room" "$spoor" kit export $V -o disk/k.spkit
refused "an escrow" "make room" "$spoor" vault escrow $V --trustee-file one.words --trustee-file two.words -o disk/e.spve
refused "a backup" "make room" "$spoor" vault backup $V -o disk/backup
refused "another vault" "make room" "$spoor" init disk/other
refused "a room" "make room" "$spoor" room init disk/room
rm disk/ballast
[ "$(listed)" = "$before" ] || fail "the registry has changed: $(diff <(listed) <(echo "$before") | head -c 600)"
[ "$(sha256sum disk/vault/keys.spvk disk/vault/revocations.sprl)" = "$keys" ] || fail "keys or list have changed"
[ "$(ls -A disk)" = vault ] || fail "something was left: $(ls -A disk)"
"$spoor" session revoke $V "$bob" -o other.sprl >/dev/null && "$spoor" vault rekey $V >/dev/null &&
  "$spoor" kit export $V -o k.spkit >/dev/null && echo "ok: with room again, it goes on" || fail "the vault does not go on"

echo "--- a medium that cannot be written"
"$spoor" session new $V --archive a.spar --reviewer Dan -o dan.spsn --json >issued || exit 1
dan=$(python3 -c 'import json; print(json.load(open("issued"))["session"])')
before=$(listed)
mount -o remount,ro disk || exit 1
[ "$(listed)" = "$before" ] && echo "ok: listing" || fail "a read-only registry cannot be listed"
"$spoor" kit export $V -o k2.spkit >/dev/null && echo "ok: a kit elsewhere" || fail "no kit from a read-only vault"
for row in "a session|session new $V --archive a.spar --reviewer Eve -o eve.spsn" "packing|pack tree -o b.spar $V" \
  "revoking|session revoke $V $dan -o x.sprl" "extending|session extend $V $dan --expires +20h -o dan.spsu" \
  "a new passphrase|vault passphrase $V" "a new registry key|vault rekey $V" \
  "a new issuing key|vault rotate $V -o vendor.spsc"; do
  # shellcheck disable=SC2086
  refused "${row%%|*}" "annot be written\|Read-only" "$spoor" ${row#*|}
done
[ ! -e eve.spsn ] && [ ! -e b.spar ] && [ ! -e vendor.spsc ] || fail "a file was written that no registry knows"
refused "a kit there" "Read-only" "$spoor" kit export $V -o disk/k.spkit
mount -o remount,rw disk
[ "$(listed)" = "$before" ] || fail "the registry has changed"
"$spoor" session new $V --archive a.spar --reviewer Cyd -o cyd.spsn >/dev/null && echo "ok: written again, it goes on" ||
  fail "the vault does not go on after it was read-only"
[ "$failures" = 0 ] && echo "nothing was lost"
exit $((failures > 0))
