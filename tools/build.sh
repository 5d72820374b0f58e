#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Configures a preset once and builds targets of it. usage: tools/build.sh PRESET [TARGET...]
# Without a target it configures only. Ninja re-runs CMake by itself when a CMake file changed.
set -euo pipefail
cd "$(dirname "$0")/.."
preset=$1
shift
# Compiled objects are found again from another checkout of the same sources.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
# Without these ccache would not touch what uses precompiled headers.
export CCACHE_SLOPPINESS=pch_defines,time_macros
if [[ ! -f build/$preset/build.ninja ]]; then
    cmake --preset "$preset"
fi
if [[ $# -gt 0 ]]; then
    cmake --build --preset "$preset" --target "$@"
fi
