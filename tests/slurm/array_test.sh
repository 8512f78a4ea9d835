#!/bin/bash
# Traces captures as an array job on a Slurm of one node, with a kit out of a registry on PostgreSQL, and compares
# with what one run says. Usage: array_test.sh SPOOR SPOOR_VIEW SPOOR_TRACE SPOOR_TRACE_ARRAY POSTGRES_BIN
set -u
spoor=$1 view=$2 trace=$3 array=$4 postgres=$5
PATH=$PATH:/usr/sbin
for program in munged slurmctld slurmd sbatch sinfo; do
  command -v "$program" >/dev/null || { echo "$program is missing: install slurmctld, slurmd, slurm-client and munge"; exit 77; }
done
folder=$(mktemp -d) || exit 1
chmod 755 "$folder"
pid_files=()
finish() {
  for file in "${pid_files[@]}"; do [ -s "$file" ] && kill "$(head -1 "$file")" 2>/dev/null; done
  for _ in $(seq 50); do [ -e "$folder/ctld.pid" ] || [ -e "$folder/slurmd.pid" ] || break; sleep .1; done
  rm -rf "$folder"
}
trap finish EXIT
cd "$folder" || exit 1
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }
ok() { echo "ok: $*"; }

# --- a registry that several officers share; PostgreSQL refuses to run as root
mkdir pg && as_nobody=()
if [ "$(id -u)" = 0 ]; then chown nobody pg && as_nobody=(setpriv --reuid=nobody --regid=nogroup --clear-groups); fi
(cd pg && "${as_nobody[@]}" "$postgres/initdb" -D "$folder/pg/data" -U spoor --auth=trust --no-sync --encoding=UTF8 \
  --no-locale >log 2>&1 && exec "${as_nobody[@]}" "$postgres/pg_ctl" -D "$folder/pg/data" -w -l "$folder/pg/server.log" \
  -o "-k $folder/pg -c listen_addresses= -c fsync=off" start >log 2>&1) || { cat pg/log; exit 1; }
pid_files+=("$folder/pg/data/postmaster.pid")
registry="postgresql://spoor@/postgres?host=$folder/pg"

# --- a Slurm of its own, beside whatever else runs here
mkdir slurm slurm/state slurm/spool munge && chmod 755 munge
head -c 128 /dev/urandom >munge/key && chmod 400 munge/key
munged --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" --log-file="$folder/munge/log" \
  --seed-file="$folder/munge/seed" --num-threads=1 --force >munge/said 2>&1 ||
  { echo "munged cannot run here: $(tail -1 munge/said)"; exit 77; }
pid_files+=("$folder/munge/pid")
port=$((20000 + RANDOM % 20000))
host=$(hostname -s) user=$(id -un)
cat >slurm/slurm.conf <<CONF
ClusterName=spoor
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$user
SlurmdUser=$user
SlurmctldPort=$port
SlurmdPort=$((port + 1))
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/munge/socket
StateSaveLocation=$folder/slurm/state
SlurmdSpoolDir=$folder/slurm/spool
SlurmctldPidFile=$folder/ctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/slurm/ctld.log
SlurmdLogFile=$folder/slurm/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1,sched_min_interval=100000,bf_interval=1
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$folder/slurm/slurm.conf
pid_files+=("$folder/ctld.pid" "$folder/slurmd.pid")
slurmctld -i >slurm/said 2>&1 && slurmd >>slurm/said 2>&1 || { echo "Slurm cannot run here: $(tail -1 slurm/said)"; exit 77; }
for _ in $(seq 100); do [ "$(sinfo -h -o %t 2>/dev/null)" = idle ] && break; sleep .2; done
[ "$(sinfo -h -o %t 2>/dev/null)" = idle ] || { echo "Slurm's node does not come up here: $(tail -2 slurm/slurmd.log)"; exit 77; }

