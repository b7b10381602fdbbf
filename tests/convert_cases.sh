#!/bin/sh
# Golden cases of tenor convert: in each folder of cases/convert, `tenor convert` with the words of args (run in that folder)
# must give out (standard output, or what -o $OUT made), err (standard error) and status. Every case that converts from
# Tenor's form is also read back by hand-written cases of the other direction.
# Usage: convert_cases.sh TENOR [--record]   (--record writes what it gets instead of comparing)
set -eu
tenor=$(realpath "$1")
record=${2:-}
cases=$(realpath "$(dirname "$0")/cases/convert")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
MODEL=$scratch/model.tenor
"$tenor" train --quiet -o "$MODEL" "$cases/train.jsonl" > "$scratch/train.txt"
failed=0
count=0

# What a run left in OUT (a file, its .names, or a folder), as one text.
show_output() {
    if [ -d "$1" ]; then
        (cd "$1" && find . -type f | LC_ALL=C sort | while read -r file; do printf '== %s\n' "$file"; cat "$file"; printf '\n'; done)
    elif [ -f "$1" ]; then
        cat "$1"
    fi
    if [ -f "$1.names" ]; then
        grep '^label' "$1.names"
        printf 'features: %s\n' "$(grep -c '^feature' "$1.names")"
    fi
}

for folder in "$cases"/*/; do
    name=$(basename "$folder")
    got=$scratch/$name
    mkdir "$got"
    # shellcheck disable=SC2034 # args uses it
    OUT=$got/made
    status=0
    (cd "$folder" && eval "set -- $(cat args)" && exec "$tenor" convert "$@") > "$got/out" 2> "$got/err" || status=$?
    show_output "$OUT" >> "$got/out"
    printf '%s\n' "$status" > "$got/status"
    sed -i "s|$scratch|SCRATCH|g" "$got/err"
    count=$((count + 1))
    for part in out err status; do
        if [ "$record" = --record ]; then
            cp "$got/$part" "$folder/$part"
        elif ! diff -u "$folder/$part" "$got/$part"; then
            printf 'FAILED: %s (%s)\n' "$name" "$part"
            failed=1
        fi
    done
    rm -rf "$got"
done
printf '%s convert cases\n' "$count"
exit "$failed"
