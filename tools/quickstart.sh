#!/bin/sh
# From a fresh clone to labelled articles: installs what is missing, builds, trains the default model, labels the samples.
set -eu
cd "$(dirname "$0")/.."

# shellcheck disable=SC2046 # a list of package names
tools/install-packages.sh $(grep -v '^#' tools/packages.txt)

echo "building, and training the default model (about a minute the first time) ..." >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { cmake -S . -B build -DCMAKE_BUILD_TYPE=Release -DTENOR_TESTS=OFF &&
       cmake --build build -j "$(nproc)"; } >"$log" 2>&1; then
    cat "$log" >&2
    echo "tenor: the build failed; its last lines above say why" >&2
    exit 3
fi

echo "records of training-data/samples:" >&2
build/tools/tenor label training-data/samples
echo >&2
echo "the same as a table:" >&2
build/tools/tenor label --format table training-data/samples
cat >&2 <<'EOF'

next: build/tools/tenor label YOUR-FOLDER > labels.jsonl
      build/tools/tenor explain training-data/samples/ARTICLE
      build/tools/tenor --help
EOF