# --- captures: two readers' screens, another vendor's, one that is torn, text that nobody marked
export SPOOR_PASSPHRASE=vault-words SPOOR_SESSION_PASSPHRASE=reviewer-words
printf kit-words >kit.words && printf vault-words >vault.words && chmod 600 ./*.words
mkdir tree captures
awk 'BEGIN { for (i = 1; i <= 300; i++) printf "int value_%d = compute(%d, \"%x\");  // line %d\n", i, i * 7919 % 1000, i * 104729, i }' > tree/long.c
printf '%s\n' "Ada Lovelace" "Berta Benz" >names.csv
"$spoor" init vault --registry "$registry" >/dev/null && "$spoor" pack tree -o code.spar --vault vault >/dev/null &&
  "$spoor" session new --vault vault --archive code.spar --reviewers-file names.csv --expires +2h -o sessions --json >issued &&
  "$spoor" init other >/dev/null && "$spoor" pack tree -o other.spar --vault other >/dev/null &&
  "$spoor" session new --vault other --archive other.spar --reviewer Eve --expires +2h -o other.spsn >/dev/null ||
  { echo "the vaults could not be made"; exit 1; }
ada=$(sed -n 1p issued | python3 -c 'import json, sys; print(json.load(sys.stdin)["file"])')
berta=$(sed -n 2p issued | python3 -c 'import json, sys; print(json.load(sys.stdin)["file"])')
shot() { SPOOR_PASSPHRASE=reviewer-words "$view" "$1" --archive "$2" --open "long.c:$3" --size 900x420 --scale 1 --shot "captures/$4"; }
shot "$ada" code.spar 40 b.png && shot "$berta" code.spar 90 a.png && shot "$berta" code.spar 150 e.png &&
  shot other.spsn other.spar 40 d.png && head -c 3000 captures/a.png >captures/c.png || { echo "--shot failed"; exit 1; }

# --- as an array job: three parts for five captures; the kit comes out of the shared registry
SPOOR=$spoor SPOOR_TRACE=$trace "$array" --vault vault --vault-passphrase-file vault.words --registry "$registry" \
  --passphrase-file kit.words --archive code.spar --parts 3 --wait -o results.jsonl captures >said 2>&1
code=$?
[ "$code" = 7 ] && ok "the array job ends as the worst of its captures" || fail "the array job ends with $code: $(cat said)"
names=$(python3 - results.jsonl <<'PY'
import json, sys
print(*(o["capture"] + ":" + str(o.get("reviewer") or o.get("verdict")) for o in map(json.loads, open(sys.argv[1]))))
PY
)
echo "$names"
case "$names" in
  "captures/a.png:Berta Benz captures/b.png:Ada Lovelace captures/c.png:"*" captures/d.png:unmarked captures/e.png:Berta Benz")
    ok "each names its reader, in the order of the captures" ;;
  *) fail "the results are $names" ;;
esac
for part in 1 2 3; do [ -s "results.jsonl.d/part-$part.jsonl" ] || fail "part $part wrote nothing: $(cat "results.jsonl.d/part-$part.log")"; done

# --- one run says the same, byte for byte: the parts counted every capture, not their own alone
SPOOR_PASSPHRASE=kit-words "$trace" captures --kit results.jsonl.d/kit.spkit --archive code.spar --json >alone 2>/dev/null
cmp -s alone results.jsonl && ok "one run says the same" || fail "one run says something else: $(diff alone results.jsonl | head -c 600)"

# --- nothing secret where Slurm keeps it
grep -rqE 'vault-words|kit-words|reviewer-words' slurm results.jsonl.d && fail "a passphrase is in Slurm's files" || ok "Slurm's files hold no passphrase"

# --- a part that was lost, and one that was killed while it wrote: the joining job traces what is missing
rm results.jsonl results.jsonl.d/part-1.jsonl
head -c -40 results.jsonl.d/part-2.jsonl >torn && mv torn results.jsonl.d/part-2.jsonl
(cd "$folder" && bash results.jsonl.d/join.sh >/dev/null 2>&1)
cmp -s alone results.jsonl && ok "what was lost is traced again" || fail "a lost part changes the results"
"$array" --kit k.spkit -o r.jsonl captures >said 2>&1
[ $? = 2 ] && grep -q -- --passphrase-file said || fail "a missing passphrase is not told: $(cat said)"
[ "$failures" = 0 ] && echo "the array job says what one run says"
exit $((failures > 0))
