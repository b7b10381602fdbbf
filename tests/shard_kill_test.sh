#!/usr/bin/env bash
# shard_kill_test.sh TENOR [KILLS]: what slurm_test.sh shows, without Slurm and with many more kills: runs of shards are killed at random
# moments (SIGKILL, now and then SIGTERM), sometimes two make the same shard at a time, until `tenor shards` says that none is missing;
# at each kill what it calls complete must be right, and at the end the merged bytes must be one run's.
# KILLS: 20 where nothing else is said (or $TENOR_KILLS).
. "$(dirname "$0")/kill_setup.sh" "shard kill test" 6000 "$@"
"$tenor" label -q -m model.tenor -e -o whole in
start() { "$tenor" label -q -m model.tenor -e --shard "$1" -o out in 2> /dev/null & pid=$!; }

begun=$(date +%s%N)
start 0/4
wait $pid || fail "cannot make a shard"
run_ms=$((($(date +%s%N) - begun) / 1000000 + 1))
cp -r out first
done_kills=0 rounds=0
while [ "$done_kills" -lt "$kills" ]; do
  rm -rf out
  rounds=$((rounds + 1))
  while missing=$("$tenor" shards -q --of 4 out); [ -n "$missing" ]; do
    shard=${missing%%[-,]*}
    start "$shard/4"
    if [ $((RANDOM % 4)) -eq 0 ]; then
      "$tenor" label -q -m model.tenor -e --shard "$shard/4" -o out in || fail "two at a time"
    fi
    if [ "$done_kills" -lt "$kills" ]; then
      wait_random
      signal=KILL
      [ $((RANDOM % 4)) -gt 0 ] || signal=TERM
      kill -$signal $pid 2> /dev/null
    fi
    wait $pid 2> /dev/null
    case $? in 75 | 137) done_kills=$((done_kills + 1)) ;; esac
    case "$("$tenor" shards -q --of 4 out)" in 0*) ;; *) cmp out/shard-0-of-4.jsonl first/shard-0-of-4.jsonl || fail "shard 0 is not what it was" ;; esac
  done
  "$tenor" shards -q --merge merged out || fail "cannot merge"
  cmp merged whole || fail "the merged output is not one run's"
done
echo "shard kill test: $done_kills kills in $rounds rounds of 4 shards: nothing lost, nothing twice, all bytes right"
