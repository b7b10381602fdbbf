#!/usr/bin/env bash
# slurm_test.sh TENOR: a real Slurm cluster of three nodes on this machine labels 40,000 articles in 20 shards while the tool, a task's
# shell and a whole node are killed. Afterwards nothing is missing, nothing is there twice, and the merged file has the bytes of one
# machine's run. Exit status 77: skipped, because there is no Slurm and it cannot be installed here. The findings that shaped it:
# cred_expire=5 (each requeued task waits so long), a lost node is told by scontrol (noticing takes Slurm 30 s), everything listens on 127.0.0.1.
set -u
tenor=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
skip() { echo "slurm test SKIPPED: $*"; exit 77; }

[ "$(id -u)" -eq 0 ] || skip "needs root"
if ! command -v slurmctld > /dev/null || ! command -v slurmd > /dev/null || ! command -v munged > /dev/null; then
  command -v apt-get > /dev/null || skip "no slurmctld, slurmd and munged, and no apt-get"
  echo "installing slurm-wlm and munge"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends slurm-wlm munge; } \
    > /dev/null 2>&1 || skip "apt-get cannot install slurm-wlm and munge"
fi

scratch=$(mktemp -d)
chmod 755 "$scratch"
cd "$scratch" || exit 1
export SLURM_CONF=$scratch/slurm.conf TENOR=$tenor TENOR_SLURM_TEST=$scratch
daemons=() mounted=false
fail() {
  echo "slurm test: $*"
  tail -n 20 ./*.log
  exit 1
}

# pids of our own jobs' processes, for they inherit $TENOR_SLURM_TEST; with an argument only those with this variable too
ours() {
  local files wanted
  files=$(grep -lsz "^TENOR_SLURM_TEST=$scratch" /proc/[0-9]*/environ)
  for wanted in SLURM_JOB_ID= "$@"; do
    # shellcheck disable=SC2086 # a list of files
    files=$([ -z "$files" ] || grep -lsz "^$wanted" $files)
  done
  sed -E 's#/proc/([0-9]+)/.*#\1#' <<< "$files" | grep .
}
tools() { # those of them that are the tool
  local pid
  for pid in $(ours "$@"); do
    [ "$(readlink "/proc/$pid/exe")" != "$tenor" ] || echo "$pid"
  done
}
parent() { awk '{ print $4 }' "/proc/$1/stat"; }
variable() { tr '\0' '\n' < "/proc/$1/environ" | sed -n "s/^$2=//p"; }

