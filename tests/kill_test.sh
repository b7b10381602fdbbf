#!/usr/bin/env bash
# kill_test.sh TENOR [KILLS]: runs are killed (SIGKILL) at random moments and go on with --resume; at each kill the complete lines of
# the output must be the first of an undisturbed run's, and at the end the bytes must be the same. Now and then the tail is cut
# off as well, as a loss of power would. The same for --update, where the old output must stay whole until the end.
# KILLS: 20 where nothing else is said (or $TENOR_KILLS); the full test is 200, a thorough one 1000.
. "$(dirname "$0")/kill_setup.sh" "kill test" 3000 "$@"
echo '{"text":"broken' >> in/many.jsonl
label() { "$tenor" label -q -m model.tenor -e in -o "$@"; }
start() { "$tenor" label -q -m model.tenor -e in -o "$@" & pid=$!; } # not label &: that is a shell around it

begun=$(date +%s%N)
label whole
run_ms=$((($(date +%s%N) - begun) / 1000000 + 1))

check_prefix() { # the complete lines of $1 are the first of `whole`
  local lines
  lines=$(wc -l < "$1")
  head -n "$lines" "$1" | cmp -s - <(head -n "$lines" whole) || fail "the complete lines after kill $done_kills are wrong"
}

done_kills=0 ends=0
while [ "$done_kills" -lt "$kills" ]; do
  start out --resume
  wait_random
  if kill -KILL $pid 2> /dev/null; then
    wait $pid 2> /dev/null
    if [ -e out ]; then
      if [ $((RANDOM % 4)) -eq 0 ]; then
        truncate -s "$(($(stat -c %s out) * (RANDOM % 100) / 100))" out
      fi
      check_prefix out
    fi
    done_kills=$((done_kills + 1))
  else
    wait $pid
    cmp out whole || fail "a resumed run ended with other bytes"
    rm -f out
    ends=$((ends + 1))
  fi
done
label out --resume
cmp out whole || fail "the last run ended with other bytes"

# --update: the old output stays as it is until the new one is whole
sed -i 's/match 77;/match 77 again;/' in/many.jsonl
echo "A new article about bonds." > in/new.txt
label fresh
cp whole old
update_kills=$((kills / 4))
for _ in $(seq 1 "$update_kills"); do
  start old --update
  wait_random
  if kill -KILL $pid 2> /dev/null; then
    wait $pid 2> /dev/null
    cmp -s old whole || cmp -s old fresh || fail "an update that was killed changed the output"
  else
    wait $pid
    cmp old fresh || fail "an update ended with other bytes"
    cp whole old
  fi
done
label old --update
cmp old fresh || fail "the last update ended with other bytes"
echo "kill test: $done_kills kills with --resume ($ends runs came to their end between them), $update_kills with --update: all bytes right"
