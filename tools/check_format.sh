#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every C++ file is as clang-format-19 would write it. usage: tools/check_format.sh [--fix] [ROOT]
set -euo pipefail
mode=(--dry-run -Werror)
if [[ ${1:-} == --fix ]]; then
    mode=(-i)
    shift
fi
cd "${1:-$(dirname "$0")/..}"
folders=()
for folder in src tests bench; do [[ -d $folder ]] && folders+=("$folder"); done
[[ ${#folders[@]} -gt 0 ]] || { echo 'check_format: no src, tests or bench here' >&2 && exit 2; }
find "${folders[@]}" -name node_modules -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print0 |
    xargs -0 -r -n 40 -P 2 clang-format-19 --style=file "${mode[@]}"
