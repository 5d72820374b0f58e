#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Serves the demonstration in var/demo, making it first where there is none.
# usage: [YX_GM=1] tools/run_demo.sh [serve options], after a release build; YX_GM: a demonstration
# that keeps its secrets with SM4 and SM3 (docs/gm.md)
set -euo pipefail
cd "$(dirname "$0")/.."
data=var/demo
if [[ ! -e $data ]]; then
    # Made beside its place and moved there whole: an interrupted start leaves nothing half done.
    mkdir -p var
    rm -rf "$data.unfinished"
    echo "Making a demonstration in $data ..."
    # `serve` prints the accounts.
    build/release/yinxin demo --data "$data.unfinished" ${YX_GM:+--gm} >/dev/null
    mv "$data.unfinished" "$data"
elif [[ -n ${YX_GM:-} ]] && ! grep -q '^national ' "$data/keys/data.key"; then
    echo "run_demo: $data was made without GM=1, and a suite stays chosen; remove it and run again" >&2
    exit 1
fi
exec build/release/yinxin serve --data "$data" "$@"
