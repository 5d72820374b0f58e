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
run_one() {
    local noun=$1 found
    local seeds=tests/fuzz/corpus/$noun
    local options=("${limits[@]}" -artifact_prefix="build/fuzz/broken/$noun-" -print_final_stats=1)
    [[ -f tests/fuzz/$noun.dict ]] && options+=(-dict="tests/fuzz/$noun.dict")
    if [[ $mode == short ]]; then
        found=$(mktemp -d)
        options+=(-runs=20000 -max_total_time=5 -seed=1 -max_len=32768 -verbosity=0)
    else
        found=build/fuzz/found/$noun
        mkdir -p "$found"
        options+=(-max_total_time="${FUZZ_SECONDS:-3600}" -max_len=65536)
    fi
    local status=0
    "build/fuzz/fuzz_$noun" "${options[@]}" "$found" "$seeds" || status=$?
    [[ $mode == short ]] && rm -rf "$found"
    return "$status"
}

if [[ $mode != short ]]; then
    for noun in "${nouns[@]}"; do
        printf 'fuzz: %s\n' "$noun"
        run_one "$noun"
    done
    exit 0
fi

# Short runs side by side, a core each; what each says is shown when it is done.
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
failed=()
running=0
collect() {
    wait -n || true
    running=$((running - 1))
}
for noun in "${nouns[@]}"; do
    [[ $running -lt $(nproc) ]] || collect
    { run_one "$noun" >"$said/$noun" 2>&1 && : >"$said/$noun.passed"; } &
    running=$((running + 1))
done
wait || true
for noun in "${nouns[@]}"; do
    printf 'fuzz: %s\n' "$noun"
    cat "$said/$noun"
    [[ -f $said/$noun.passed ]] || failed+=("$noun")
done
if [[ ${#failed[@]} -gt 0 ]]; then
    printf 'fuzz: broken: %s\n' "${failed[*]}"
    exit 1
fi
