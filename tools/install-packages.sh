#!/bin/sh
# Installs the Debian packages that are named as arguments and missing, or says how to. Used by quickstart.sh, test.sh and .ci/run.
set -eu

missing=""
for package in "$@"; do
    if ! dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed'; then
        missing="$missing $package"
    fi
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "tenor: this machine has no apt-get; install by hand what these Debian packages hold:$missing" >&2
    exit 3
fi
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "tenor: not root and no sudo; as root, run: apt-get install$missing" >&2
        exit 3
    fi
    as_root=sudo
fi
echo "installing:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # the list is meant to be split
if ! { $as_root apt-get update -qq && $as_root apt-get install -y -qq --no-install-recommends $missing; } >/dev/null; then
    echo "tenor: apt-get failed; as root, run: apt-get update && apt-get install$missing" >&2
    exit 3
fi
