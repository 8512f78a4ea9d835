#!/usr/bin/env bash
# Makes the packages twice, and looks whether they are the same bytes, right by Debian's own checks, and fit to be used:
#   package_test.sh BUILD_DIR
set -euo pipefail
build="$1"
here="$(cd "$(dirname "$0")" && pwd)"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
failures=0
fail() {
  echo "FAILED: $1"
  failures=$((failures + 1))
}

export SOURCE_DATE_EPOCH=1795867200
make_packages() {
  (cd "$build" && umask 022 && cpack --config CPackConfig.cmake -B "$1") >"$1.log" 2>&1 || { cat "$1.log"; exit 1; }
}
# Another second must not show.
make_packages "$scratch/once"
sleep 1.1
make_packages "$scratch/again"
debs=("$scratch"/once/*.deb)
[ "${#debs[@]}" -eq 3 ] || fail "three packages, not ${#debs[@]}"
for deb in "${debs[@]}"; do
  cmp "$deb" "$scratch/again/$(basename "$deb")" || fail "$(basename "$deb") is not the same bytes twice"
done

lintian_says="$(lintian --pedantic --fail-on error,warning --allow-root "${debs[@]}" 2>&1)" ||
  fail "lintian: $lintian_says"

root="$scratch/root"
for deb in "${debs[@]}"; do dpkg-deb -x "$deb" "$root"; done

# One trust zone a package.
for deb in "${debs[@]}"; do
  name="$(dpkg-deb -f "$deb" Package)"
  programs="$(dpkg-deb -c "$deb" | awk '$6 ~ "/bin/." {print $6}')"
  [ "$programs" = "./usr/bin/$name" ] || fail "$name holds $programs"
  "$root/usr/bin/$name" --version | grep -q "^$name $(dpkg-deb -f "$deb" Version | sed 's/-.*//')$" ||
    fail "$name says another version than its package"
done

# What dpkg-shlibdeps found by symbols, the bill of materials found by ldd.
for deb in "${debs[@]}"; do
  name="$(dpkg-deb -f "$deb" Package)"
  dpkg-deb -f "$deb" Depends >"$scratch/depends"
  python3 -B "$here/check_bom.py" "$root/usr/share/doc/$name/bom.json" "$scratch/depends" || fail "bill of $name"
done

# The packages' programs are stripped, those that they were made of are not: what grammars are inside.
for name in spoor spoor-view spoor-trace; do
  nm "$build/bin/$name" | awk '$3 ~ /^tree_sitter_[a-z]+$/ {print $3} $3 == "ts_parser_new" {print "tree_sitter"}' |
    sed 's/^tree_sitter_tsx$/tree_sitter_typescript/; s/_/-/g' | sort -u >"$scratch/grammars"
  python3 -c 'import json, sys
for part in json.load(open(sys.argv[1]))["components"]:
    name = part["name"].split("/")[-1]
    if name.startswith("tree-sitter"): print(name)' "$root/usr/share/doc/$name/bom.json" | sort -u >"$scratch/listed"
  cmp -s "$scratch/grammars" "$scratch/listed" ||
    fail "bill of $name: $(diff "$scratch/grammars" "$scratch/listed" | grep '^[<>]' | tr '\n' ' ')"
done
[ -s "$scratch/grammars" ] && fail "spoor-trace holds grammars: $(tr '\n' ' ' <"$scratch/grammars")"

for page in "$root"/usr/share/man/man1/*.gz; do
  says="$(zcat "$page" | groff -man -ww -z -Tutf8 2>&1)"
  [ -z "$says" ] || fail "$(basename "$page"): $says"
done
appstreamcli validate --no-net --pedantic "$root"/usr/share/metainfo/*.xml >"$scratch/appstream" 2>&1 ||
  fail "appstream: $(cat "$scratch/appstream")"
says="$(desktop-file-validate --no-hints "$root"/usr/share/applications/*.desktop)"
[ -z "$says" ] || fail "desktop file: $says"
says="$(python3 -c 'import sys, xml.dom.minidom as m; [m.parse(f) for f in sys.argv[1:]]' \
  "$root"/usr/share/mime/packages/*.xml "$root"/usr/share/icons/hicolor/scalable/apps/*.svg 2>&1)" ||
  fail "XML: $says"

# Completions, asked as the shells ask.
bash_completes() {
  bash -c 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    "_${1//-/_}" 2>/dev/null; printf "%s\n" "${COMPREPLY[@]}"' bash \
    "$root/usr/share/bash-completion/completions/$1" "$@"
}
fish_completes() {
  fish --no-config -c "source $root/usr/share/fish/vendor_completions.d/${1%% *}.fish; complete -C'$1'" | cut -f1
}
bash_completes spoor session ne | grep -qx new || fail "bash: spoor session ne"
bash_completes spoor session new --reviewer | grep -qx -- --reviewers-file || fail "bash: --reviewer"
bash_completes spoor session revoke --reviewer | grep -q . && fail "bash: an option of another command"
bash_completes spoor-view --theme sol | grep -qx solarized-light || fail "bash: --theme sol"
touch "$scratch/a.spar" "$scratch/a.txt"
(cd "$scratch" && bash_completes spoor-view --archive a) | grep -qx a.spar || fail "bash: archives"
(cd "$scratch" && bash_completes spoor-view --archive a) | grep -qx a.txt && fail "bash: no archive"
fish_completes 'spoor session ne' | grep -qx new || fail "fish: spoor session ne"
fish_completes 'spoor-trace --deb' | grep -qx -- --debug-dir || fail "fish: --deb"
fish_completes 'spoor-view --theme sol' | grep -qx solarized-dark || fail "fish: --theme sol"
for file in "$root"/usr/share/zsh/vendor-completions/_*; do
  zsh -n "$file" || fail "zsh: $(basename "$file")"
done

# Every option of every command is on the program's page.
for name in spoor spoor-view spoor-trace; do
  zcat "$root/usr/share/man/man1/$name.1.gz" | sed 's/\\-/-/g' >"$scratch/page"
  "$root/usr/bin/$name" --help | grep -o '^  [^ ]*--[a-z-]*' | grep -o -- '--[a-z-]*' | while read -r option; do
    grep -qF -- "$option" "$scratch/page" || echo "$option"
  done >"$scratch/absent"
  [ -s "$scratch/absent" ] && fail "$name.1 lacks $(tr '\n' ' ' <"$scratch/absent")"
done

[ "$failures" -eq 0 ] || exit 1
echo "three packages, the same twice, and fit to be used"
