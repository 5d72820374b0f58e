#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A PostgreSQL cluster for tests, in a directory of its own: no port, one socket, nothing synced.
# usage: tests/postgres/cluster.sh start|stop|crash|again DIRECTORY
# Its address is postgresql://yinxin@/postgres?host=DIRECTORY. With YX_CLUSTER_LISTEN=ADDRESS it
# listens there as well, for the addresses beside it. "crash" ends it without a word, "again" starts
# it after that.
set -euo pipefail
word=$1
directory=$2
programs=$(find /usr/lib/postgresql/15/bin -maxdepth 0 2>/dev/null || true)
if [[ -z $programs ]]; then
    printf 'cluster: PostgreSQL 15 is missing; tools/setup.sh test installs it\n' >&2
    exit 1
fi
# The server refuses to run as root; Debian's package made this user for it.
as_owner=()
if [[ $(id -u) -eq 0 ]]; then as_owner=(runuser -u postgres --); fi

stop() {
    if [[ -e $directory/data ]]; then
        "${as_owner[@]}" "$programs/pg_ctl" -D "$directory/data/" -m immediate -w stop >/dev/null || true
        rm -rf "$(readlink -f "$directory/data")"
    fi
    rm -rf "$directory"
}

case $word in
    stop) stop ;;
    start)
        stop
        mkdir -p "$directory"
        memory=/dev/shm
        [[ -w $memory && $(df --output=avail -k $memory | tail -1) -gt 2097152 ]] || memory=$directory
        data=$(mktemp -d "$memory/yinxin-postgres.XXXXXX")
        ln -s "$data" "$directory/data"
        if [[ $(id -u) -eq 0 ]]; then chown postgres "$directory" "$data"; fi
        "${as_owner[@]}" "$programs/initdb" -D "$data" --username=yinxin --auth=trust --no-sync \
            --locale=C.UTF-8 --encoding=UTF8 >/dev/null
        cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '${YX_CLUSTER_LISTEN:-}'
unix_socket_directories = '$directory'
max_connections = 300
fsync = off
full_page_writes = off
autovacuum_naptime = 10s
CONF
        if [[ -n ${YX_CLUSTER_LISTEN:-} ]]; then
            printf 'host all all %s/24 trust\n' "$YX_CLUSTER_LISTEN" >>"$data/pg_hba.conf"
        fi
        "${as_owner[@]}" "$programs/pg_ctl" -D "$data" -l "$data/server.log" -w start >/dev/null
        ;;
    crash)
        # The postmaster and all its children at once, as when the machine's power goes.
        postmaster=$(head -1 "$directory/data/postmaster.pid")
        kill -9 $(ps -o pid= --ppid "$postmaster") "$postmaster" 2>/dev/null || true
        while kill -0 "$postmaster" 2>/dev/null; do :; done
        ;;
    again)
        data=$(readlink -f "$directory/data")
        "${as_owner[@]}" "$programs/pg_ctl" -D "$data" -l "$data/server.log" -w start >/dev/null
        ;;
    *) exit 2 ;;
esac
