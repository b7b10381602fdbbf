#!/bin/sh
# The library as others get it: installs a build into a scratch folder and builds and runs tools/examples against it, by
# pkg-config, by the CMake package, statically, from Python and from Node. Usage: installed_test.sh BUILD
set -eu
build=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
examples=$here/../tools/examples
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cmake --install "$build" --prefix "$scratch/usr" > "$scratch/log"
prefix=$scratch/usr
library=$(dirname "$(find "$prefix" -name 'libtenor.so.0')")
tenor=$prefix/bin/tenor
text='The team won the match after the goalkeeper saved a late penalty.'
fail() { echo "FAILED: $1"; exit 1; }
"$tenor" train -q -k 2 -o "$scratch/m.tenor" "$here/cases/convert/train.jsonl" > "$scratch/train.txt"
model=$scratch/m.tenor
cd "$scratch"

export PKG_CONFIG_PATH="$library/pkgconfig"
# shellcheck disable=SC2046 # lists of words
cc -std=c11 -Wall -Wextra -Wpedantic -Wstrict-prototypes -Werror "$examples/label_text.c" $(pkg-config --cflags --libs tenor) -o shared
LD_LIBRARY_PATH=$library ./shared "$model" "$text" | tee got.txt
grep -q '^kind: sport' got.txt || fail "the example in C"
readelf -d shared | grep -q 'libtenor.so.0' || fail "SONAME"
# shellcheck disable=SC2046
cc -std=c11 "$examples/label_text.c" $(pkg-config --cflags tenor) "$library/libtenor.a" \
   $(pkg-config --libs --static tenor | sed 's/-ltenor //') -lstdc++ -o static
./static "$model" "$text" | diff got.txt - || fail "the static library"

for header in features model pipeline; do
    printf '#include "tenor_%s.h"\nint main(void) { return 0; }\n' "$header" > header.c
    # shellcheck disable=SC2046
    cc -std=c11 -Wall -Wextra -Wpedantic -Werror $(pkg-config --cflags tenor) -fsyntax-only header.c || fail "tenor_$header.h alone"
    # shellcheck disable=SC2046
    c++ -x c++ -Wall -Wextra -Werror $(pkg-config --cflags tenor) -fsyntax-only header.c || fail "tenor_$header.h as C++"
done
foreign=$(nm -D --defined-only "$library/libtenor.so.0" | awk '$2 == "T" { print $3 }' | grep -v '^tenor_' || true)
[ -z "$foreign" ] || fail "visible without being ours: $foreign"
nm -D --defined-only "$library/libtenor.so.0" | awk '{ sub(/@.*/, "", $3); print $3 }' | sort > visible.txt
cat "$prefix"/include/tenor/*.h | grep -o 'TENOR_API [^(]*(' | grep -v __attribute__ | sed 's/.*[ *]\(tenor_[a-z_]*\)($/\1/' | sort > declared.txt
diff declared.txt visible.txt || fail "what is visible is not what the headers declare"

mkdir consumer && cd consumer
cat > CMakeLists.txt <<CMAKE
cmake_minimum_required(VERSION 3.20)
project(consumer C)
find_package(tenor 0.1 REQUIRED)
add_executable(label_text $examples/label_text.c)
target_link_libraries(label_text Tenor::tenor)
CMAKE
{ cmake -S . -B build -DCMAKE_PREFIX_PATH="$prefix" && cmake --build build; } > log 2>&1 || { cat log; fail "the CMake package"; }
build/label_text "$model" "$text" | diff ../got.txt - || fail "the CMake package's program"
cd ..

if command -v python3 > /dev/null; then
    TENOR_LIBRARY=$library/libtenor.so.0 python3 "$examples/label_text.py" "$model" "$text" | grep -q '"kind": "sport"' || fail "Python"
fi
if command -v node > /dev/null; then
    TENOR=$tenor node "$examples/label_lines.mjs" "$model" | tail -1 | grep -q '^b {"kind":"market"' || fail "Node"
fi
echo "installed: all good"
