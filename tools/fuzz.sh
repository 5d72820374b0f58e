#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Builds the fuzzers (address and undefined-behaviour sanitizers) and runs them.
# usage: tools/fuzz.sh short [NOUN...]   20,000 inputs each, or five seconds of them; for every test run
#        tools/fuzz.sh long [NOUN...]    FUZZ_SECONDS (default 3600) each; inputs that reach new code
#                                        are kept in build/fuzz/found/NOUN from run to run
# What breaks a promise or a sanitizer is left in build/fuzz/broken/.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=${1:-short}
shift || true
nouns=("$@")
if [[ ${#nouns[@]} -eq 0 ]]; then
    mapfile -t nouns < <(sed -n 's/^yx_fuzz(\([a-z_]*\) .*/\1/p' cmake/Fuzz.cmake)
fi
tools/build.sh fuzz "${nouns[@]/#/fuzz_}"
mkdir -p build/fuzz/broken

# As much memory and time as a verifier has for one file, times what the sanitizers cost.
limits=(-rss_limit_mb=2048 -malloc_limit_mb=512 -timeout=20)
for noun in "${nouns[@]}"; do
    seeds=tests/fuzz/corpus/$noun
    options=("${limits[@]}" -artifact_prefix="build/fuzz/broken/$noun-" -print_final_stats=1)
    [[ -f tests/fuzz/$noun.dict ]] && options+=(-dict="tests/fuzz/$noun.dict")
    if [[ $mode == short ]]; then
        found=$(mktemp -d)
        options+=(-runs=20000 -max_total_time=5 -seed=1 -max_len=32768 -verbosity=0)
    else
        found=build/fuzz/found/$noun
        mkdir -p "$found"
        options+=(-max_total_time="${FUZZ_SECONDS:-3600}" -max_len=65536)
    fi
    printf 'fuzz: %s\n' "$noun"
    "build/fuzz/fuzz_$noun" "${options[@]}" "$found" "$seeds"
    [[ $mode == short ]] && rm -rf "$found"
done
