#!/usr/bin/env bash
# run_cases.sh TENOR [--set] [CASE...]: the golden tests of the command, one folder each in cases/cmd:
#   cmd      a shell script, run in a scratch folder of its own; $TENOR, $DATA (cases/data) and $MODEL (trained from it) are set
#   stdout, stderr, exit   what must come of it; a missing stderr or stdout means none, a missing exit 0
# What differs from machine to machine or from model to model (ids, scores, seconds) is replaced before comparing.
# --set writes what came as what must come.
set -u
tenor=$(realpath "$1")
shift
set_golden=false
[ "${1:-}" = --set ] && set_golden=true && shift
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export TENOR=$tenor DATA=$here/cases/data MODEL=$scratch/model.tenor NO_COLOR=1 LC_ALL=C
unset TENOR_MODEL

"$tenor" train -q -k 2 -o "$MODEL" "$DATA/annotated.jsonl" || { echo "cannot train the model of the tests"; exit 1; }

normalise() {
  sed -E -e "s#$scratch/work#WORK#g; s#$here/cases/data#DATA#g; s#$MODEL#MODEL#g" \
    -e 's/"model":"[0-9a-f]{16}"/"model":"ID"/g; s/^model [0-9a-f]{16}/model ID/; s/"only [0-9]+ characters of text were found"//; s/[0-9]+ with warnings/# with warnings/; s/\.part\.[0-9]+/.part.N/; s/-?[0-9]+\.[0-9]{3,6}\b/#/g' \
    -e 's/[0-9]+\.[0-9] s, [0-9.]+ MB/# s, # MB/; s/[+][0-9]+\.[0-9]+/#/g'
}

check() { # name, kind, what came
  local golden=$here/cases/cmd/$1/$2
  if $set_golden; then
    if [ -s "$3" ]; then cp "$3" "$golden"; else rm -f "$golden"; fi
  elif [ -e "$golden" ]; then
    diff -u "$golden" "$3" >"$scratch/diff" || { echo "--- $1: $2"; cat "$scratch/diff"; return 1; }
  elif [ -s "$3" ]; then
    echo "--- $1: unexpected $2"; cat "$3"; return 1
  fi
}

run_case() { # name
  local work=$scratch/work status
  rm -rf "$work" && mkdir "$work"
  (cd "$work" && timeout 60 bash "$here/cases/cmd/$1/cmd") >"$scratch/out.raw" 2>"$scratch/err.raw" </dev/null
  status=$?
  normalise <"$scratch/out.raw" >"$scratch/out"
  normalise <"$scratch/err.raw" >"$scratch/err"
  if [ "$status" -eq 0 ]; then : >"$scratch/exit"; else echo "$status" >"$scratch/exit"; fi
  local good=0
  check "$1" stdout "$scratch/out" || good=1
  check "$1" stderr "$scratch/err" || good=1
  check "$1" exit "$scratch/exit" || good=1
  return $good
}

failed=0 count=0
for folder in "$here"/cases/cmd/*/; do
  name=$(basename "$folder")
  if [ $# -gt 0 ]; then case " $* " in *" $name "*) ;; *) continue ;; esac; fi
  count=$((count + 1))
  run_case "$name" || failed=$((failed + 1))
done
echo "$count command cases, $failed failed"
[ "$failed" -eq 0 ]
