# kill_setup.sh NAME ARTICLES TENOR [KILLS]: what the kill tests begin with; they source it. A scratch folder with a model and inputs (in/),
# and $tenor, $kills (20 where nothing else is said, or $TENOR_KILLS), fail and wait_random (up to $run_ms).
set -u
name=$1 articles=$2
tenor=$(realpath "$3")
kills=${4:-${TENOR_KILLS:-20}}
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
RANDOM=${TENOR_SEED:-7}
fail() { echo "$name: $*"; exit 1; }
wait_random() { sleep "$(awk -v ms=$((RANDOM % (run_ms + 1))) 'BEGIN { printf "%.3f", ms / 1000 }')"; }

"$tenor" train -q -k 2 -o model.tenor "$here/cases/data/annotated.jsonl" || exit 1
mkdir in
seq "$articles" | sed 's/.*/{"id":"j&","text":"The team won match &; shares of the bank fell and the coach praised the players. 球队在比赛中获胜 &。"}/' > in/many.jsonl
for i in $(seq 300); do echo "Investors sold shares $i and the exchange closed." > "in/file$i.txt"; done
