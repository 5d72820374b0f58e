#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Everything `make test` promises: packages, a development build, every test but those that take very
# long (label "long"; `make test-long`), one closing line.
# usage: tools/test.sh [ctest options]
set -euo pipefail
cd "$(dirname "$0")/.."
started=$SECONDS
say() { printf '\n== test: %s (%d s)\n' "$*" "$((SECONDS - started))"; }

# Databases of tests are written and synced thousands of times; memory makes no difference to what
# they prove. A container's usual 64 MiB are too few.
if [[ -z ${TMPDIR:-} && -w /dev/shm && $(df --output=avail -k /dev/shm | tail -1) -gt 4194304 ]]; then
    TMPDIR=$(mktemp -d /dev/shm/yinxin-tests.XXXXXX)
    export TMPDIR
    trap 'rm -rf "$TMPDIR"' EXIT
fi

say 'packages'
if [[ " $* " == *" long "* ]]; then tools/setup.sh build run test test-long; else tools/setup.sh build run test; fi
say 'development build'
tools/build.sh dev all
say 'every test'
# A label that matched nothing must not look like success.
status=0
chosen=("$@")
[[ $# -gt 0 ]] || chosen=(-LE long)
ctest --preset dev -j "$(nproc)" --no-tests=error "${chosen[@]}" || status=$?
if [[ $status -eq 0 ]]; then
    printf '\n== test: all passed in %d s\n' "$((SECONDS - started))"
else
    printf '\n== test: FAILED (ctest exit code %d); see the tests named above\n' "$status"
fi
exit "$status"
