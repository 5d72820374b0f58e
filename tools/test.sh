#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Everything `make test` promises: packages, a development build, every test, one closing line.
# usage: tools/test.sh [ctest options]
set -euo pipefail
cd "$(dirname "$0")/.."
started=$SECONDS
say() { printf '\n== test: %s (%d s)\n' "$*" "$((SECONDS - started))"; }

say 'packages'
tools/setup.sh build run test
say 'development build'
tools/build.sh dev all
say 'every test'
# A label that matched nothing must not look like success.
status=0
ctest --preset dev -j "$(nproc)" --no-tests=error "$@" || status=$?
if [[ $status -eq 0 ]]; then
    printf '\n== test: all passed in %d s\n' "$((SECONDS - started))"
else
    printf '\n== test: FAILED (ctest exit code %d); see the tests named above\n' "$status"
fi
exit "$status"
