#!/bin/sh
# The Debian package in a fresh Debian: built, installed with what it depends on, labels, removed without a trace. Needs root,
# debootstrap and a mirror; so it is run by hand. Usage: package_test.sh [FOLDER] (a scratch folder, kept for the next run)
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
work=${1:-/tmp/tenor-package}
tree=$work/tree
mkdir -p "$work"
fail() { echo "FAILED: $1"; exit 1; }

cmake -S "$here" -B "$work/build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr -DTENOR_TESTS=OFF > "$work/log"
cmake --build "$work/build" -j 2 >> "$work/log" || fail "the build (see $work/log)"
(cd "$work/build" && rm -f ./*.deb && cpack -G DEB) >> "$work/log" 2>&1 || fail "cpack (see $work/log)"
package=$(find "$work/build" -maxdepth 1 -name '*.deb')
dpkg-deb --info "$package" | grep -E 'Depends|Size|Version'

if [ ! -x "$tree/usr/bin/apt-get" ]; then
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2> /dev/null |
        awk '!found && ($1 == "deb" || $1 == "URIs:") { print $2; found = 1 }')
    debootstrap --variant=minbase bookworm "$tree" "${mirror:-http://deb.debian.org/debian}" >> "$work/log" 2>&1 || fail "debootstrap (see $work/log)"
    for configuration in /etc/apt/apt.conf.d /etc/apt/sources.list /etc/apt/sources.list.d /etc/resolv.conf; do
        [ ! -e "$configuration" ] || cp -rL "$configuration" "$tree$(dirname "$configuration")/"
    done
fi
(cd "$tree" && find usr etc -xdev | LC_ALL=C sort) > "$work/before"
cp "$package" "$tree/tmp/tenor.deb"
chroot "$tree" sh -c 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends /tmp/tenor.deb' \
    >> "$work/log" 2>&1 || fail "installation (see $work/log)"

printf 'The plant closes and four hundred workers lose their jobs, the company said.\n' > "$tree/tmp/news.txt"
chroot "$tree" tenor label --quiet /tmp/news.txt | tee "$work/record.jsonl"
grep -q '"topic":\["layoffs"' "$work/record.jsonl" || fail "the label of the default model"
for file in usr/share/man/man1/tenor-label.1 usr/share/bash-completion/completions/tenor usr/include/tenor/tenor_model.h; do
    [ -e "$tree/$file" ] || [ -e "$tree/$file.gz" ] || fail "$file is not there"
done

chroot "$tree" apt-get purge -y tenor >> "$work/log" 2>&1 || fail "purge (see $work/log)"
(cd "$tree" && find usr etc -xdev | LC_ALL=C sort) > "$work/after"
! grep -i tenor "$work/after" || fail "files are left behind"
echo "package: all good"
