#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clang-tidy over our translation units. usage: tools/tidy.sh [FILE.cpp...]
set -euo pipefail
cd "$(dirname "$0")/.."
tools/build.sh dev
# Generated headers (embedded SQL and files) come with the configure step; nothing is compiled here.
if [[ $# -gt 0 ]]; then files=("$@"); else mapfile -t files < <(git ls-files 'src/*.cpp'); fi
printf '%s\0' "${files[@]}" | xargs -0 -P "$(nproc)" -n 4 clang-tidy-19 -p build/dev --quiet