# shellcheck disable=SC2046 # lists of pids
stop_all() {
  scancel --quiet --user=root 2> /dev/null
  kill -KILL $(ours) 2> /dev/null
  [ ${#daemons[@]} -eq 0 ] || kill -KILL "${daemons[@]}" 2> /dev/null
  wait 2> /dev/null
  ! $mounted || umount /sys/fs/cgroup
  cd / && rm -rf "$scratch"
}
trap stop_all EXIT

# ---- the cluster ----

if ! mountpoint -q /sys/fs/cgroup; then
  mount -t cgroup2 none /sys/fs/cgroup 2> /dev/null || skip "slurmd needs /sys/fs/cgroup, which cannot be mounted here"
  mounted=true
fi
base=$((20000 + RANDOM % 10000))
mkdir state n1 n2 n3
cat > slurm.conf << END
ClusterName=tenor
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=$base
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$scratch/munge.socket,cred_expire=5
CredType=cred/munge
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
StateSaveLocation=$scratch/state
SlurmctldPidFile=$scratch/slurmctld.pid
SlurmctldLogFile=$scratch/slurmctld.log
SlurmdPidFile=$scratch/%n/slurmd.pid
SlurmdSpoolDir=$scratch/%n
SlurmdLogFile=$scratch/slurmd-%n.log
SlurmdParameters=config_overrides
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=batch_sched_delay=1,sched_interval=5,defer
RequeueExit=75,137
JobRequeue=1
SlurmdTimeout=10
KillWait=5
ReturnToService=2
$(for i in 1 2 3; do echo "NodeName=n$i NodeAddr=127.0.0.1 NodeHostname=$(hostname -s) Port=$((base + i)) CPUs=2"; done)
PartitionName=all Nodes=n1,n2,n3 Default=YES MaxTime=INFINITE State=UP
END
head -c 1024 /dev/urandom > munge.key
chmod 400 munge.key
munged --foreground --force --key-file="$scratch/munge.key" --socket="$scratch/munge.socket" --pid-file="$scratch/munge.pid" \
  --seed-file="$scratch/munge.seed" --log-file="$scratch/munge.log" > munged.log 2>&1 &
daemons+=($!)
for _ in $(seq 100); do [ -S munge.socket ] && break; sleep 0.05; done
slurmctld -D > slurmctld.out.log 2>&1 &
daemons+=($!)
declare -A node_pid
for node in n1 n2 n3; do
  slurmd -D -N $node > $node.out.log 2>&1 &
  node_pid[$node]=$!
  daemons+=($!)
done
for _ in $(seq 200); do [ "$(sinfo -h -N -t idle -o %n 2> /dev/null | wc -l)" -eq 3 ] && break; sleep 0.1; done
[ "$(sinfo -h -N -t idle -o %n | wc -l)" -eq 3 ] || fail "the cluster does not come up"

# ---- one machine ----

"$tenor" train -q -k 2 -o model.tenor "$here/cases/data/annotated.jsonl" || fail "cannot train the model of the tests"
mkdir in
seq 38000 | sed 's/.*/{"id":"j&","text":"The team won match &; shares of the bank fell and the coach praised the players. 球队在比赛中获胜 &。"}/' > in/many.jsonl
for i in $(seq 2000); do echo "Investors sold shares $i and the exchange closed." > "in/file$i.txt"; done
options=(-m "$scratch/model.tenor" -q -e --text)
"$tenor" label "${options[@]}" -o whole "$scratch/in" || fail "one machine cannot do it"

# ---- three nodes, and what happens to them ----

await_end() { # of the job $1: sbatch --wait polls too rarely
  for _ in $(seq 600); do
    [ -n "$(squeue -h -j "$1" 2> /dev/null)" ] || return 0
    sleep 0.2
  done
  squeue
  fail "the job array does not end"
}
submit() { sbatch --parsable --array="$1" --output="$scratch/task-%a.log" "$here/../tools/slurm/tenor.sbatch" 20 "$scratch/out" "${options[@]}" "$scratch/in"; }

begun=$SECONDS
job=$(submit 0-19) || fail "sbatch"
held=()
for _ in $(seq 400); do # hold a whole wave of tools in the middle of their work
  mapfile -t held < <(tools)
  [ ${#held[@]} -eq 0 ] || kill -STOP "${held[@]}" 2> /dev/null
  on_n2=$(tools SLURMD_NODENAME=n2)
  [ ${#held[@]} -ge 5 ] && [ -n "$on_n2" ] && break
  sleep 0.02
done
[ ${#held[@]} -ge 5 ] || fail "only ${#held[@]} tools are running at a time"
elsewhere=()
for pid in "${held[@]}"; do
  [ "$(variable "$pid" SLURMD_NODENAME)" = n2 ] || elsewhere+=("$pid")
done
[ ${#elsewhere[@]} -ge 3 ] || fail "too few tools beside node n2"
killed=${elsewhere[0]} ended=${elsewhere[1]} shell_lost=${elsewhere[2]}
lost_task=$(variable "$shell_lost" SLURM_ARRAY_TASK_ID)
echo "killing the tool of task $(variable "$killed" SLURM_ARRAY_TASK_ID) (SIGKILL) and of $(variable "$ended" SLURM_ARRAY_TASK_ID) (SIGTERM), shell and tool of task $lost_task"
kill -KILL "$killed"
kill -TERM "$ended"
kill -KILL "$(parent "$shell_lost")" "$shell_lost"
victims=$(ours SLURMD_NODENAME=n2)
echo "killing node n2 with its $(tools SLURMD_NODENAME=n2 | wc -l) tools"
kill -KILL "${node_pid[n2]}"
for pid in $victims; do
  above=$(parent "$pid" 2> /dev/null)
  [ -z "$above" ] || [ "$(cat "/proc/$above/comm" 2> /dev/null)" != slurmstepd ] || kill -KILL "$above" 2> /dev/null
  kill -KILL "$pid" 2> /dev/null
done
scontrol update nodename=n2 state=down reason=lost || fail "scontrol"
for pid in "${held[@]}"; do kill -CONT "$pid" 2> /dev/null; done
await_end "$job"
first=$((SECONDS - begun))

# ---- what is left to do ----

missing=$("$tenor" shards -q --of 20 out)
echo "after $first s tenor shards tells as missing: ${missing:-nothing}"
[ "$missing" = "$lost_task" ] || fail "only task $lost_task should be missing: the others are requeued by Slurm"
"$tenor" shards -q --merge merged out 2> /dev/null && fail "merged although shards are missing"
job=$(submit "$missing") || fail "sbatch"
await_end "$job"
"$tenor" shards --of 20 out || fail "shards are missing after the second array"
"$tenor" shards --merge merged out || fail "cannot merge"
cmp merged whole || fail "the merged output is not one machine's"
[ "$(grep -c -o '^{"id":"[^"]*"' merged)" -eq 40000 ] || fail "not 40,000 records"
[ "$(grep -o '^{"id":"[^"]*"' merged | sort | uniq -d | wc -l)" -eq 0 ] || fail "records are there twice"
before=$(cat out/*.jsonl | cksum)
job=$(submit 3,7-9) || fail "sbatch"
await_end "$job"
[ "$(cat out/*.jsonl | cksum)" = "$before" ] || fail "complete shards were changed"
echo "slurm test: 40,000 articles in 20 shards on 3 nodes: 0 missing, 0 twice, merged output equal to one machine's; $((SECONDS - begun)) s"
