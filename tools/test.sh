#!/bin/sh
# Installs what is missing, builds with AddressSanitizer and UndefinedBehaviorSanitizer, and runs every test.
set -eu
cd "$(dirname "$0")/.."

# shellcheck disable=SC2046 # a list of package names
tools/install-packages.sh $(grep -hv '^#' tools/packages.txt tools/packages-test.txt)

cmake -S . -B build-test -DCMAKE_BUILD_TYPE=RelWithDebInfo -DTENOR_SANITIZE=ON -DTENOR_WERROR=ON -DTENOR_TESTS=ON -DTENOR_DEFAULT_MODEL=OFF
cmake --build build-test -j "$(nproc)"
ctest --test-dir build-test --output-on-failure -j "$(nproc)" "$@"

# The library as others get it, which cannot be a sanitized one.
cmake -S . -B build-test/release -DCMAKE_BUILD_TYPE=Release -DTENOR_WERROR=ON -DTENOR_TESTS=OFF -DTENOR_DEFAULT_MODEL=OFF
cmake --build build-test/release -j "$(nproc)"
tests/installed_test.sh build-test/release
