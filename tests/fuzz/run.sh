#!/bin/sh
# usage: tests/fuzz/run.sh [SECONDS]
# Builds the fuzz targets with clang and sanitizers and runs each for SECONDS (20) from its kept corpus. New inputs stay out
# of the tree; a crash leaves its input in build-fuzz/found/ and ends with status 1. A bug found this way becomes a case in
# tests/cases/read/ or a file in the corpus.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:-20}
build=${TENOR_FUZZ_BUILD:-build-fuzz}

cmake -S . -B "$build" -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=RelWithDebInfo \
    -DCMAKE_C_FLAGS=-fsanitize=fuzzer-no-link -DTENOR_FUZZ=ON -DTENOR_SANITIZE=ON >/dev/null
for reader in charset container field front_matter html markdown text; do
    cmake --build "$build" --target "fuzz_$reader" >/dev/null
    mkdir -p "$build/found" "$build/inputs/$reader"
    echo "fuzz_$reader: $seconds s"
    "$build/tests/fuzz/fuzz_$reader" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2000 -max_len=20000 \
        -artifact_prefix="$build/found/$reader-" \
        "$build/inputs/$reader" "tests/fuzz/corpus/$reader" >"$build/fuzz_$reader.log" 2>&1 || {
            tail -40 "$build/fuzz_$reader.log"
            exit 1
        }
    tail -1 "$build/fuzz_$reader.log"
done
