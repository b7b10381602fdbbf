#!/bin/sh
# Labels in a database: written twice they stand there once, they can be read meanwhile, they say what the records say, and the
# example queries of tools/queries run. Usage: sqlite_test.sh TENOR (77: no sqlite3 command here)
set -eu
command -v sqlite3 > /dev/null || exit 77
tenor=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
fail() { echo "FAILED: $1"; exit 1; }
ask() { sqlite3 -batch labels.sqlite "$1"; }

cat > train.jsonl <<'DATA'
{"id":"1","text":"The plant closes and four hundred workers lose their jobs.","labels":{"topic":["layoffs"]}}
{"id":"2","text":"Two hundred jobs go as the bank lays off staff.","labels":{"topic":["layoffs"]}}
{"id":"3","text":"The workers were laid off when the factory closed.","labels":{"topic":["layoffs"]}}
{"id":"4","text":"Layoffs at the mill: workers lose their jobs in June.","labels":{"topic":["layoffs"]}}
{"id":"5","text":"The town held a summer festival with music by the river.","labels":{"topic":[]}}
{"id":"6","text":"Rain is expected by the river and in the hills.","labels":{"topic":[]}}
{"id":"7","text":"A new bridge over the river opened with music.","labels":{"topic":[]}}
{"id":"8","text":"The museum shows paintings of the hills until June.","labels":{"topic":[]}}
DATA
cat > news.jsonl <<'DATA'
{"id":"a","date":"2025-01-06","title":"Jobs","text":"The factory closes; workers lose their jobs."}
{"id":"b","date":"2025-01-07","title":"Music","text":"Music by the river in the summer."}
{"id":"c","date":"2025-01-14","title":"More jobs","text":"The bank lays off staff and workers lose jobs."}
{"id":"d","date":"","title":"Empty","text":""}
{"id":"e"}
DATA
"$tenor" train -q -k 2 -o m.tenor train.jsonl > train.txt
label() { "$tenor" label -q -m m.tenor --evidence --text "$@" news.jsonl || [ $? -eq 1 ]; }

label -o labels.sqlite
for table in articles labels scores evidence; do ask "SELECT * FROM $table" > "once.$table"; done
[ "$(ask 'SELECT count(*) FROM articles')" = 5 ] || fail "five inputs are five rows"
[ "$(ask "SELECT id FROM articles WHERE error IS NOT NULL")" = e ] || fail "the input that failed"
[ "$(ask 'SELECT articles, failed FROM runs')" = '5|1' ] || fail "the run's figures"
[ "$(ask 'PRAGMA journal_mode')" = wal ] || fail "write-ahead log"

label -o labels.sqlite
for table in labels scores evidence; do ask "SELECT * FROM $table" | diff "once.$table" - || fail "$table changed"; done
[ "$(ask 'SELECT count(*) FROM articles')" = 5 ] || fail "labelled twice, five rows"
[ "$(ask 'SELECT count(*) FROM runs')" = 2 ] || fail "two runs"

label --format '{id}\t{topic}\t{topic.layoffs}' | sed 's/0\.\([0-9]\)/.\1/' | grep -v '^[de]' > lines.txt
sqlite3 -batch -separator "$(printf '\t')" labels.sqlite "SELECT s.article, coalesce((SELECT label FROM labels l WHERE
  l.article=s.article AND axis='topic'), ''), printf('%.4f', s.score) FROM scores s WHERE label='layoffs' ORDER BY s.article" |
  sed 's/0\.\([0-9]\)/.\1/' | grep -v '^[de]' | diff lines.txt - || fail "database and template differ"

# A reader in the middle of a run: a filter that waits for its input has committed what it was given.
mkfifo pipe
(cat pipe) | "$tenor" label -q -m m.tenor -o slow.sqlite - &
{
    head -1 news.jsonl
    tries=0
    until [ -s slow.sqlite ] && [ "$(sqlite3 -batch slow.sqlite 'SELECT count(*) FROM articles' 2>> trouble.log)" = 1 ]; do
        tries=$((tries + 1))
        [ $tries -lt 300 ] || { echo locked > trouble; break; }
        sleep 0.1
    done
    sed -n 2p news.jsonl
} > pipe
wait
[ ! -e trouble ] || fail "the database cannot be read while it is written"
[ "$(sqlite3 -batch slow.sqlite 'SELECT count(*) FROM articles')" = 2 ] || fail "the filter's rows"

for query in "$here"/../tools/queries/*.sql; do
    sqlite3 -batch -bail labels.sqlite < "$query" > "$(basename "$query").out" || fail "$query"
done
[ "$(cat layoffs-by-week.sql.out)" = "$(printf '2025-01|2|0.5\n2025-02|1|1.0')" ] || { cat layoffs-by-week.sql.out; fail "shares by week"; }
cut -d'|' -f1,3 most-confident.sql.out | sort | tr '\n' ' ' | grep -q '^layoffs|a layoffs|c $' || { cat most-confident.sql.out; fail "most confident"; }
echo "sqlite: all good"
