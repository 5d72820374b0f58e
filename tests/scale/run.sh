#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A small and a large register side by side, filled and measured (docs/capacity.md). Everything lies in
# DIRECTORY, which is made and afterwards removed by whoever ran this; ten million certificates on
# PostgreSQL take 35 GB and half an hour, two million on SQLite 7 GB.
# usage: tests/scale/run.sh sqlite|postgresql PROGRAM DIRECTORY SMALL LARGE [options of measure.py]
set -euo pipefail
engine=$1
program=$(readlink -f "$2")
here=$(readlink -f "$(dirname "$0")")
mkdir -p "$3"
place=$(readlink -f "$3")
counts=([0]=$4 [1]=$5)
shift 5

cluster() {
    local programs=/usr/lib/postgresql/15/bin as_owner=()
    if [[ $(id -u) -eq 0 ]]; then as_owner=(runuser -u postgres --); fi
    mkdir -p "$place/postgres"
    if [[ $(id -u) -eq 0 ]]; then chown postgres "$place/postgres"; fi
    if [[ $1 == stop ]]; then
        "${as_owner[@]}" "$programs/pg_ctl" -D "$place/postgres/data" -w stop
        return
    fi
    if [[ ! -e $place/postgres/data ]]; then
        "${as_owner[@]}" "$programs/initdb" -D "$place/postgres/data" --username=yinxin --auth=trust \
            --locale=C.UTF-8 --encoding=UTF8 >/dev/null
        cat >>"$place/postgres/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$place/postgres'
shared_buffers = 2GB
effective_cache_size = 12GB
random_page_cost = 1.1
max_wal_size = 8GB
checkpoint_timeout = 30min
wal_level = minimal
max_wal_senders = 0
CONF
    fi
    "${as_owner[@]}" "$programs/pg_ctl" -D "$place/postgres/data" -l "$place/postgres/log" -w start
}

if [[ $engine == postgresql ]]; then
    cluster start
    trap 'cluster stop' EXIT
fi
names=(small large)
for which in 0 1; do
    data=$place/${names[which]}
    [[ ! -e $data.accounts ]] || continue # filled by an earlier run
    options=()
    if [[ $engine == postgresql ]]; then
        url="postgresql://yinxin@/${names[which]}?host=$place/postgres"
        psql -qAtX "${url/${names[which]}/postgres}" -c "CREATE DATABASE ${names[which]} TEMPLATE template0"
        options=(--database "$url")
    fi
    "$program" demo --data "$data" "${options[@]}" >/dev/null
    "$program" bench accounts --data "$data" --users 120 --accounts "$data.accounts"
    "$here/fill.py" "$data" --certificates "${counts[which]}"
done
"$here/measure.py" "$program" --small "$place/small" --large "$place/large" "$@"
