#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Serves the demonstration in var/demo, making it first where there is none.
# usage: tools/run_demo.sh [serve options], after a release build
set -euo pipefail
cd "$(dirname "$0")/.."
data=var/demo
if [[ ! -e $data ]]; then
    mkdir -p "$(dirname "$data")"
    build/release/yinxin demo --data "$data"
fi
exec build/release/yinxin serve --data "$data" "$@"
