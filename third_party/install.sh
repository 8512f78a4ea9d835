#!/usr/bin/env bash
# Installs everything that Spoor is built from on Debian 12: the packages of apt-packages.txt, and the npm packages
# that package-lock.json pins. Quiet, and done in a second where everything is there. sudo only if not root.
set -euo pipefail
cd "$(dirname "$0")"

log="$(mktemp)"
trap 'rm -f "$log"' EXIT

fail() {
  tail -n 15 "$log" >&2
  echo "install.sh: $1" >&2
  exit 1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo -- "$@"
  fi
}

# The upstream part of a package's installed version, without epoch; empty if it is not installed.
installed_version() {
  local state
  state="$(dpkg-query -W -f='${db:Status-Status} ${Version}' "$1" 2>/dev/null || true)"
  sed -n 's/^installed \([0-9]*:\)\{0,1\}//p' <<<"$state"
}

wanted_packages() {
  grep -v '^ *\(#\|$\)' apt-packages.txt
  if ! command -v npm >/dev/null; then
    echo "nodejs 18"
    echo "npm 9"
  fi
}

# Prints the packages that are absent or older than their least version.
missing_packages() {
  local name least version
  while read -r name least; do
    version="$(installed_version "$name")"
    if [ -z "$version" ] || { [ -n "$least" ] && dpkg --compare-versions "$version" lt "$least"; }; then
      echo "$name"
    fi
  done < <(wanted_packages)
}

install_packages() {
  local found missing
  found="$(missing_packages)" # not "< <(...)", which would hide a failure
  read -r -d '' -a missing <<<"$found" || true
  [ "${#missing[@]}" -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    fail "these packages are missing and there is no sudo: ${missing[*]}. Run this script as root."
  fi
  echo "install.sh: installing ${#missing[@]} Debian packages"
  as_root apt-get -qq update >"$log" 2>&1 || fail "apt-get update failed; check the network and /etc/apt."
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}" \
    >"$log" 2>&1 || fail "apt-get could not install: ${missing[*]}. On Debian 12 they are all in 'main'."
  found="$(missing_packages)"
  [ -z "$found" ] || fail "these packages are older here than Spoor needs: ${found//$'\n'/ }. Use Debian 12 or later."
}

# node_modules is what the lock file says exactly if the copy of it that was installed is the same.
install_node_modules() {
  local stamp=node_modules/.spoor-lock
  cmp -s package-lock.json "$stamp" && return 0
  echo "install.sh: installing the tree-sitter grammars"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >"$log" 2>&1 ||
    fail "npm could not install what package-lock.json pins; check the network and npm's registry."
  cp package-lock.json "$stamp"
}

[ -r /etc/debian_version ] || fail "this is not Debian; install the packages of third_party/apt-packages.txt by hand."
install_packages
install_node_modules
